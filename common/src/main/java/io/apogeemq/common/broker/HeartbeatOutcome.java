package io.apogeemq.common.broker;

/** What the broker says to a heartbeat. */
public sealed interface HeartbeatOutcome permits HeartbeatOutcome.Alive, Refused {

    /**
     * Noted.
     *
     * @param subscriptionsChanged whether the client shall send its subscriptions in full next time
     */
    record Alive(boolean subscriptionsChanged) implements HeartbeatOutcome {}
}
