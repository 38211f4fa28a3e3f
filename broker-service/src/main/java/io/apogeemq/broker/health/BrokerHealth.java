package io.apogeemq.broker.health;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether the broker serves: it is up when its log takes appends and its threads do their work. A
 * full disk is a reason to be down, as is a record that cannot be indexed. NameServers that cannot
 * be reached are told in the details and change nothing: clients that know the broker go on.
 */
public final class BrokerHealth implements HealthIndicator {

    /**
     * How the broker is.
     *
     * @param logEnd physical offset behind the last record
     * @param forcedEnd physical offset up to which the disk has confirmed
     * @param behindBytes bytes that are readable and not yet indexed
     * @param failure why the log takes no appends or a thread does not do its work; null while all
     *     is well
     * @param namesrv each NameServer and how it stands with it
     * @param heldPulls how many pulls wait for a message
     */
    public record State(
            long logEnd,
            long forcedEnd,
            long behindBytes,
            @Nullable String failure,
            Map<String, String> namesrv,
            int heldPulls) {}

    private final Supplier<@Nullable State> broker;

    /**
     * Looks at a broker.
     *
     * @param broker its state now, null while it does not run
     */
    public BrokerHealth(Supplier<@Nullable State> broker) {
        this.broker = broker;
    }

    @Override
    public Health health() {
        State state = broker.get();
        if (state == null) {
            return Health.outOfService()
                    .withDetail("reason", "the broker is starting or stopping")
                    .build();
        }
        Health.Builder health = state.failure() == null ? Health.up() : Health.down();
        if (state.failure() != null) {
            health.withDetail("failure", state.failure());
        }
        return health.withDetail("logEnd", state.logEnd())
                .withDetail("forcedEnd", state.forcedEnd())
                .withDetail("notIndexedBytes", state.behindBytes())
                .withDetail("heldPulls", state.heldPulls())
                .withDetail("namesrv", state.namesrv())
                .build();
    }
}
