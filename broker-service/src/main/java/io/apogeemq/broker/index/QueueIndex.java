package io.apogeemq.broker.index;

import io.apogeemq.common.broker.OffsetOperations.Boundary;
import org.jspecify.annotations.Nullable;

/** Finds messages by queue and offset, or by queue and time. Any thread may ask. */
public interface QueueIndex {

    /** A queue that has, or had, messages; null for one that never had any. Callers may keep it. */
    @Nullable IndexedQueue find(String topic, int queueId);

    /** First readable offset; 0 for a queue that never had a message. */
    default long minOffset(String topic, int queueId) {
        IndexedQueue queue = find(topic, queueId);
        return queue == null ? 0 : queue.minOffset();
    }

    /** The offset that the next readable message will have; 0 for a queue that never had one. */
    default long maxOffset(String topic, int queueId) {
        IndexedQueue queue = find(topic, queueId);
        return queue == null ? 0 : queue.maxOffset();
    }

    /**
     * The offset of a store time.
     *
     * <p>LOWER: the first with that time or a later one, or behind the last. UPPER: the last with
     * that time or an earlier one, or the first. 0 for a queue without messages.
     *
     * @param timestamp ms since the epoch
     */
    long offsetByTime(String topic, int queueId, long timestamp, Boundary boundary);

    /** Store time of a message, ms since the epoch; -1 when there is none at that offset. */
    long storeTimestamp(String topic, int queueId, long queueOffset);
}
