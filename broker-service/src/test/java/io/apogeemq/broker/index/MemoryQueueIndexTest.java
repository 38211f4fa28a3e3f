package io.apogeemq.broker.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.broker.testing.MessageStore;
import io.apogeemq.broker.topic.TopicRules;
import io.apogeemq.broker.topic.Topics;
import io.apogeemq.common.broker.OffsetOperations.Boundary;
import io.apogeemq.common.message.RecordDraft;
import io.apogeemq.common.message.SysFlag;
import io.apogeemq.common.message.SystemTopics;
import io.apogeemq.common.message.TagHash;
import io.apogeemq.common.route.TopicConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MemoryQueueIndexTest {

    private final MessageStore store = new MessageStore();
    private final List<String> arrivals = new ArrayList<>();

    @AfterEach
    void close() {
        store.close();
    }

    private static Topics topics(MessageStore in) {
        Topics topics =
                new Topics(
                        in.stateLog(),
                        in.clock(),
                        new SystemTopics("c", "b", 18),
                        TopicRules.DEFAULT);
        topics.listen(in.index());
        return topics;
    }

    @Test
    void everyQueueHasItsOwnMessagesInOrder() {
        store.deliver("t", 0, "a");
        store.deliver("u", 0, "b");
        store.deliver("t", 7, "c");
        store.deliver("t", 0, "d");

        assertThat(store.bodies("t", 0)).containsExactly("a", "d");
        assertThat(store.bodies("t", 7)).containsExactly("c");
        assertThat(store.bodies("u", 0)).containsExactly("b");
        assertThat(store.index().find("t", 1)).isNull();
        assertThat(store.index().find("v", 0)).isNull();
        assertThat(store.index().maxOffset("v", 0)).isZero();
    }

    @Test
    void topicsWhoseNamesHashAlikeAreTwo() {
        // The same sum over their bytes.
        store.deliver("topicAa", 0, "a");
        store.deliver("topicBB", 0, "b");
        store.deliver("topicAa", 0, "c");

        assertThat(store.bodies("topicAa", 0)).containsExactly("a", "c");
        assertThat(store.bodies("topicBB", 0)).containsExactly("b");
    }

    @Test
    void anEntryHoldsWhereTheMessageLiesAndTheHashOfItsTag() {
        store.deliver("t", 0, "a");
        var appended = store.deliver("t", 0, "b", "TAGS", "red");

        List<List<Long>> seen = new ArrayList<>();
        IndexedQueue queue = Objects.requireNonNull(store.index().find("t", 0));
        queue.read(
                1,
                9,
                (queueOffset, physicalOffset, sizeBytes, tagsCode) ->
                        seen.add(List.of(queueOffset, physicalOffset, (long) sizeBytes, tagsCode)));

        assertThat(seen)
                .containsExactly(
                        List.of(
                                1L,
                                appended.physicalOffset(),
                                appended.endOffset() - appended.physicalOffset(),
                                TagHash.of("red")));
    }

    @Test
    void arrivalsAreToldOncePerQueueAndBatchWhenTheyCanBeRead() {
        store.onArrival(
                (topic, queueId, maxOffset) ->
                        arrivals.add(
                                "%s %d %d %b"
                                        .formatted(
                                                topic,
                                                queueId,
                                                maxOffset,
                                                store.index().maxOffset(topic, queueId)
                                                        == maxOffset)));
        store.store("t", 0, "a");
        store.store("t", 1, "b");
        store.store("t", 0, "c");
        assertThat(store.index().maxOffset("t", 0)).isZero();

        store.dispatch();

        assertThat(arrivals).containsExactly("t 0 2 true", "t 1 1 true");
    }

    @Test
    void whatIsNotCommittedIsNotIndexed() {
        store.store(draft().sysFlag(SysFlag.TRANSACTION_PREPARED));
        store.dispatch();

        assertThat(store.index().find("t", 0)).isNull();
    }

    @Test
    void aDeletedTopicIsEmptyAndOneThatIsMadeAgainGoesOnBehindIt() {
        Topics topics = topics(store);
        topics.put(TopicConfig.of("t", 2));
        store.deliver("t", 0, "a");
        store.deliver("t", 0, "b");
        store.deliver("u", 0, "other");

        topics.delete("t");

        assertThat(store.bodies("t", 0)).isEmpty();
        assertThat(store.index().minOffset("t", 0)).isEqualTo(2);
        assertThat(store.index().maxOffset("t", 0)).isEqualTo(2);
        assertThat(store.bodies("u", 0)).containsExactly("other");
        topics.put(TopicConfig.of("t", 2));
        store.deliver("t", 0, "c");
        assertThat(store.bodies("t", 0)).containsExactly("c");
        assertThat(store.messages("t", 0).getFirst().queueOffset()).isEqualTo(2);
    }

    @Test
    void whatWasInTheLogBeforeTheDeletionIsHiddenAlsoWhenItIsIndexedLater() {
        Topics topics = topics(store);
        topics.put(TopicConfig.of("t", 2));
        store.store("t", 0, "a");
        store.store("t", 1, "b");
        topics.delete("t");
        topics.put(TopicConfig.of("t", 2));
        store.store("t", 1, "c");

        store.dispatch();

        assertThat(store.bodies("t", 0)).isEmpty();
        assertThat(store.bodies("t", 1)).containsExactly("c");
    }

    @Test
    void aRestartHidesTheSame() {
        Topics topics = topics(store);
        topics.put(TopicConfig.of("t", 2));
        store.deliver("t", 0, "a");
        topics.delete("t");
        store.deliver("t", 1, "sent to the deleted topic");
        topics.put(TopicConfig.of("t", 2));
        store.deliver("t", 0, "b");
        List<String> queue1 = store.bodies("t", 1);

        try (MessageStore reopened = store.afterKill()) {
            reopened.replay(topics(reopened));

            assertThat(reopened.bodies("t", 0)).containsExactly("b");
            assertThat(reopened.index().minOffset("t", 0)).isEqualTo(1);
            assertThat(reopened.bodies("t", 1)).isEqualTo(queue1);
            assertThat(reopened.deliver("t", 0, "c").queueOffset()).isEqualTo(2);
        }
    }

    @Test
    void anOffsetIsFoundByTime() {
        long start = store.clock().millis();
        for (int i = 0; i < 5; i++) {
            store.deliver("t", 0, "m" + i);
            store.deliver("t", 0, "n" + i);
            store.advance(Duration.ofSeconds(10));
        }

        assertThat(lower(start - 1)).isZero();
        assertThat(lower(start)).isZero();
        assertThat(lower(start + 1)).isEqualTo(2);
        assertThat(lower(start + 20_000)).isEqualTo(4);
        assertThat(lower(start + 99_000)).isEqualTo(10);
        assertThat(upper(start - 1)).isZero();
        assertThat(upper(start)).isEqualTo(1);
        assertThat(upper(start + 29_999)).isEqualTo(5);
        assertThat(upper(start + 99_000)).isEqualTo(9);
        assertThat(store.index().offsetByTime("t", 9, start, Boundary.LOWER)).isZero();
    }

    @Test
    void theStoreTimeOfAnOffsetIsThatOfItsMessage() {
        store.deliver("t", 0, "a");
        long second = store.clock().millis() + 5;
        store.advance(Duration.ofMillis(5));
        store.deliver("t", 0, "b");

        assertThat(store.index().storeTimestamp("t", 0, 1)).isEqualTo(second);
        assertThat(store.index().storeTimestamp("t", 0, 2)).isEqualTo(-1);
        assertThat(store.index().storeTimestamp("t", 5, 0)).isEqualTo(-1);
    }

    private long lower(long timestamp) {
        return store.index().offsetByTime("t", 0, timestamp, Boundary.LOWER);
    }

    private long upper(long timestamp) {
        return store.index().offsetByTime("t", 0, timestamp, Boundary.UPPER);
    }

    private static RecordDraft draft() {
        return new RecordDraft(true)
                .topic("t".getBytes(UTF_8))
                .bornHost(MessageStore.HOST)
                .storeHost(MessageStore.HOST)
                .body("half".getBytes(UTF_8));
    }
}
