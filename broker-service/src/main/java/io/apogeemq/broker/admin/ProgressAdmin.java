package io.apogeemq.broker.admin;

import static java.util.concurrent.CompletableFuture.completedStage;

import io.apogeemq.broker.admin.AdminOutcome.Done;
import io.apogeemq.broker.group.Groups;
import io.apogeemq.broker.index.QueueIndex;
import io.apogeemq.broker.progress.Progress;
import io.apogeemq.broker.topic.Topics;
import io.apogeemq.common.broker.AcknowledgedOutcome;
import io.apogeemq.common.broker.OffsetOperations.Boundary;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.message.MessageQueue;
import io.apogeemq.common.protocol.admin.OffsetTableBody;
import io.apogeemq.common.route.TopicConfig;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sets how far groups are. Any thread; keeps nothing itself. */
public final class ProgressAdmin {

    /** No particular queue, or no particular offset. */
    public static final int NONE = -1;

    private final Progress progress;
    private final Topics topics;
    private final Groups groups;
    private final QueueIndex index;
    private final String brokerName;

    public ProgressAdmin(
            Progress progress, Topics topics, Groups groups, QueueIndex index, String brokerName) {
        this.progress = progress;
        this.topics = topics;
        this.groups = groups;
        this.index = index;
        this.brokerName = brokerName;
    }

    /**
     * Where a group shall go on.
     *
     * @param timestamp store time to go on at, ms since the epoch; below 0 is the end of the queue
     * @param queueId one queue, or {@link #NONE} for all
     * @param offset an offset for that one queue, or {@link #NONE} to go by time
     */
    public record Reset(String group, String topic, long timestamp, int queueId, long offset) {}

    /**
     * Resets a group, online or not. Its next pull from each queue hands the new offset out; until
     * then commits are ignored.
     */
    public CompletionStage<AdminOutcome<OffsetTableBody>> reset(Reset reset) {
        TopicConfig topic = topics.find(reset.topic());
        if (topic == null) {
            return denied(
                    Reason.TOPIC_NOT_EXIST, "Topic %s does not exist".formatted(reset.topic()));
        }
        if (groups.find(reset.group()) == null) {
            return denied(
                    Reason.GROUP_NOT_EXIST, "Group %s does not exist".formatted(reset.group()));
        }
        Map<Integer, Long> targets = new TreeMap<>();
        if (reset.queueId() < 0) {
            for (int queueId = 0; queueId < topic.readQueueNums(); queueId++) {
                targets.put(queueId, target(reset, queueId));
            }
        } else if (reset.queueId() >= topic.readQueueNums()) {
            return denied(
                    Reason.SYSTEM_ERROR,
                    "queueId: %d (expected: 0..%d for topic %s)"
                            .formatted(reset.queueId(), topic.readQueueNums() - 1, reset.topic()));
        } else if (reset.offset() == NONE) {
            targets.put(reset.queueId(), target(reset, reset.queueId()));
        } else {
            long min = index.minOffset(reset.topic(), reset.queueId());
            long max = index.maxOffset(reset.topic(), reset.queueId());
            if (reset.offset() < min || reset.offset() > max + 1) {
                return denied(
                        Reason.SYSTEM_ERROR,
                        "Target offset %d not in consume queue range [%d-%d]"
                                .formatted(reset.offset(), min, max));
            }
            targets.put(reset.queueId(), reset.offset());
        }
        if (targets.isEmpty()) {
            return denied(Reason.SYSTEM_ERROR, "No queues to reset.");
        }
        return progress.reset(reset.group(), reset.topic(), targets)
                .thenApply(outcome -> table(outcome, reset.topic(), targets));
    }

    private long target(Reset reset, int queueId) {
        return reset.timestamp() < 0
                ? index.maxOffset(reset.topic(), queueId)
                : index.offsetByTime(reset.topic(), queueId, reset.timestamp(), Boundary.LOWER);
    }

    private AdminOutcome<OffsetTableBody> table(
            AcknowledgedOutcome outcome, String topic, Map<Integer, Long> targets) {
        return switch (outcome) {
            case Refused refused -> new AdminOutcome.Denied<>(refused);
            case AcknowledgedOutcome.Done done -> {
                Map<MessageQueue, Long> offsets = new LinkedHashMap<>();
                targets.forEach(
                        (queueId, offset) ->
                                offsets.put(new MessageQueue(topic, brokerName, queueId), offset));
                yield AdminOutcome.answered(new OffsetTableBody(offsets));
            }
        };
    }

    /**
     * Lets a group go on where another one is.
     *
     * @param topic one topic; null for all of the first group
     */
    public CompletionStage<AdminOutcome<Done>> copy(
            String fromGroup, String toGroup, @Nullable String topic) {
        Collection<String> wanted =
                topic == null ? new TreeSet<>(progress.topicsOf(fromGroup)) : List.of(topic);
        CompletionStage<AdminOutcome<Done>> last = completedStage(AdminOutcome.done());
        for (String each : wanted) {
            if (topics.find(each) != null) {
                last =
                        last.thenCombine(
                                progress.copy(fromGroup, toGroup, each)
                                        .thenApply(GroupAdmin::outcome),
                                ProgressAdmin::firstDenied);
            }
        }
        return last;
    }

    private static AdminOutcome<Done> firstDenied(
            AdminOutcome<Done> before, AdminOutcome<Done> now) {
        return before instanceof AdminOutcome.Denied<Done> ? before : now;
    }

    private static CompletionStage<AdminOutcome<OffsetTableBody>> denied(
            Reason reason, String detail) {
        return completedStage(AdminOutcome.denied(reason, detail));
    }
}
