package io.apogeemq.broker.log;

/** What became of an append. */
public sealed interface AppendOutcome {

    /**
     * Copied into the log, in the order of physical offsets. Not durable yet: ask {@link
     * Durability}.
     *
     * @param physicalOffset where the first record begins
     * @param queueOffset ordinal of the first record in its queue
     * @param endOffset physical offset behind the last record
     * @param storeTimestamp ms since the epoch, as written into the records
     */
    record Appended(long physicalOffset, long queueOffset, long endOffset, long storeTimestamp)
            implements AppendOutcome {}

    /** Not appended; nothing has changed. */
    record Rejected(Cause cause, String detail) implements AppendOutcome {}

    /** Why nothing was appended. */
    enum Cause {
        /** The records do not fit into one segment. */
        TOO_LARGE,
        /** The log is closed. */
        CLOSED,
        /** The disk has no room for more. */
        DISK_FULL,
        /** A write to the disk failed before: what it confirmed since cannot be trusted. */
        FAILED
    }
}
