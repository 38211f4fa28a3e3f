package io.apogeemq.namesrv.health;

import io.apogeemq.namesrv.routing.RouteTable;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** The NameServer's meters; each read looks at the published snapshot. */
public final class NamesrvMeters implements MeterBinder {
    private final NamesrvDoor door;
    private final RouteTable table;

    public NamesrvMeters(NamesrvDoor door, RouteTable table) {
        this.door = door;
        this.table = table;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("apogee.namesrv.routing.brokers", table, t -> t.snapshot().groupCount())
                .baseUnit("groups")
                .description("Groups of a master and its slaves that are known")
                .register(registry);
        Gauge.builder("apogee.namesrv.routing.topics", table, t -> t.snapshot().topicCount())
                .baseUnit("topics")
                .description("Topics that are known")
                .register(registry);
        Gauge.builder("apogee.namesrv.remoting.connections", door, NamesrvDoor::openConnections)
                .baseUnit("connections")
                .description("Open connections")
                .register(registry);
    }
}
