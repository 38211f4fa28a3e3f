package io.apogeemq.namesrv.endpoint;

import io.apogeemq.common.remoting.ConnectionListener;
import io.apogeemq.common.remoting.HandlerTable;
import io.apogeemq.namesrv.kvconfig.KvConfig;
import io.apogeemq.namesrv.routing.RouteTable;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * All that the NameServer answers: which code goes where. What isn't in the table is answered with
 * code 3. Stateless; start reading in the command classes, one per group of codes.
 */
public final class NamesrvEndpoint {
    private final HandlerTable handlers;
    private final ConnectionListener connections;

    /**
     * @param options asked anew for every request
     * @param clock tells how long ago the start was
     * @param lanes where work that takes time goes
     */
    public NamesrvEndpoint(
            RouteTable table,
            KvConfig kv,
            SettingsDesk settings,
            Supplier<AnswerOptions> options,
            InstantSource clock,
            Lanes lanes) {
        BrokerCommands brokers = new BrokerCommands(table, kv, options, lanes.routing());
        HandlerTable.Builder builder = HandlerTable.builder();
        brokers.addTo(builder);
        new RouteCommands(table, kv, options, clock).addTo(builder);
        new TopicCommands(table, options, lanes.routing(), lanes.desk()).addTo(builder);
        new KvCommands(kv, lanes.desk()).addTo(builder);
        new SettingsCommands(settings, lanes.desk()).addTo(builder);
        this.handlers = builder.build();
        this.connections = brokers;
    }

    /**
     * Where work goes that must not hold up an event loop.
     *
     * @param routing the route table's one writer
     * @param desk disk writes and long lists, in the order in which they come
     */
    public record Lanes(Lane routing, Lane desk) {}

    /** What is served. */
    public HandlerTable handlers() {
        return handlers;
    }

    /** Has to hear of connections: who goes takes his broker along. */
    public ConnectionListener connections() {
        return connections;
    }
}
