package io.apogeemq.broker.pull;

import io.apogeemq.broker.filter.EntryFilter;
import io.apogeemq.common.broker.PullOutcome;
import io.apogeemq.common.broker.Refused;

/** What the checks say of a pull. */
sealed interface Admission {

    /**
     * It may read.
     *
     * @param rules the rules that it was admitted under
     */
    record Admitted(EntryFilter filter, long preferredBrokerId, PullRules rules)
            implements Admission {}

    /** It may not. */
    record Denied(PullOutcome refusal) implements Admission {}

    /** Its group does not exist; it may be created. */
    record GroupMissing(Refused refusal) implements Admission {}

    /** Its group, or what the group wants, is not registered; a heartbeat may be on its way. */
    record Unregistered(Refused refusal) implements Admission {}
}
