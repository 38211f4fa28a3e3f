package io.apogeemq.common.broker;

import java.util.concurrent.CompletionStage;

/** Offsets of queues and the progress of groups. */
public interface OffsetOperations {

    /** Which of several messages of one store time is meant. */
    enum Boundary {
        LOWER,
        UPPER
    }

    /**
     * How far a group has come in a queue.
     *
     * @param zeroIfNotFound whether a group without progress may be started at offset 0 where the
     *     queue still begins there
     * @return the next offset to consume, or {@link Refused} NOT_FOUND
     */
    CompletionStage<OffsetOutcome> committedOffset(
            String group, String topic, int queueId, boolean zeroIfNotFound);

    /** Notes how far a group has come. An offset below the noted one is taken too. */
    CompletionStage<AcknowledgedOutcome> commitOffset(
            String group, String topic, int queueId, long offset);

    /** The offset that the next message will get; 0 for an unknown queue. */
    CompletionStage<OffsetOutcome> maxOffset(String topic, int queueId);

    /** The first readable offset; 0 for an unknown queue. */
    CompletionStage<OffsetOutcome> minOffset(String topic, int queueId);

    /**
     * The offset at a store time.
     *
     * @param timestamp ms since the epoch
     */
    CompletionStage<OffsetOutcome> offsetByTime(
            String topic, int queueId, long timestamp, Boundary boundary);

    /** Store time of the first readable message in ms since the epoch, -1 when there is none. */
    CompletionStage<OffsetOutcome> earliestStoreTime(String topic, int queueId);
}
