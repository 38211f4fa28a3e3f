package io.apogeemq.broker.progress;

import org.jspecify.annotations.Nullable;

/**
 * How far one group has come in one queue. Changed under its own monitor, which is held for a few
 * instructions; read without it.
 */
final class QueueProgress {

    /** No offset. */
    static final long NONE = -1;

    private final TopicProgress owner;
    private final int queueId;
    private volatile long committed = NONE;
    private volatile long pendingReset = NONE;
    private volatile long pulled = NONE;
    private boolean unrecorded;
    private boolean removed;

    /** What became of a change. */
    enum Change {
        /** It says what was known already, or what is recorded with an earlier one. */
        COVERED,
        /** It has to be recorded. */
        UNRECORDED,
        /** A reset has not been handed out yet; nothing was changed. */
        BLOCKED,
        /** This object is no longer in the table; look the queue up again. */
        REMOVED
    }

    QueueProgress(TopicProgress owner, int queueId) {
        this.owner = owner;
        this.queueId = queueId;
    }

    TopicProgress owner() {
        return owner;
    }

    int queueId() {
        return queueId;
    }

    long committed() {
        return committed;
    }

    long pendingReset() {
        return pendingReset;
    }

    long pulled() {
        return pulled;
    }

    void notePulled(long nextOffset) {
        pulled = nextOffset;
    }

    synchronized Change commit(long offset) {
        if (removed) {
            return Change.REMOVED;
        }
        if (pendingReset != NONE) {
            return Change.BLOCKED;
        }
        if (committed == offset) {
            return Change.COVERED;
        }
        committed = offset;
        return markUnrecorded();
    }

    /**
     * Hands the pending reset out.
     *
     * @return the offset to go on at, {@link #NONE} when there is none
     */
    synchronized long takeReset() {
        long offset = pendingReset;
        pendingReset = NONE;
        return offset;
    }

    /** Sets both values, as replay and resets do. */
    synchronized void set(long offset, long reset) {
        committed = offset;
        pendingReset = reset;
        if (reset != NONE) {
            pulled = reset;
        }
    }

    synchronized void remove() {
        removed = true;
    }

    /** Notes that the values have to be recorded. */
    synchronized Change markUnrecorded() {
        if (removed) {
            return Change.REMOVED;
        }
        Change change = unrecorded ? Change.COVERED : Change.UNRECORDED;
        unrecorded = true;
        return change;
    }

    /**
     * Takes the values for a record.
     *
     * @return null when the object has left the table
     */
    synchronized ProgressRecords.@Nullable Value takeUnrecorded() {
        unrecorded = false;
        return removed ? null : new ProgressRecords.Value(queueId, committed, pendingReset);
    }
}
