package io.apogeemq.namesrv.health;

import io.apogeemq.namesrv.routing.RouteTable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether the NameServer serves. How many brokers it knows is told, but judged by nobody: a
 * NameServer without brokers is a healthy one.
 */
public final class DoorHealth implements HealthIndicator {
    private final NamesrvDoor door;
    private final RouteTable table;

    public DoorHealth(NamesrvDoor door, RouteTable table) {
        this.door = door;
        this.table = table;
    }

    @Override
    public Health health() {
        return (door.isOpen() ? Health.up() : Health.outOfService())
                .withDetail("address", door.address())
                .withDetail("brokerGroups", table.snapshot().groupCount())
                .build();
    }
}
