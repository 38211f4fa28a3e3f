package io.apogeemq.common.broker;

/** What a look-up found. */
public sealed interface QueryOutcome permits QueryOutcome.Matches, Refused {

    /**
     * Messages, at least one. The receiver closes the lease.
     *
     * @param indexedUntilMillis store time of the newest record in the key index
     * @param indexedUntilOffset where in the log the key index ends
     */
    record Matches(MessageLease messages, long indexedUntilMillis, long indexedUntilOffset)
            implements QueryOutcome {}
}
