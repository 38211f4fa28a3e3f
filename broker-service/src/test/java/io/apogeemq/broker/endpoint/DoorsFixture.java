package io.apogeemq.broker.endpoint;

import io.apogeemq.broker.admin.BrokerFigures;
import io.apogeemq.broker.admin.BrokerSettings;
import io.apogeemq.broker.admin.ClientAdmin;
import io.apogeemq.broker.admin.ClientRelay;
import io.apogeemq.broker.admin.GroupAdmin;
import io.apogeemq.broker.admin.ProgressAdmin;
import io.apogeemq.broker.admin.ProgressReports;
import io.apogeemq.broker.admin.QueueView;
import io.apogeemq.broker.admin.RuntimeAdmin;
import io.apogeemq.broker.admin.SettingsAdmin;
import io.apogeemq.broker.admin.TopicAdmin;
import io.apogeemq.broker.admin.TrafficStatistics;
import io.apogeemq.broker.client.ClientRules;
import io.apogeemq.broker.client.Clients;
import io.apogeemq.broker.group.Groups;
import io.apogeemq.broker.progress.Offsets;
import io.apogeemq.broker.progress.Progress;
import io.apogeemq.broker.query.MessageFinder;
import io.apogeemq.broker.query.QuerySettings;
import io.apogeemq.broker.queuelock.QueueLocks;
import io.apogeemq.broker.state.StateLog;
import io.apogeemq.broker.testing.MessageStore;
import io.apogeemq.broker.topic.TopicRules;
import io.apogeemq.broker.topic.Topics;
import io.apogeemq.common.message.SystemTopics;
import io.apogeemq.common.remoting.ClientOptions;
import io.apogeemq.common.remoting.Door;
import io.apogeemq.common.remoting.EventLoops;
import io.apogeemq.common.remoting.HandlerTable;
import io.apogeemq.common.remoting.RemotingClient;
import io.apogeemq.common.remoting.RemotingServer;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;
import io.apogeemq.common.remoting.ServerOptions;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server with the doors of clients and operators over a store in memory, and clients for it. */
final class DoorsFixture implements AutoCloseable {

    static final String BROKER = "broker-a";
    static final Duration TIMEOUT = Duration.ofSeconds(20);

    final MessageStore store = new MessageStore();
    final Topics topics;
    final Groups groups;
    final Progress progress;
    final Clients clients;
    final TrafficStatistics statistics;
    final Settings settings = new Settings();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final EventLoops loops = EventLoops.start("doors-test", 2);
    private final RemotingServer server;
    private final List<RemotingClient> opened = new ArrayList<>();

    /** Settings that take everything but one key. */
    static final class Settings implements BrokerSettings {
        final Map<String, String> items = new TreeMap<>(Map.of("brokerPermission", "6"));

        @Override
        public synchronized Map<String, String> items() {
            return new TreeMap<>(items);
        }

        @Override
        public List<String> protectedKeys() {
            return List.of();
        }

        @Override
        public synchronized List<String> change(Map<String, String> wanted) {
            if (wanted.containsKey("unknown")) {
                return List.of("unknown: unknown key");
            }
            items.putAll(wanted);
            return List.of();
        }
    }

    /** Nothing has happened yet. */
    private static final class Figures implements BrokerFigures {
        @Override
        public long messagesPut() {
            return 0;
        }

        @Override
        public long bytesPut() {
            return 0;
        }

        @Override
        public long putsFailed() {
            return 0;
        }

        @Override
        public long messagesGot() {
            return 0;
        }

        @Override
        public long readsFound() {
            return 0;
        }

        @Override
        public long readsMissed() {
            return 0;
        }

        @Override
        public long logStart() {
            return 0;
        }

        @Override
        public long logEnd() {
            return 0;
        }

        @Override
        public long notForcedBytes() {
            return 0;
        }

        @Override
        public long notIndexedBytes() {
            return 0;
        }

        @Override
        public long earliestStoreMillis() {
            return -1;
        }

        @Override
        public String storePath() {
            return "/store";
        }

        @Override
        public long diskTotalBytes() {
            return 2;
        }

        @Override
        public long diskUsableBytes() {
            return 1;
        }
    }

    DoorsFixture() {
        StateLog stateLog = store.stateLog();
        topics =
                new Topics(
                        stateLog,
                        store.clock(),
                        new SystemTopics("c", BROKER, 18),
                        TopicRules.DEFAULT);
        groups = new Groups(stateLog, store.clock(), () -> true);
        progress = new Progress(stateLog, store.clock());
        topics.listen(progress);
        clients = new Clients(topics, groups, store.clock(), () -> ClientRules.DEFAULT);
        statistics = new TrafficStatistics(store.clock(), "c", topics::isSystem);
        server =
                RemotingServer.start(
                        ServerOptions.defaults().withBindAddress("127.0.0.1"),
                        loops,
                        new Door(0, table()));
    }

    private HandlerTable table() {
        MessageFinder finder =
                new MessageFinder(store.log(), store.keys(), QuerySettings.DEFAULT, executor);
        TopicAdmin topicAdmin = new TopicAdmin(topics, store.index(), statistics, BROKER);
        GroupAdmin groupAdmin = new GroupAdmin(groups, progress);
        ProgressReports reports =
                new ProgressReports(
                        progress,
                        topics,
                        store.index(),
                        clients,
                        statistics,
                        store.clock(),
                        BROKER);
        HandlerTable.Builder table = HandlerTable.builder();
        LongBodies bodies = new LongBodies(executor);
        new ClientHandlers(clients, bodies).addTo(table);
        new OffsetHandlers(
                        new Offsets(progress, topics, groups, store.index(), store.log(), 1 << 20))
                .addTo(table);
        new QueueLockHandlers(new QueueLocks(store.clock()), bodies).addTo(table);
        new TopicAdminHandlers(
                        topicAdmin,
                        reports,
                        new QueueView(store.index(), clients),
                        bodies,
                        executor)
                .addTo(table);
        new GroupAdminHandlers(groupAdmin, bodies, executor).addTo(table);
        new ProgressAdminHandlers(
                        reports,
                        new ProgressAdmin(progress, topics, groups, store.index(), BROKER),
                        "127.0.0.1:10911",
                        executor)
                .addTo(table);
        new ClientAdminHandlers(
                        new ClientAdmin(clients),
                        new ClientRelay(clients, finder, topics, groups, BROKER),
                        executor)
                .addTo(table);
        new BrokerAdminHandlers(
                        new SettingsAdmin(settings, store.clock()),
                        new RuntimeAdmin(
                                new Figures(),
                                store.index(),
                                Map::of,
                                ServerOptions.PROTOCOL_VERSION,
                                store.clock(),
                                ZoneOffset.UTC),
                        statistics,
                        executor)
                .addTo(table);
        new TableHandlers(topicAdmin, groupAdmin, reports, () -> Map.of(3, 5L), executor)
                .addTo(table);
        NotServed.addTo(table);
        return table.build();
    }

    /** A client with a connection of its own that serves what the server asks of it. */
    RemotingClient client(HandlerTable pushes) {
        RemotingClient client = RemotingClient.start(ClientOptions.defaults(), loops, pushes);
        opened.add(client);
        return client;
    }

    RemotingClient client() {
        return client(HandlerTable.empty());
    }

    /** Asks and waits for the answer. */
    Response ask(RemotingClient client, Request request) {
        return client.call("127.0.0.1:" + server.port(), request, TIMEOUT)
                .toCompletableFuture()
                .join();
    }

    @Override
    public void close() {
        opened.forEach(RemotingClient::close);
        server.close();
        loops.close();
        executor.close();
    }
}
