package io.apogeemq.broker.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.broker.group.Groups;
import io.apogeemq.broker.testing.MessageStore;
import io.apogeemq.broker.topic.TopicRules;
import io.apogeemq.broker.topic.Topics;
import io.apogeemq.common.broker.AcknowledgedOutcome;
import io.apogeemq.common.broker.OffsetOperations.Boundary;
import io.apogeemq.common.broker.OffsetOutcome;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.message.SystemTopics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class OffsetsTest {

    private static final long YOUNG_BYTES = 1000;

    private final MessageStore store = new MessageStore();
    private final Topics topics =
            new Topics(
                    store.stateLog(),
                    store.clock(),
                    new SystemTopics("c", "b", 18),
                    TopicRules.DEFAULT);
    private final Groups groups = new Groups(store.stateLog(), store.clock(), () -> true);
    private final Progress progress = new Progress(store.stateLog(), store.clock());
    private final Offsets offsets =
            new Offsets(progress, topics, groups, store.index(), store.log(), YOUNG_BYTES);

    @Test
    void aCommittedOffsetIsToldBack() {
        prepare();
        assertThat(commit("g", "t", 1, 7)).isEmpty();

        assertThat(value(offsets.committedOffset("g", "t", 1, true))).isEqualTo(7);
    }

    @Test
    void aNewGroupStartsAtTheBeginOfAYoungQueueOnly() {
        assertThat(value(offsets.committedOffset("g", "unknown", 0, true))).isZero();
        store.deliver("t", 0, "first");
        assertThat(value(offsets.committedOffset("g", "t", 0, true))).isZero();
        assertThat(reason(offsets.committedOffset("g", "t", 0, false))).isEqualTo(Reason.NOT_FOUND);

        store.deliver("t", 1, "x".repeat(2000));
        assertThat(reason(offsets.committedOffset("g", "t", 0, true))).isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void commitsNeedGroupTopicAndQueue() {
        assertThat(refusedCommit("g", "t", 0, 1)).isEqualTo(Reason.GROUP_NOT_EXIST);
        groups.findOrCreate("g");
        assertThat(refusedCommit("g", "t", 0, 1)).isEqualTo(Reason.TOPIC_NOT_EXIST);
        topics.ensure("t", 2);
        assertThat(refusedCommit("g", "t", -1, 1)).isEqualTo(Reason.INVALID_PARAMETER);
        assertThat(refusedCommit("g", "t", 0, -1)).isEqualTo(Reason.INVALID_PARAMETER);
        assertThat(refusedCommit("g", "t", 2, 1)).isEqualTo(Reason.INVALID_PARAMETER);
        assertThat(commit("g", "t", 1, 99)).isEmpty();
    }

    @Test
    void aQueueThatIsOnlyReadToItsEndMayStillBeCommitted() {
        prepare();
        store.deliver("t", 5, "from before the topic was made smaller");

        assertThat(commit("g", "t", 5, 1)).isEmpty();
    }

    @Test
    void aCommitDuringAResetIsAcknowledgedAndIgnored() {
        prepare();
        commit("g", "t", 0, 5);
        progress.reset("g", "t", Map.of(0, 2L));

        assertThat(commit("g", "t", 0, 6)).isEqualTo("Offset has been previously reset");
        assertThat(value(offsets.committedOffset("g", "t", 0, true))).isEqualTo(2);
    }

    @Test
    void boundsAndTimesComeFromTheIndex() {
        long firstAt = store.clock().millis();
        store.deliver("t", 0, "a");
        store.advance(Duration.ofSeconds(10));
        store.deliver("t", 0, "b");

        assertThat(value(offsets.maxOffset("t", 0))).isEqualTo(2);
        assertThat(value(offsets.minOffset("t", 0))).isZero();
        assertThat(value(offsets.maxOffset("unknown", 0))).isZero();
        assertThat(value(offsets.minOffset("unknown", 0))).isZero();
        assertThat(value(offsets.earliestStoreTime("t", 0))).isEqualTo(firstAt);
        assertThat(value(offsets.earliestStoreTime("unknown", 0))).isEqualTo(-1);
        assertThat(value(offsets.offsetByTime("t", 0, firstAt + 1, Boundary.LOWER))).isEqualTo(1);
        assertThat(value(offsets.offsetByTime("t", 0, firstAt + 1, Boundary.UPPER))).isZero();
    }

    private void prepare() {
        groups.findOrCreate("g");
        topics.ensure("t", 2);
    }

    private String commit(String group, String topic, int queueId, long offset) {
        AcknowledgedOutcome outcome =
                offsets.commitOffset(group, topic, queueId, offset).toCompletableFuture().join();
        assertThat(outcome).isInstanceOf(AcknowledgedOutcome.Done.class);
        return ((AcknowledgedOutcome.Done) outcome).remark();
    }

    private Reason refusedCommit(String group, String topic, int queueId, long offset) {
        AcknowledgedOutcome outcome =
                offsets.commitOffset(group, topic, queueId, offset).toCompletableFuture().join();
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).reason();
    }

    private static long value(CompletionStage<OffsetOutcome> stage) {
        OffsetOutcome outcome = stage.toCompletableFuture().join();
        assertThat(outcome).isInstanceOf(OffsetOutcome.Offset.class);
        return ((OffsetOutcome.Offset) outcome).value();
    }

    private static Reason reason(CompletionStage<OffsetOutcome> stage) {
        OffsetOutcome outcome = stage.toCompletableFuture().join();
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).reason();
    }
}
