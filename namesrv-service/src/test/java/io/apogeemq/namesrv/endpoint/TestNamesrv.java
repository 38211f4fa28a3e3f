package io.apogeemq.namesrv.endpoint;

import io.apogeemq.common.remoting.ClientOptions;
import io.apogeemq.common.remoting.ConnectionLimits;
import io.apogeemq.common.remoting.Door;
import io.apogeemq.common.remoting.EventLoops;
import io.apogeemq.common.remoting.Language;
import io.apogeemq.common.remoting.MemoryBudget;
import io.apogeemq.common.remoting.RemotingClient;
import io.apogeemq.common.remoting.RemotingServer;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;
import io.apogeemq.common.remoting.ServerOptions;
import io.apogeemq.common.testing.ManualClock;
import io.apogeemq.namesrv.kvconfig.KvConfig;
import io.apogeemq.namesrv.routing.RouteTable;
import io.apogeemq.namesrv.routing.RoutingOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A NameServer on a free loopback port, with a clock moved by hand, and clients of it. */
final class TestNamesrv implements AutoCloseable {
    static final AnswerOptions USUAL = new AnswerOptions(false, true, true, true, true, 0);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    final ManualClock clock = new ManualClock();
    final RouteTable table =
            new RouteTable(clock, () -> new RoutingOptions(120_000, 0, false, 1 << 20));
    final KvConfig kv;
    final TestSettings settings = new TestSettings();
    private final ExecutorService writer = Executors.newSingleThreadExecutor();
    private final ExecutorService desk = Executors.newSingleThreadExecutor();
    private final MemoryBudget waiting = new MemoryBudget(1 << 20);
    private final Lane routing = new Lane(writer, waiting);
    private final EventLoops loops = EventLoops.start("test-namesrv", 2);
    private final RemotingServer server;
    private volatile AnswerOptions options = USUAL;

    TestNamesrv(Path directory) {
        kv = KvConfig.open(directory.resolve("kvConfig.json"));
        NamesrvEndpoint endpoint =
                new NamesrvEndpoint(
                        table,
                        kv,
                        settings,
                        () -> options,
                        clock,
                        new NamesrvEndpoint.Lanes(routing, new Lane(desk, waiting)));
        server =
                RemotingServer.start(
                        ServerOptions.defaults().withBindAddress("127.0.0.1"),
                        loops,
                        endpoint.connections(),
                        List.of(new Door(0, endpoint.handlers())));
    }

    int port() {
        return server.port();
    }

    void use(AnswerOptions other) {
        options = other;
    }

    /** Runs the scan for silent brokers in its place among the other work. */
    void scan() {
        routing.tell(table::expire);
    }

    /** A client with one connection of its own. */
    Caller client(int version) {
        return new Caller(
                RemotingClient.start(
                        new ClientOptions(
                                Duration.ofSeconds(3),
                                ConnectionLimits.defaults(),
                                version,
                                Language.JAVA),
                        loops),
                "127.0.0.1:" + server.port());
    }

    @Override
    public void close() {
        server.close();
        writer.shutdownNow();
        desk.shutdownNow();
        loops.close();
    }

    /** Calls and waits. */
    record Caller(RemotingClient client, String address) implements AutoCloseable {
        Response call(Request request) {
            return client.call(address, request, PATIENCE).toCompletableFuture().join();
        }

        void tell(Request request) {
            client.sendOneWay(address, request);
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /** Settings kept in memory: {@code locked} is protected, {@code unknown} isn't known. */
    static final class TestSettings implements SettingsDesk {
        private final Map<String, String> items = new TreeMap<>(Map.of("b", "2", "a", "1"));

        @Override
        public synchronized Map<String, String> items() {
            return Map.copyOf(items);
        }

        @Override
        public synchronized Change change(Map<String, String> wanted) {
            if (wanted.containsKey("locked")) {
                return new Change.Forbidden();
            }
            if (wanted.containsKey("unknown")) {
                return new Change.Wrong(List.of("unknown: unknown key"));
            }
            items.putAll(wanted);
            return new Change.Done();
        }
    }
}
