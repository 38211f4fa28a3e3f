package io.apogeemq.broker.config;

import io.apogeemq.broker.health.BrokerHealth;
import org.jspecify.annotations.Nullable;

/** What health is told of a running broker. */
final class RunningState {

    private RunningState() {}

    static BrokerHealth.@Nullable State of(@Nullable RunningBroker broker) {
        if (broker == null) {
            return null;
        }
        return new BrokerHealth.State(
                broker.store().log().end(),
                broker.store().log().forcedEnd(),
                broker.store().dispatcher().behindBytes(),
                broker.store().failure(),
                broker.registry().states(),
                broker.services().held().count());
    }
}
