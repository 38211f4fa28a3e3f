package io.apogeemq.broker.log;

/**
 * The next offset of one queue. Belongs to the appender: read and changed only inside the log's
 * critical section, or before the log is opened for appends.
 */
public final class QueueSequence {

    private long next;

    QueueSequence() {}

    long next() {
        return next;
    }

    void advanceTo(long offset) {
        next = offset;
    }
}
