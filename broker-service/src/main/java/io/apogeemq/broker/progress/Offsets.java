package io.apogeemq.broker.progress;

import io.apogeemq.broker.group.Groups;
import io.apogeemq.broker.index.IndexedQueue;
import io.apogeemq.broker.index.QueueIndex;
import io.apogeemq.broker.log.CommitLog;
import io.apogeemq.broker.topic.Topics;
import io.apogeemq.common.broker.AcknowledgedOutcome;
import io.apogeemq.common.broker.OffsetOperations;
import io.apogeemq.common.broker.OffsetOutcome;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.route.TopicConfig;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Answers what clients ask about offsets. Any thread; keeps nothing itself and waits for nothing.
 *
 * <p>Unknown topics and queues are not refused but for commits: they are empty queues, as the
 * classic brokers see them.
 */
public final class Offsets implements OffsetOperations {

    private final Progress progress;
    private final Topics topics;
    private final Groups groups;
    private final QueueIndex index;
    private final CommitLog log;
    private final long youngBytes;

    /**
     * Answers from these tables.
     *
     * @param youngBytes how far behind the log's end a queue may begin and still count as young: a
     *     new group may start at the begin of a young queue
     */
    public Offsets(
            Progress progress,
            Topics topics,
            Groups groups,
            QueueIndex index,
            CommitLog log,
            long youngBytes) {
        this.progress = progress;
        this.topics = topics;
        this.groups = groups;
        this.index = index;
        this.log = log;
        this.youngBytes = youngBytes;
    }

    @Override
    public CompletionStage<OffsetOutcome> committedOffset(
            String group, String topic, int queueId, boolean zeroIfNotFound) {
        long committed = progress.find(group, topic, queueId);
        if (committed >= 0) {
            return offset(committed);
        }
        if (!zeroIfNotFound) {
            return refused(
                    Reason.NOT_FOUND,
                    "Not found, do not set to zero, maybe this group consumer boot first");
        }
        return isYoung(index.find(topic, queueId))
                ? offset(0)
                : refused(Reason.NOT_FOUND, "Not found, maybe this group consumer boot first");
    }

    /** Whether the queue begins at 0 and its first message is not long gone from memory. */
    private boolean isYoung(@Nullable IndexedQueue queue) {
        if (queue == null) {
            return true;
        }
        if (queue.minOffset() > 0) {
            return false;
        }
        long[] firstAt = {log.end()};
        queue.read(
                0,
                1,
                (queueOffset, physicalOffset, sizeBytes, tagsCode) -> {
                    firstAt[0] = physicalOffset;
                    return false;
                });
        return log.end() - firstAt[0] <= youngBytes;
    }

    @Override
    public CompletionStage<AcknowledgedOutcome> commitOffset(
            String group, String topic, int queueId, long offset) {
        Refused refusal = refuseCommit(group, topic, queueId, offset);
        if (refusal != null) {
            return CompletableFuture.completedStage(refusal);
        }
        boolean noted = progress.commit(group, topic, queueId, offset);
        return CompletableFuture.completedStage(
                new AcknowledgedOutcome.Done(noted ? "" : "Offset has been previously reset"));
    }

    private @Nullable Refused refuseCommit(String group, String topic, int queueId, long offset) {
        if (groups.find(group) == null) {
            return new Refused(Reason.GROUP_NOT_EXIST, "Group %s not exist!".formatted(group));
        }
        TopicConfig config = topics.find(topic);
        if (config == null) {
            return new Refused(Reason.TOPIC_NOT_EXIST, "Topic %s not exist!".formatted(topic));
        }
        int queues = Math.max(config.readQueueNums(), config.writeQueueNums());
        // A queue that a topic had before it was made smaller may still be finished.
        if (queueId < 0 || (queueId >= queues && index.find(topic, queueId) == null)) {
            return new Refused(
                    Reason.INVALID_PARAMETER,
                    "queueId: %d (expected: 0..%d for topic %s)"
                            .formatted(queueId, queues - 1, topic));
        }
        if (offset < 0) {
            return new Refused(
                    Reason.INVALID_PARAMETER,
                    "commitOffset: %d (expected: >= 0)".formatted(offset));
        }
        return null;
    }

    @Override
    public CompletionStage<OffsetOutcome> maxOffset(String topic, int queueId) {
        return offset(index.maxOffset(topic, queueId));
    }

    @Override
    public CompletionStage<OffsetOutcome> minOffset(String topic, int queueId) {
        return offset(index.minOffset(topic, queueId));
    }

    @Override
    public CompletionStage<OffsetOutcome> offsetByTime(
            String topic, int queueId, long timestamp, Boundary boundary) {
        return offset(index.offsetByTime(topic, queueId, timestamp, boundary));
    }

    @Override
    public CompletionStage<OffsetOutcome> earliestStoreTime(String topic, int queueId) {
        return offset(index.storeTimestamp(topic, queueId, index.minOffset(topic, queueId)));
    }

    private static CompletionStage<OffsetOutcome> offset(long value) {
        return CompletableFuture.completedStage(new OffsetOutcome.Offset(value));
    }

    private static CompletionStage<OffsetOutcome> refused(Reason reason, String detail) {
        return CompletableFuture.completedStage(new Refused(reason, detail));
    }
}
