package io.apogeemq.broker.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.broker.state.StateQueue;
import io.apogeemq.broker.state.ValueWriter;
import io.apogeemq.broker.testing.MessageStore;
import io.apogeemq.common.broker.MessageQueries.KeyQuery;
import io.apogeemq.common.broker.QueryOutcome;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.message.PropertyKeys;
import io.apogeemq.common.message.StoredMessage;
import io.apogeemq.common.message.SystemTopics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MessageFinderTest {

    private static final QuerySettings SETTINGS = new QuerySettings(64, 32, 100_000);

    private final MessageStore store = new MessageStore();
    private final MessageFinder finder =
            new MessageFinder(store.log(), store.keys(), SETTINGS, Runnable::run);

    @Test
    void aMessageIsFoundWhereItLies() {
        store.deliver("topic", 0, "first");
        long offset = store.deliver("topic", 0, "second").physicalOffset();

        assertThat(bodies(at("topic", offset))).containsExactly("second");
        assertThat(bodies(at("", offset))).containsExactly("second");
    }

    @Test
    void whereNoMessageBeginsNoneIsFound() {
        long end = 0;
        for (int i = 0; i < 20; i++) {
            end = store.deliver("topic", 0, "message " + i).endOffset();
        }

        for (long offset = -200; offset < end + 200; offset++) {
            QueryOutcome outcome = at("", offset);
            if (outcome instanceof QueryOutcome.Matches matches) {
                assertThat(MessageStore.decode(matches.messages()))
                        .extracting(StoredMessage::physicalOffset)
                        .containsExactly(offset);
                matches.messages().close();
            } else {
                assertThat(reason(outcome)).isEqualTo(Refused.Reason.NOT_FOUND);
            }
        }
        assertThat(reason(at("", Long.MAX_VALUE))).isEqualTo(Refused.Reason.NOT_FOUND);
        assertThat(reason(at("", Long.MIN_VALUE))).isEqualTo(Refused.Reason.NOT_FOUND);
    }

    @Test
    void aMessageOfAnotherTopicIsNotShown() {
        long offset = store.deliver("other", 0, "hello").physicalOffset();

        assertThat(reason(at("topic", offset))).isEqualTo(Refused.Reason.NO_PERMISSION);
    }

    @Test
    void aMessageThatWaitsCountsAsOneOfItsRealTopic() {
        long offset =
                store.deliver(SystemTopics.SCHEDULE, 0, "hello", PropertyKeys.REAL_TOPIC, "topic")
                        .physicalOffset();
        long delivered =
                store.deliver("other", 0, "hello", PropertyKeys.REAL_TOPIC, "topic")
                        .physicalOffset();

        assertThat(bodies(at("topic", offset))).containsExactly("hello");
        assertThat(reason(at("topic", delivered))).isEqualTo(Refused.Reason.NO_PERMISSION);
    }

    @Test
    void aMessageInLightQueuesCountsAsOneOfEach() {
        long offset =
                store.deliver(
                                "parent",
                                0,
                                "hello",
                                PropertyKeys.INNER_MULTI_DISPATCH,
                                "%LMQ%a,%LMQ%b")
                        .physicalOffset();

        assertThat(bodies(at("%LMQ%b", offset))).containsExactly("hello");
        assertThat(reason(at("%LMQ%", offset))).isEqualTo(Refused.Reason.NO_PERMISSION);
    }

    @Test
    void theBrokersOwnRecordsAreNotShown() {
        long offset = store.log().end();
        store.stateLog().append(StateQueue.TOPICS, 1, new ValueWriter().putInt(7));

        assertThat(reason(at("", offset))).isEqualTo(Refused.Reason.NOT_FOUND);
        assertThat(reason(at(SystemTopics.STATE, offset))).isEqualTo(Refused.Reason.NOT_FOUND);
    }

    @Test
    void messagesAreFoundByEachOfTheirKeysAndByTheUniqueKey() {
        store.deliver("topic", 0, "one", PropertyKeys.KEYS, "a b", PropertyKeys.UNIQ_KEY, "u1");
        store.deliver("topic", 1, "two", PropertyKeys.KEYS, "b c", PropertyKeys.UNIQ_KEY, "u2");
        store.deliver("other", 0, "three", PropertyKeys.KEYS, "b");

        assertThat(bodies(byKey("a"))).containsExactly("one");
        assertThat(bodies(byKey("b"))).containsExactlyInAnyOrder("one", "two");
        assertThat(bodies(byKey("u2"))).containsExactly("two");
        assertThat(bodies(find(new KeyQuery("topic", "u1", true, 1, 0, Long.MAX_VALUE))))
                .containsExactly("one");
        assertThat(reason(find(new KeyQuery("topic", "a", true, 1, 0, Long.MAX_VALUE))))
                .isEqualTo(Refused.Reason.NOT_FOUND);
        assertThat(reason(byKey("d"))).isEqualTo(Refused.Reason.NOT_FOUND);
    }

    @Test
    void theStoreTimeHasToLieInTheRange() {
        long before = store.clock().millis();
        store.deliver("topic", 0, "early", PropertyKeys.KEYS, "k");
        store.advance(Duration.ofSeconds(10));
        store.deliver("topic", 0, "late", PropertyKeys.KEYS, "k");

        assertThat(bodies(find(new KeyQuery("topic", "k", false, 10, before, before))))
                .containsExactly("early");
        assertThat(bodies(find(new KeyQuery("topic", "k", false, 10, before + 1, before + 10_000))))
                .containsExactly("late");
    }

    @Test
    void anAnswerHoldsAtMostSoManyMessagesAndSoManyBytes() {
        for (int i = 0; i < 100; i++) {
            store.deliver("topic", 0, "message " + i, PropertyKeys.KEYS, "k");
        }
        store.deliver("topic", 0, "x".repeat(70_000), PropertyKeys.KEYS, "large");
        store.deliver("topic", 0, "y".repeat(70_000), PropertyKeys.KEYS, "large");

        assertThat(bodies(find(new KeyQuery("topic", "k", false, 1000, 0, Long.MAX_VALUE))))
                .hasSize(64);
        assertThat(bodies(find(new KeyQuery("topic", "k", false, 3, 0, Long.MAX_VALUE))))
                .hasSize(3);
        assertThat(bodies(find(new KeyQuery("topic", "k", false, -1, 0, Long.MAX_VALUE))))
                .hasSize(1);
        assertThat(bodies(byKey("large"))).hasSize(1);
    }

    @Test
    void anAnswerSaysHowFarTheIndexIs() {
        store.deliver("topic", 0, "one", PropertyKeys.KEYS, "a");
        store.advance(Duration.ofSeconds(1));
        long last = store.deliver("topic", 0, "two", PropertyKeys.KEYS, "b").physicalOffset();

        assertThat(byKey("a"))
                .isInstanceOfSatisfying(
                        QueryOutcome.Matches.class,
                        matches -> {
                            assertThat(matches.indexedUntilMillis())
                                    .isEqualTo(store.clock().millis());
                            assertThat(matches.indexedUntilOffset()).isEqualTo(last);
                            matches.messages().close();
                        });
    }

    private QueryOutcome at(String topic, long offset) {
        return finder.messageAt(topic, offset).toCompletableFuture().join();
    }

    private QueryOutcome byKey(String key) {
        return find(new KeyQuery("topic", key, false, 64, 0, Long.MAX_VALUE));
    }

    private QueryOutcome find(KeyQuery query) {
        return finder.messagesByKey(query).toCompletableFuture().join();
    }

    private static List<String> bodies(QueryOutcome outcome) {
        if (outcome instanceof QueryOutcome.Matches matches) {
            try (var lease = matches.messages()) {
                return MessageStore.decode(lease).stream().map(MessageStore::body).toList();
            }
        }
        throw new AssertionError(outcome.toString());
    }

    private static Refused.Reason reason(QueryOutcome outcome) {
        if (outcome instanceof Refused refused) {
            return refused.reason();
        }
        throw new AssertionError(outcome.toString());
    }
}
