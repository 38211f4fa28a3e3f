package io.apogeemq.proxy.health;

import java.util.function.BooleanSupplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether the Proxy takes clients: it is out of service until its door is open. Part of readiness,
 * not of liveness.
 */
public final class DoorHealth implements HealthIndicator {

    private final BooleanSupplier isOpen;
    private final int grpcPort;

    /**
     * Looks at a door.
     *
     * @param isOpen whether clients are taken now; asked by any thread
     * @param grpcPort where they come
     */
    public DoorHealth(BooleanSupplier isOpen, int grpcPort) {
        this.isOpen = isOpen;
        this.grpcPort = grpcPort;
    }

    @Override
    public Health health() {
        Health.Builder health = isOpen.getAsBoolean() ? Health.up() : Health.outOfService();
        return health.withDetail("grpcPort", grpcPort).build();
    }
}
