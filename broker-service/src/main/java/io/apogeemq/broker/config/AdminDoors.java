package io.apogeemq.broker.config;

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
import io.apogeemq.broker.client.Clients;
import io.apogeemq.broker.endpoint.BrokerAdminHandlers;
import io.apogeemq.broker.endpoint.ClientAdminHandlers;
import io.apogeemq.broker.endpoint.GroupAdminHandlers;
import io.apogeemq.broker.endpoint.LongBodies;
import io.apogeemq.broker.endpoint.NotServed;
import io.apogeemq.broker.endpoint.ProgressAdminHandlers;
import io.apogeemq.broker.endpoint.TableHandlers;
import io.apogeemq.broker.endpoint.TopicAdminHandlers;
import io.apogeemq.broker.registration.BrokerInstance;
import io.apogeemq.common.broker.MessageQueries;
import io.apogeemq.common.remoting.HandlerTable;
import io.apogeemq.common.remoting.ServerOptions;
import java.time.ZoneId;
import java.util.concurrent.Executor;

/** The doors for operators over a store and its clients. */
final class AdminDoors {

    private final TopicAdminHandlers topics;
    private final GroupAdminHandlers groups;
    private final ProgressAdminHandlers progress;
    private final ClientAdminHandlers clients;
    private final BrokerAdminHandlers broker;
    private final TableHandlers tables;
    private final RuntimeAdmin runtime;
    private final TrafficStatistics statistics;

    /**
     * Puts the doors together.
     *
     * @param bodies reads long lists
     * @param executor for answers that take longer than an event loop may be held up
     */
    AdminDoors(
            RunningBroker.Recipe recipe,
            BrokerStore store,
            Clients connected,
            MessageQueries messages,
            Traffic traffic,
            BrokerInstance instance,
            LongBodies bodies,
            Executor executor) {
        String name = instance.brokerName();
        statistics = traffic.statistics();
        TopicAdmin topicAdmin =
                new TopicAdmin(store.topics(), store.queueIndex(), statistics, name);
        GroupAdmin groupAdmin = new GroupAdmin(store.groups(), store.progress());
        ProgressReports reports =
                new ProgressReports(
                        store.progress(),
                        store.topics(),
                        store.queueIndex(),
                        connected,
                        statistics,
                        recipe.clock(),
                        name);
        topics =
                new TopicAdminHandlers(
                        topicAdmin,
                        reports,
                        new QueueView(store.queueIndex(), connected),
                        bodies,
                        executor);
        groups = new GroupAdminHandlers(groupAdmin, bodies, executor);
        progress =
                new ProgressAdminHandlers(
                        reports,
                        new ProgressAdmin(
                                store.progress(),
                                store.topics(),
                                store.groups(),
                                store.queueIndex(),
                                name),
                        instance.address(),
                        executor);
        clients =
                new ClientAdminHandlers(
                        new ClientAdmin(connected),
                        new ClientRelay(connected, messages, store.topics(), store.groups(), name),
                        executor);
        runtime =
                new RuntimeAdmin(
                        new StoreFigures(traffic, store),
                        store.queueIndex(),
                        store.delayed()::offsets,
                        ServerOptions.PROTOCOL_VERSION,
                        recipe.clock(),
                        ZoneId.systemDefault());
        broker =
                new BrokerAdminHandlers(
                        new SettingsAdmin(recipe.settings(), recipe.clock()),
                        runtime,
                        statistics,
                        executor);
        tables =
                new TableHandlers(
                        topicAdmin, groupAdmin, reports, store.delayed()::offsets, executor);
    }

    /** Remembers how much traffic there was; to be called about once a second by one thread. */
    void sample() {
        runtime.sample();
        statistics.sample();
    }

    void addTo(HandlerTable.Builder table) {
        topics.addTo(table);
        groups.addTo(table);
        progress.addTo(table);
        clients.addTo(table);
        broker.addTo(table);
        tables.addTo(table);
        NotServed.addTo(table);
    }
}
