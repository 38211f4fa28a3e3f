package io.apogeemq.broker.produce;

import static io.apogeemq.broker.produce.ProduceFixture.Send.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.broker.log.Durability;
import io.apogeemq.broker.schedule.DelayedMessages;
import io.apogeemq.broker.testing.MessageStore;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.broker.SendBackOutcome;
import io.apogeemq.common.broker.SendBackRequest;
import io.apogeemq.common.broker.SendOutcome;
import io.apogeemq.common.message.DelayLevels;
import io.apogeemq.common.message.StoredMessage;
import io.apogeemq.common.message.SystemTopics;
import io.apogeemq.common.route.SubscriptionGroupConfig;
import io.apogeemq.common.route.TopicConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SendBackTest {

    private final ProduceFixture room = new ProduceFixture();
    private StoredMessage original = message("not yet");

    @BeforeEach
    void oneMessage() {
        original = message("work");
    }

    @AfterEach
    void close() {
        room.close();
    }

    private StoredMessage message(String body) {
        SendOutcome.Stored stored =
                room.stored(send(body).with("KEYS", "k", "UNIQ_KEY", "U1", "POP_CK", "x"));
        assertThat(stored.queueId()).isZero();
        return room.last("topic", 0);
    }

    @Test
    void whatIsSentBackWaitsForItsRetry() {
        takenBack(original, 0);

        StoredMessage waiting = room.last(SystemTopics.SCHEDULE, 2);
        assertThat(MessageStore.body(waiting)).isEqualTo("work");
        assertThat(waiting.reconsumeTimes()).isEqualTo(1);
        assertThat(waiting.bornHost()).isEqualTo(original.bornHost());
        assertThat(waiting.bornTimestamp()).isEqualTo(original.bornTimestamp());
        assertThat(waiting.flag()).isEqualTo(original.flag());
        assertThat(waiting.properties().asMap())
                .containsEntry("KEYS", "k")
                .containsEntry("UNIQ_KEY", "U1")
                .containsEntry("RETRY_TOPIC", "topic")
                .containsEntry("ORIGIN_MESSAGE_ID", original.offsetMessageId())
                .containsEntry("DELAY", "3")
                .containsEntry("REAL_TOPIC", "%RETRY%g")
                .containsEntry("REAL_QID", "0")
                .doesNotContainKey("POP_CK");
        assertThat(room.topics.find("%RETRY%g")).isEqualTo(TopicConfig.of("%RETRY%g", 1));
    }

    @Test
    void theOriginalStays() {
        takenBack(original, 0);

        assertThat(room.store.bodies("topic", 0)).endsWith("work");
    }

    @Test
    void itComesBackInTheRetryTopicWhenItsDelayIsOver() {
        DelayedMessages delayed =
                new DelayedMessages(
                        room.store.log(),
                        room.store.index(),
                        room.store.stateLog(),
                        DelayLevels.parse(DelayLevels.DEFAULT_TEXT),
                        MessageStore.HOST,
                        () -> {});
        takenBack(original, 0);
        delayed.step(room.store.clock().millis());
        room.store.dispatch();
        assertThat(room.store.bodies("%RETRY%g", 0)).isEmpty();

        room.store.advance(Duration.ofSeconds(10));
        delayed.step(room.store.clock().millis());
        room.store.dispatch();

        assertThat(room.store.bodies("%RETRY%g", 0)).containsExactly("work");
        assertThat(room.last("%RETRY%g", 0).reconsumeTimes()).isEqualTo(1);
    }

    @Test
    void eachTryWaitsALevelLongerUnlessTheConsumerSaysHowLong() {
        StoredMessage again = retried(original, 0, 2);
        again = retried(again, 0, 3);
        assertThat(again.reconsumeTimes()).isEqualTo(2);
        again = retried(again, 7, 6);
        assertThat(again.reconsumeTimes()).isEqualTo(3);
        assertThat(again.properties().get("ORIGIN_MESSAGE_ID"))
                .isEqualTo(original.offsetMessageId());
        assertThat(again.properties().get("RETRY_TOPIC")).isEqualTo("topic");

        retried(again, 99, 17);
    }

    /** Sends back and takes what waits in a queue of the schedule topic for the retry itself. */
    private StoredMessage retried(StoredMessage message, int level, int waitsIn) {
        takenBack(message, level);
        return room.last(SystemTopics.SCHEDULE, waitsIn);
    }

    @Test
    void retriesSpreadOverTheGroupsQueues() {
        room.groups.put(
                SubscriptionGroupConfig.parse("{\"groupName\":\"g\",\"retryQueueNums\":3}"));
        for (int i = 0; i < 60; i++) {
            takenBack(original, 1);
        }

        assertThat(room.store.messages(SystemTopics.SCHEDULE, 0))
                .extracting(message -> message.properties().get("REAL_QID"))
                .contains("0", "1", "2")
                .doesNotContain("3");
        assertThat(room.topics.find("%RETRY%g")).isEqualTo(TopicConfig.of("%RETRY%g", 3));
    }

    @Test
    void afterTheGroupsLastTryItIsADeadLetter() {
        room.groups.put(SubscriptionGroupConfig.parse("{\"groupName\":\"g\",\"retryMaxTimes\":1}"));
        StoredMessage again = retried(original, 0, 2);

        takenBack(again, 0);

        StoredMessage dead = room.last("%DLQ%g", 0);
        assertThat(MessageStore.body(dead)).isEqualTo("work");
        assertThat(dead.reconsumeTimes()).isEqualTo(2);
        assertThat(dead.properties().asMap())
                .containsEntry("DLQ_ORIGIN_TOPIC", "topic")
                .containsEntry("DLQ_ORIGIN_MESSAGE_ID", original.offsetMessageId())
                .containsEntry("KEYS", "k")
                .doesNotContainKeys("DELAY", "REAL_TOPIC", "REAL_QID");
        assertThat(room.topics.find("%DLQ%g")).isEqualTo(TopicConfig.of("%DLQ%g", 1));
    }

    @Test
    void aConsumerMayGiveUpAtOnce() {
        takenBack(original, -1);

        assertThat(room.store.bodies("%DLQ%g", 0)).containsExactly("work");
        assertThat(room.store.messages(SystemTopics.SCHEDULE, 2)).isEmpty();
    }

    @Test
    void newerConsumersStateTheirOwnLimitOfTries() {
        assertThat(outcome(new SendBackRequest("g", at(original), 0, "topic", 0, 121)))
                .isInstanceOf(SendBackOutcome.TakenBack.class);
        assertThat(room.store.bodies("%DLQ%g", 0)).hasSize(1);

        assertThat(outcome(new SendBackRequest("g", at(original), 0, "topic", 0, 120)))
                .isInstanceOf(SendBackOutcome.TakenBack.class);
        assertThat(room.store.bodies("%DLQ%g", 0)).hasSize(1);
    }

    @Test
    void aGroupThatWantsNoRetriesLosesWhatItCannotHandle() {
        room.groups.put(
                SubscriptionGroupConfig.parse("{\"groupName\":\"g\",\"retryQueueNums\":0}"));
        long end = room.store.log().end();

        takenBack(original, 0);

        assertThat(room.store.log().end()).isEqualTo(end);
    }

    @Test
    void whereNoMessageBeginsNothingIsTakenBack() {
        for (long offset : new long[] {-1, at(original) + 1, room.store.log().end(), 1L << 50}) {
            assertThat(reason(new SendBackRequest("g", offset, 0, "topic", -1, 515)))
                    .as("offset %d", offset)
                    .isEqualTo(Reason.NOT_FOUND);
            assertThat(reason(new SendBackRequest("g", offset, -1, "topic", -1, 515)))
                    .as("offset %d", offset)
                    .isEqualTo(Reason.NOT_FOUND);
        }
    }

    @Test
    void theBrokersOwnRecordsAreNobodysMessages() {
        // The first record of the log is the fixture's topic.
        assertThat(reason(new SendBackRequest("g", 0, 0, "topic", -1, 515)))
                .isEqualTo(Reason.NOT_FOUND);
        assertThat(reason(new SendBackRequest("g", 0, -1, "topic", -1, 515)))
                .isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void whoMayNotIsRefusedAndNothingIsWritten() {
        room.createsGroups = false;
        assertThat(reason(request(original, 0))).isEqualTo(Reason.GROUP_NOT_EXIST);
        assertThat(room.topics.find("%RETRY%g")).isNull();

        room.createsGroups = true;
        room.rules = new SendRules(1024, false, 10);
        assertThat(reason(request(original, 0))).isEqualTo(Reason.NO_PERMISSION);

        room.rules = SendRules.DEFAULT;
        room.topics.ensure("%RETRY%g", 1, 4, false);
        assertThat(reason(request(original, 0))).isEqualTo(Reason.NO_PERMISSION);
        assertThat(room.store.messages(SystemTopics.SCHEDULE, 2)).isEmpty();
    }

    @Test
    void theAnswerWaitsForWhatAMessageIsPromised() {
        List<Long> awaited = new ArrayList<>();
        CompletableFuture<Durability.Reached> kept = new CompletableFuture<>();
        room.durability =
                endOffset -> {
                    awaited.add(endOffset);
                    return kept;
                };

        CompletableFuture<SendBackOutcome> outcome =
                room.sendBack.sendBack(request(original, 0)).toCompletableFuture();

        assertThat(outcome).isNotDone();
        assertThat(awaited).containsExactly(room.store.log().end());
        kept.complete(Durability.Reached.ACHIEVED);
        assertThat(outcome).isCompletedWithValue(new SendBackOutcome.TakenBack());
    }

    @Test
    void aLogThatTakesNothingIsServiceNotAvailable() {
        takenBack(original, 0);
        SendBackRequest again = request(original, 0);
        room.store.disk().freeBytes(0);

        fillTheSegment();

        assertThat(reason(again)).isEqualTo(Reason.SERVICE_NOT_AVAILABLE);
    }

    private void fillTheSegment() {
        SendOutcome outcome;
        do {
            outcome = room.sending(send("x".repeat(60_000))).toCompletableFuture().join();
        } while (outcome instanceof SendOutcome.Stored);
        do {
            outcome = room.sending(send("x")).toCompletableFuture().join();
        } while (outcome instanceof SendOutcome.Stored);
    }

    private void takenBack(StoredMessage message, int level) {
        assertThat(outcome(request(message, level))).isInstanceOf(SendBackOutcome.TakenBack.class);
    }

    private static SendBackRequest request(StoredMessage message, int level) {
        return new SendBackRequest("g", at(message), level, "topic", -1, 515);
    }

    private static long at(StoredMessage message) {
        return message.physicalOffset();
    }

    private SendBackOutcome outcome(SendBackRequest request) {
        SendBackOutcome outcome = room.sendBack.sendBack(request).toCompletableFuture().join();
        room.store.dispatch();
        return outcome;
    }

    private Reason reason(SendBackRequest request) {
        SendBackOutcome outcome = outcome(request);
        if (outcome instanceof Refused refused) {
            return refused.reason();
        }
        throw new AssertionError(outcome.toString());
    }
}
