package io.apogeemq.broker.schedule;

import static io.apogeemq.broker.testing.MessageStore.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.broker.state.StateQueue;
import io.apogeemq.broker.state.ValueWriter;
import io.apogeemq.broker.testing.MessageStore;
import io.apogeemq.common.message.DelayLevels;
import io.apogeemq.common.message.PropertyKeys;
import io.apogeemq.common.message.RecordDraft;
import io.apogeemq.common.message.RecordLayout;
import io.apogeemq.common.message.StoredMessage;
import io.apogeemq.common.message.SystemTopics;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DelayedMessagesTest {

    private static final DelayLevels LEVELS = DelayLevels.parse("1s 5s 10s");
    private static final InetSocketAddress NEW_HOST =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 20911);

    private final AtomicInteger signals = new AtomicInteger();
    private MessageStore store = new MessageStore();
    private DelayedMessages delayed = open(store);

    @Test
    void aMessageIsDeliveredWhenItsLevelHasPassedAndNotBefore() {
        delay(1, "topic", 2, "hello");
        store.advance(Duration.ofMillis(999));
        assertThat(delayed.step(now())).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1));
        store.dispatch();
        assertThat(store.bodies("topic", 2)).isEmpty();

        store.advance(Duration.ofMillis(1));
        run();

        assertThat(store.bodies("topic", 2)).containsExactly("hello");
    }

    @Test
    void theCopyIsTheMessageUnderItsRealTopicWithANewPlaceAndStoreTime() {
        StoredMessage waiting = delay(2, "topic", 3, "hello");
        store.advance(Duration.ofSeconds(5));

        run();

        StoredMessage copy = store.messages("topic", 3).getFirst();
        assertThat(copy.bornTimestamp()).isEqualTo(waiting.bornTimestamp());
        assertThat(copy.bornHost()).isEqualTo(waiting.bornHost());
        assertThat(copy.storeTimestamp()).isEqualTo(now());
        assertThat(copy.storeHost()).isEqualTo(NEW_HOST);
        assertThat(copy.queueOffset()).isZero();
        assertThat(copy.sysFlag()).isEqualTo(waiting.sysFlag());
        assertThat(copy.reconsumeTimes()).isEqualTo(waiting.reconsumeTimes());
        assertThat(copy.properties().get(PropertyKeys.DELAY)).isEqualTo("2");
        assertThat(copy.properties().get(PropertyKeys.REAL_TOPIC)).isEqualTo("topic");
        assertThat(copy.properties().get(PropertyKeys.REAL_QUEUE_ID)).isEqualTo("3");
        assertThat(copy.properties().get("own")).isEqualTo("kept");
    }

    @Test
    void levelsDoNotWaitForEachOther() {
        delay(3, "topic", 0, "late");
        delay(1, "topic", 0, "early");
        delay(2, "topic", 0, "middle");

        store.advance(Duration.ofSeconds(1));
        run();
        assertThat(store.bodies("topic", 0)).containsExactly("early");
        store.advance(Duration.ofSeconds(9));
        run();

        assertThat(store.bodies("topic", 0)).containsExactlyInAnyOrder("early", "middle", "late");
    }

    @Test
    void whileNothingWaitsItSleepsAndAnArrivalWakesIt() {
        assertThat(delayed.step(now())).isEqualTo(DelayedMessages.NEVER);
        store.deliver("topic", 0, "at once");
        assertThat(signals).hasValue(0);

        delay(2, "topic", 0, "later");

        assertThat(signals).hasValue(1);
        assertThat(delayed.step(now())).isEqualTo(TimeUnit.SECONDS.toNanos(1));
        delay(2, "topic", 0, "later still");
        assertThat(signals).as("one waits already, and longer").hasValue(1);
    }

    @Test
    void manyDueMessagesAreAllDeliveredInOrder() {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            sent.add("message " + i);
            delay(1, "topic", 0, "message " + i);
        }
        store.advance(Duration.ofSeconds(1));

        run();

        assertThat(store.bodies("topic", 0)).isEqualTo(sent);
    }

    @Test
    void progressIsRecordedWithACopyAndThenAtMostOnceASecond() {
        for (int i = 0; i < 10; i++) {
            delay(1, "topic", 0, "message " + i);
        }
        store.advance(Duration.ofSeconds(1));
        run();
        assertThat(store.stateRecords()).hasSize(1);
        assertThat(delayed.step(now()))
                .as("what the first record did not cover")
                .isEqualTo(TimeUnit.SECONDS.toNanos(1));

        store.advance(Duration.ofMillis(999));
        run();
        assertThat(store.stateRecords()).hasSize(1);
        store.advance(Duration.ofMillis(1));
        run();

        assertThat(store.stateRecords()).hasSize(2);
        store.advance(Duration.ofHours(1));
        run();
        assertThat(store.stateRecords()).as("nothing new").hasSize(2);
    }

    @Test
    void afterACleanStopNothingIsDeliveredTwice() {
        delay(1, "topic", 0, "first");
        delay(1, "topic", 0, "second");
        delay(1, "topic", 0, "third");
        store.advance(Duration.ofSeconds(1));
        run();
        delayed.flush();

        reopen();
        run();

        assertThat(store.bodies("topic", 0)).containsExactly("first", "second", "third");
    }

    @Test
    void afterAKillAtMostTheLastSecondIsRepeatedAndNothingIsLost() {
        delay(1, "topic", 0, "first");
        store.advance(Duration.ofSeconds(1));
        run();
        delay(1, "topic", 0, "second");
        delay(2, "topic", 0, "pending");
        store.advance(Duration.ofMillis(999));
        run();
        store.advance(Duration.ofMillis(1));
        run();

        reopen();
        run();
        store.advance(Duration.ofSeconds(5));
        run();

        assertThat(store.bodies("topic", 0))
                .startsWith("first", "second")
                .contains("pending")
                .filteredOn("first"::equals)
                .hasSize(1);
    }

    @Test
    void aMessageThatDoesNotSayWhereItBelongsDoesNotStopTheOthers() {
        store.store(SystemTopics.SCHEDULE, 0, "no topic", PropertyKeys.REAL_QUEUE_ID, "0");
        store.store(SystemTopics.SCHEDULE, 0, "no queue", PropertyKeys.REAL_TOPIC, "topic");
        store.store(
                SystemTopics.SCHEDULE,
                0,
                "nonsense",
                PropertyKeys.REAL_TOPIC,
                "topic",
                PropertyKeys.REAL_QUEUE_ID,
                "-1");
        delay(1, "topic", 0, "good");
        store.advance(Duration.ofSeconds(1));

        run();

        assertThat(store.bodies("topic", 0)).containsExactly("good");
    }

    @Test
    void whereTheRecordHasNoRoomForAChecksumTheCopyHasNone() {
        String filler = "x".repeat(RecordLayout.MAX_PROPERTIES_BYTES - 40);
        byte[] properties =
                ("REAL_TOPIC\1topic\2REAL_QID\0010\2own\1" + filler + "\2")
                        .getBytes(StandardCharsets.US_ASCII);
        store.store(
                new RecordDraft(false)
                        .topic(SystemTopics.SCHEDULE.getBytes(StandardCharsets.US_ASCII))
                        .queueId(0)
                        .bornHost(MessageStore.HOST)
                        .storeHost(MessageStore.HOST)
                        .body(new byte[] {1})
                        .properties(properties));
        store.dispatch();
        store.advance(Duration.ofSeconds(1));

        run();

        StoredMessage copy = store.messages("topic", 0).getFirst();
        assertThat(copy.properties().get("own")).isEqualTo(filler);
        assertThat(copy.properties().has(PropertyKeys.RECORD_CRC)).isFalse();
    }

    @Test
    void aFullDiskDelaysAMessageAndLosesNone() {
        // So long that its copy needs a new segment.
        delay(1, "topic", 0, "x".repeat(700_000));
        store.advance(Duration.ofSeconds(1));
        store.disk().freeBytes(0);
        assertThat(delayed.step(now())).isPositive().isLessThan(DelayedMessages.NEVER);

        store.disk().freeBytes(Long.MAX_VALUE);
        store.advance(Duration.ofSeconds(10));
        run();

        assertThat(store.bodies("topic", 0)).hasSize(1);
    }

    @Test
    void aClosedLogEndsIt() {
        delay(1, "topic", 0, "hello");
        store.advance(Duration.ofSeconds(1));
        store.log().close();

        assertThat(delayed.step(now())).isEqualTo(DelayedMessages.NEVER);
        assertThat(delayed.step(now())).isEqualTo(DelayedMessages.NEVER);
    }

    @Test
    void aShortStepBackOfTheClockIsWaitedForAndALongOneIsNot() {
        delay(1, "topic", 0, "hello");
        store.clock().advance(Duration.ofSeconds(-5));
        run();
        assertThat(store.bodies("topic", 0)).isEmpty();

        store.clock().advance(Duration.ofHours(-2));
        run();

        assertThat(store.bodies("topic", 0)).containsExactly("hello");
    }

    @Test
    void messagesOfLevelsThatTheTableNoLongerHasComeWithItsLastDelay() {
        store.deliver(
                SystemTopics.SCHEDULE,
                17,
                "old",
                PropertyKeys.REAL_TOPIC,
                "topic",
                PropertyKeys.REAL_QUEUE_ID,
                "0");
        store.advance(Duration.ofSeconds(10));

        run();

        assertThat(store.bodies("topic", 0)).containsExactly("old");
    }

    @Test
    void progressBeyondTheQueueIsCorrected() {
        delay(1, "topic", 0, "first");
        store.advance(Duration.ofSeconds(1));
        run();
        delayed.flush();
        // As after a restart on a log whose end was lost: progress says more than there is.
        MessageStore shorter = new MessageStore();
        DelayedMessages other =
                new DelayedMessages(
                        shorter.log(),
                        shorter.index(),
                        shorter.stateLog(),
                        LEVELS,
                        NEW_HOST,
                        () -> {});
        shorter.stateLog()
                .append(
                        StateQueue.SCHEDULE,
                        DelayedMessages.PROGRESS,
                        new ValueWriter().putInt(1).putLong(99));
        shorter.replay(other);

        other.step(shorter.clock().millis());

        assertThat(other.offsets()).containsEntry(1, 0L);
    }

    @Test
    void randomDelaysRestartsAndKillsDeliverEveryMessageNotBeforeItsTime() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        List<String> sent = new ArrayList<>();
        for (int round = 0; round < 300; round++) {
            switch (random.nextInt(10)) {
                case 0 -> reopen();
                case 1, 2, 3, 4 -> {
                    int level = 1 + random.nextInt(3);
                    long due = now() + LEVELS.delayMillis(level);
                    String text = sent.size() + "@" + due;
                    sent.add(text);
                    delay(level, "topic", random.nextInt(2), text);
                }
                default -> {
                    store.advance(Duration.ofMillis(random.nextInt(1500)));
                    run();
                }
            }
        }
        store.advance(Duration.ofSeconds(10));
        run();

        List<StoredMessage> all = new ArrayList<>(store.messages("topic", 0));
        all.addAll(store.messages("topic", 1));
        assertThat(all).as("seed %d", seed).extracting(MessageStore::body).containsAll(sent);
        assertThat(all)
                .as("seed %d", seed)
                .allSatisfy(
                        message -> {
                            String text = body(message);
                            long due = Long.parseLong(text.substring(text.indexOf('@') + 1));
                            assertThat(message.storeTimestamp()).isGreaterThanOrEqualTo(due);
                        });
    }

    private DelayedMessages open(MessageStore in) {
        DelayedMessages opened =
                new DelayedMessages(
                        in.log(),
                        in.index(),
                        in.stateLog(),
                        LEVELS,
                        NEW_HOST,
                        signals::incrementAndGet);
        in.onArrival(opened);
        in.replay(opened);
        return opened;
    }

    private void reopen() {
        store = store.afterKill();
        delayed = open(store);
    }

    private long now() {
        return store.clock().millis();
    }

    /** Steps as the thread that drives it does, until there is nothing to do now. */
    private void run() {
        do {
            store.dispatch();
        } while (delayed.step(now()) == 0);
        store.dispatch();
    }

    private StoredMessage delay(int level, String topic, int queueId, String text) {
        store.deliver(
                SystemTopics.SCHEDULE,
                level - 1,
                text,
                "own",
                "kept",
                PropertyKeys.DELAY,
                Integer.toString(level),
                PropertyKeys.REAL_TOPIC,
                topic,
                PropertyKeys.REAL_QUEUE_ID,
                Integer.toString(queueId));
        return store.messages(SystemTopics.SCHEDULE, level - 1).getLast();
    }
}
