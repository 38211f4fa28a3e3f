package io.apogeemq.broker.group;

import io.apogeemq.common.route.SubscriptionGroupConfig;

/** What became of a wish for a group. */
public sealed interface GroupOutcome {

    /** The group is there, as it is now. */
    record Ready(SubscriptionGroupConfig group) implements GroupOutcome {}

    /**
     * It is not, and nothing has changed; or it is, and nobody can promise that it stays.
     *
     * @param detail one sentence: what is wrong and, where there is one, the cure
     */
    record Refused(io.apogeemq.common.broker.Refused.Reason reason, String detail)
            implements GroupOutcome {}
}
