package io.apogeemq.broker.client;

import java.time.Duration;

/**
 * What operators may change of client registration while the broker runs; swapped as a whole.
 *
 * @param expiry how long a client counts as connected after its last heartbeat
 * @param notifyMembers whether members are told when their group changes ({@code
 *     notifyConsumerIdsChangedEnable})
 * @param rejectActiveConsumers whether consumers that pull for themselves are left out ({@code
 *     rejectPullConsumerEnable})
 */
public record ClientRules(Duration expiry, boolean notifyMembers, boolean rejectActiveConsumers) {

    /** The classic defaults. */
    public static final ClientRules DEFAULT = new ClientRules(Duration.ofMinutes(2), true, false);
}
