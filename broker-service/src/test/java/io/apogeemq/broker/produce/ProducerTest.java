package io.apogeemq.broker.produce;

import static io.apogeemq.broker.produce.ProduceFixture.Send.batch;
import static io.apogeemq.broker.produce.ProduceFixture.Send.send;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.apogeemq.broker.log.Durability;
import io.apogeemq.broker.testing.MessageStore;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.broker.SendOutcome;
import io.apogeemq.common.message.BatchBody;
import io.apogeemq.common.message.MessageProperties;
import io.apogeemq.common.message.PropertyKeys;
import io.apogeemq.common.message.StoredMessage;
import io.apogeemq.common.message.SysFlag;
import io.apogeemq.common.message.SystemTopics;
import io.apogeemq.common.route.SubscriptionGroupConfig;
import io.apogeemq.common.route.TopicConfig;
import io.apogeemq.common.route.TopicFilterType;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ProducerTest {

    private final ProduceFixture room = new ProduceFixture();

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void aMessageIsStoredAsItWasSentWithWhatTheBrokerAdds() {
        SendOutcome.Stored stored =
                room.stored(send("hello").queue(3).with("KEYS", "k", "UNIQ_KEY", "U1", "own", "x"));

        StoredMessage message = room.last("topic", 3);
        assertThat(MessageStore.body(message)).isEqualTo("hello");
        assertThat(message.flag()).isEqualTo(-7);
        assertThat(message.bornTimestamp()).isEqualTo(1_700_000_000_000L);
        assertThat(message.bornHost()).isEqualTo(ProduceFixture.CLIENT);
        assertThat(message.storeHost()).isEqualTo(MessageStore.HOST);
        assertThat(message.storeTimestamp()).isEqualTo(room.store.clock().millis());
        assertThat(message.properties().remove(PropertyKeys.RECORD_CRC).asMap())
                .containsExactly(
                        entry("KEYS", "k"),
                        entry("UNIQ_KEY", "U1"),
                        entry("own", "x"),
                        entry("MSG_REGION", "DefaultRegion"),
                        entry("TRACE_ON", "true"),
                        entry("CLUSTER", "c"));
        assertThat(stored)
                .isEqualTo(
                        new SendOutcome.Stored(
                                message.offsetMessageId(),
                                3,
                                0,
                                "U1",
                                SendOutcome.Durability.ACHIEVED));
    }

    @Test
    void aMessageWithoutAUniqueKeyGetsOne() {
        SendOutcome.Stored first = room.stored(send("a"));
        SendOutcome.Stored second = room.stored(send("b").with("KEYS", "k"));

        assertThat(room.store.messages("topic", 0))
                .extracting(StoredMessage::uniqueKey)
                .containsExactly(first.transactionId(), second.transactionId())
                .doesNotHaveDuplicates()
                .allMatch(key -> key.length() == 32);
    }

    @Test
    void queueOffsetsCountUpQueueByQueue() {
        assertThat(room.stored(send("a").queue(1)).queueOffset()).isZero();
        assertThat(room.stored(send("b").queue(1)).queueOffset()).isEqualTo(1);
        assertThat(room.stored(send("c").queue(2)).queueOffset()).isZero();
        assertThat(room.store.bodies("topic", 1)).containsExactly("a", "b");
    }

    @Test
    void withoutAQueueTheBrokerChoosesOneThatIsWritten() {
        room.topics.put(TopicConfig.of("narrow", 8).withWriteQueueNums(2));
        for (int i = 0; i < 50; i++) {
            assertThat(room.stored(send("m").to("narrow").queue(-1)).queueId()).isBetween(0, 1);
        }
    }

    @Test
    void aTopicIsMadeAfterItsTemplateWhereThereIsOne() {
        assertThat(room.stored(send("a").to("new")).queueOffset()).isZero();
        assertThat(room.topics.find("new")).isEqualTo(TopicConfig.of("new", 4));
        assertThat(room.store.bodies("new", 0)).containsExactly("a");

        assertThat(room.refused(send("a").to("other").after("")).reason())
                .isEqualTo(Reason.TOPIC_NOT_EXIST);
        assertThat(room.refused(send("a").to("ill.egal")).reason())
                .isEqualTo(Reason.INVALID_PARAMETER);
        assertThat(room.topics.find("other")).isNull();
    }

    @Test
    void aConnectionMakesOnlySoManyTopicsAndOthersMayGoOn() {
        room.rules = new SendRules(1024, true, 3);
        for (int i = 0; i < 3; i++) {
            room.stored(send("a").to("new" + i));
            room.stored(send("again").to("new" + i));
        }

        Refused tooMany = room.refused(send("a").to("new3"));

        assertThat(tooMany.reason()).isEqualTo(Reason.TOPIC_NOT_EXIST);
        assertThat(tooMany.detail()).contains("3 topics").contains("mqadmin updateTopic");
        assertThat(room.topics.find("new3")).isNull();
        assertThat(room.refused(send("a").to("%RETRY%g")).reason())
                .isEqualTo(Reason.TOPIC_NOT_EXIST);
        room.stored(send("a").to("new2"));
        room.stored(
                send("a")
                        .to("new3")
                        .from(new InetSocketAddress(ProduceFixture.CLIENT.getAddress(), 40_002)));
    }

    @Test
    void aTopicThatCouldNotBeMadeDoesNotCount() {
        room.rules = new SendRules(1024, true, 1);
        room.refused(send("a").to("other").after(""));

        room.stored(send("a").to("new"));
    }

    @Test
    void aBrokerOrTopicThatIsClosedForWritesTakesNothing() {
        room.topics.put(TopicConfig.of("closed", 4).withPerm(4));
        room.topics.put(TopicConfig.of("ordered", 4).withOrder(true));
        assertThat(reason(send("a").to("closed"))).isEqualTo(Reason.NO_PERMISSION);

        room.rules = new SendRules(1024, false, 10);
        assertThat(reason(send("a").to("ordered"))).isEqualTo(Reason.NO_PERMISSION);
        assertThat(reason(send("a").to("new"))).isEqualTo(Reason.NO_PERMISSION);
        assertThat(room.topics.find("new")).isNull();
        // The others take it, as ever: clients are told by the topic's permission in the route.
        room.stored(send("a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SystemTopics.STATE,
                SystemTopics.SCHEDULE,
                "RMQ_SYS_TRANS_HALF_TOPIC",
                "rmq_sys_REVIVE_LOG_other"
            })
    void theBrokersOwnTopicsAreNotSentTo(String topic) {
        assertThat(reason(send("a").to(topic))).isEqualTo(Reason.NO_PERMISSION);
    }

    @Test
    void aQueueThatTheTopicDoesNotHaveIsRefusedWithTheRange() {
        Refused refused = room.refused(send("a").queue(4));

        assertThat(refused.reason()).isEqualTo(Reason.INVALID_PARAMETER);
        assertThat(refused.detail()).contains("queueId: 4").contains("0..3");
    }

    @Test
    void aTopicWithoutAQueueToWriteToTakesNoMessageThatLeavesTheChoice() {
        room.topics.put(TopicConfig.of("drained", 4).withWriteQueueNums(0));

        assertThat(reason(send("a").to("drained").queue(-1))).isEqualTo(Reason.NO_PERMISSION);
    }

    @Test
    void aBodyIsNeitherEmptyNorLongerThanTheBrokerTakes() {
        room.rules = new SendRules(10, true, 10);
        room.stored(send("x".repeat(10)));

        assertThat(reason(send("x".repeat(11)))).isEqualTo(Reason.MESSAGE_ILLEGAL);
        assertThat(reason(send(""))).isEqualTo(Reason.MESSAGE_ILLEGAL);
    }

    @Test
    void propertiesThatFitNoRecordAreRefused() {
        assertThat(reason(send("a").with("k", "v".repeat(32_760))))
                .isEqualTo(Reason.MESSAGE_ILLEGAL);
        room.stored(send("a").with("k", "v".repeat(32_000)));
    }

    @Test
    void whatThisVersionCannotDoIsRefusedAndNotStoredAsSomethingElse() {
        assertThat(reason(send("a").with("TRAN_MSG", "true"))).isEqualTo(Reason.MESSAGE_ILLEGAL);
        assertThat(reason(send("a").with("__LITE_TOPIC", "l"))).isEqualTo(Reason.MESSAGE_ILLEGAL);
        for (String due : List.of("TIMER_DELIVER_MS", "TIMER_DELAY_SEC", "TIMER_DELAY_MS")) {
            assertThat(reason(send("a").with(due, "1"))).as(due).isEqualTo(Reason.MESSAGE_ILLEGAL);
        }
        assertThat(room.store.bodies("topic", 0)).isEmpty();
        room.stored(send("a").with("TRAN_MSG", "false"));
    }

    @Test
    void propertiesThatOnlyABrokerMaySetAreTakenAway() {
        room.stored(send("a").encoded("POP_CK\1forged\2a\1b\2__CRC32#\1zzzzzzzzzz\2c\1d"));

        MessageProperties properties = room.last("topic", 0).properties();
        assertThat(properties.get("POP_CK")).isNull();
        assertThat(properties.get("a")).isEqualTo("b");
        assertThat(properties.get("c")).isEqualTo("d");
        assertThat(properties.get("__CRC32#")).isNotEqualTo("zzzzzzzzzz");
    }

    @Test
    void flagsThatAreTheBrokersAreMaskedAndTheTopicsIsSet() {
        room.topics.put(TopicConfig.of("tags", 1).withTopicFilterType(TopicFilterType.MULTI_TAG));
        int all = 0xFFFF;

        room.stored(send("a").sysFlag(all));
        room.stored(send("a").to("tags"));

        assertThat(room.last("topic", 0).sysFlag())
                .isEqualTo(all & ~SysFlag.BROKER_OWNED & ~SysFlag.TRANSACTION_MASK);
        assertThat(room.last("tags", 0).sysFlag()).isEqualTo(SysFlag.MULTI_TAGS);
    }

    @Test
    void aDelayedMessageWaitsInTheScheduleTopicAndSaysWhereItBelongs() {
        SendOutcome.Stored stored = room.stored(send("later").queue(2).with("DELAY", "3"));

        assertThat(stored.queueId()).isEqualTo(2);
        assertThat(room.store.bodies("topic", 2)).isEmpty();
        StoredMessage waiting = room.last(SystemTopics.SCHEDULE, 2);
        assertThat(waiting.offsetMessageId()).isEqualTo(stored.messageId());
        assertThat(waiting.properties().asMap())
                .containsEntry("DELAY", "3")
                .containsEntry("REAL_TOPIC", "topic")
                .containsEntry("REAL_QID", "2");
    }

    @Test
    void aDelayBeyondTheHighestLevelIsTheHighest() {
        room.stored(send("later").with("DELAY", "99"));

        assertThat(room.last(SystemTopics.SCHEDULE, 17).properties().get("DELAY")).isEqualTo("18");
    }

    @Test
    void theAnswerWaitsForWhatIsPromisedUnlessTheMessageSaysOtherwise() {
        room.store.confirm(false);

        CompletableFuture<SendOutcome> waiting = room.sending(send("a")).toCompletableFuture();

        assertThat(waiting).isNotDone();
        assertThat(room.sending(send("b").with("WAIT", "false"))).isCompleted();
        room.store.confirm(true);
        assertThat(waiting).isDone();
    }

    @ParameterizedTest
    @EnumSource(Durability.Reached.class)
    void howFarThePromiseWasKeptIsTold(Durability.Reached reached) {
        room.durability = endOffset -> CompletableFuture.completedStage(reached);

        assertThat(room.stored(send("a")).durability().name()).isEqualTo(reached.name());
    }

    @Test
    void theReceiptWaitsForTheEndOfItsOwnRecord() {
        List<Long> awaited = new ArrayList<>();
        room.durability =
                endOffset -> {
                    awaited.add(endOffset);
                    return CompletableFuture.completedStage(Durability.Reached.ACHIEVED);
                };

        room.stored(send("a"));
        assertThat(awaited).containsExactly(room.store.log().end());
        room.stored(batchOf("b", "c"));

        assertThat(awaited).hasSize(2).endsWith(room.store.log().end());
    }

    @Test
    void aLogThatTakesNothingIsServiceNotAvailable() {
        room.store.refuseAppends();

        assertThat(room.sending(send("a")).toCompletableFuture().join())
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.reason())
                                        .isEqualTo(Reason.SERVICE_NOT_AVAILABLE));
    }

    @Test
    void theMessagesOfABatchLieSideBySideAsTheyWereSent() {
        room.stored(send("before"));

        SendOutcome.Stored stored = room.stored(batchOf("a", "b", "c"));

        List<StoredMessage> messages = room.store.messages("topic", 0);
        assertThat(messages)
                .extracting(MessageStore::body)
                .containsExactly("before", "a", "b", "c");
        assertThat(stored.queueOffset()).isEqualTo(1);
        assertThat(stored.transactionId()).isNull();
        assertThat(stored.messageId())
                .isEqualTo(
                        String.join(
                                ",",
                                messages.subList(1, 4).stream()
                                        .map(StoredMessage::offsetMessageId)
                                        .toList()));
        assertThat(messages.get(2).flag()).isEqualTo(1);
        assertThat(messages.get(2).properties().remove(PropertyKeys.RECORD_CRC).asMap())
                .as("nothing is added")
                .containsExactly(entry("KEYS", "b"));
    }

    @Test
    void aBatchWithAFlawStoresNothing() {
        byte[] whole = BatchBody.encode(List.of(item(0, "a"), item(1, "b")));
        byte[] cut = Arrays.copyOf(whole, whole.length - 1);

        assertThat(reason(batch(cut))).isEqualTo(Reason.MESSAGE_ILLEGAL);
        assertThat(reason(batch(new byte[] {1, 2, 3}))).isEqualTo(Reason.MESSAGE_ILLEGAL);
        assertThat(reason(batch(new byte[0]))).isEqualTo(Reason.MESSAGE_ILLEGAL);
        assertThat(room.store.bodies("topic", 0)).isEmpty();
    }

    @Test
    void aBatchIsOfOrdinaryTopicsOnly() {
        assertThat(reason(batchOf("a").to("%RETRY%g"))).isEqualTo(Reason.MESSAGE_ILLEGAL);
        assertThat(room.topics.find("%RETRY%g")).isNull();
        String dead = "%DLQ%" + "g".repeat(130);
        room.topics.ensure(dead, 1);
        assertThat(reason(batchOf("a").to(dead))).isEqualTo(Reason.MESSAGE_ILLEGAL);
    }

    @Test
    void aRetryGoesToTheGroupsTopicWhichIsMadeWithTheGroup() {
        room.stored(send("again").to("%RETRY%g").tried(1, 16));

        assertThat(room.groups.find("g")).isNotNull();
        assertThat(room.topics.find("%RETRY%g")).isEqualTo(TopicConfig.of("%RETRY%g", 1));
        assertThat(room.last("%RETRY%g", 0).reconsumeTimes()).isEqualTo(1);
    }

    @Test
    void whereTheGroupMayNotBeThereIsNoRetryTopicEither() {
        room.createsGroups = false;

        assertThat(reason(send("again").to("%RETRY%g"))).isEqualTo(Reason.GROUP_NOT_EXIST);
        assertThat(room.topics.find("%RETRY%g")).isNull();
    }

    @Test
    void afterItsLastTryAMessageIsADeadLetterWithoutDelay() {
        room.groups.put(SubscriptionGroupConfig.parse("{\"groupName\":\"g\",\"retryMaxTimes\":2}"));
        ProduceFixture.Send retry =
                send("again")
                        .to("%RETRY%g")
                        .with(
                                "DELAY",
                                "5",
                                "RETRY_TOPIC",
                                "topic",
                                "ORIGIN_MESSAGE_ID",
                                "7F",
                                "own",
                                "x");

        room.stored(retry.tried(2, -1));
        assertThat(room.store.messages(SystemTopics.SCHEDULE, 4)).hasSize(1);
        SendOutcome.Stored stored = room.stored(retry.tried(3, -1));

        assertThat(stored.queueId()).isZero();
        assertThat(room.store.messages(SystemTopics.SCHEDULE, 4)).hasSize(1);
        StoredMessage dead = room.last("%DLQ%g", 0);
        assertThat(MessageStore.body(dead)).isEqualTo("again");
        assertThat(dead.properties().asMap())
                .containsEntry("own", "x")
                .containsEntry("DLQ_ORIGIN_TOPIC", "topic")
                .containsEntry("DLQ_ORIGIN_MESSAGE_ID", "7F")
                .doesNotContainKeys("DELAY", "REAL_TOPIC");
    }

    @Test
    void newerClientsStateTheirOwnLimitOfTries() {
        room.stored(send("a").to("%RETRY%g").tried(3, 2).version(121));
        room.stored(send("b").to("%RETRY%g").tried(3, 2).version(120));

        assertThat(room.store.bodies("%DLQ%g", 0)).containsExactly("a");
        assertThat(room.store.bodies("%RETRY%g", 0)).containsExactly("b");
    }

    @Test
    void aGroupThatConsumesInOrderHasGivenItsRetriesUp() {
        room.consumingInOrder.add("g");

        room.stored(send("a").to("%RETRY%g"));

        assertThat(room.store.bodies("%DLQ%g", 0)).containsExactly("a");
    }

    @Test
    void aDeadLetterHasToBeAMessageToo() {
        room.consumingInOrder.add("g");

        assertThat(reason(send("").to("%RETRY%g"))).isEqualTo(Reason.MESSAGE_ILLEGAL);
    }

    private static ProduceFixture.Send batchOf(String... bodies) {
        List<BatchBody.Item> items = new ArrayList<>();
        for (int i = 0; i < bodies.length; i++) {
            items.add(item(i, bodies[i]));
        }
        return batch(BatchBody.encode(items));
    }

    private static BatchBody.Item item(int flag, String body) {
        return new BatchBody.Item(
                flag,
                ByteBuffer.wrap(body.getBytes(UTF_8)),
                new MessageProperties().put("KEYS", body));
    }

    private Reason reason(ProduceFixture.Send send) {
        return room.refused(send).reason();
    }
}
