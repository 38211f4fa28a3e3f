package io.apogeemq.broker.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.broker.log.Durability;
import io.apogeemq.broker.testing.MessageStore;
import io.apogeemq.broker.testing.Seeds;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.message.SystemTopics;
import io.apogeemq.common.route.DataVersion;
import io.apogeemq.common.route.TopicConfig;
import io.apogeemq.common.route.TopicFilterType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TopicsTest {

    private static final SystemTopics SYSTEM = new SystemTopics("DefaultCluster", "broker-a", 18);

    private final MessageStore store = new MessageStore();
    private final Topics topics = topics(store, TopicRules.DEFAULT);

    @Test
    void aChangeThatTheDiskDoesNotConfirmIsNotCalledASuccess() {
        store.confirm(false);
        CompletionStage<TopicOutcome> put = topics.put(TopicConfig.of("t", 4));
        CompletionStage<TopicOutcome.@Nullable Refused> deleted = topics.delete("t");
        assertThat(put).isNotDone();

        store.endWaits(Durability.Reached.FLUSH_TIMEOUT);

        assertThat(put)
                .isCompletedWithValueMatching(
                        outcome ->
                                outcome instanceof TopicOutcome.Refused no
                                        && no.reason() == Reason.SYSTEM_ERROR
                                        && no.detail().startsWith("done, but the disk"));
        assertThat(deleted)
                .isCompletedWithValueMatching(
                        no -> no != null && no.reason() == Reason.SYSTEM_ERROR);
    }

    @Test
    void systemTopicsExistFromTheStart() {
        assertThat(topics.find("TBW102")).isEqualTo(TopicConfig.of("TBW102", 8).withPerm(7));
        assertThat(topics.find("DefaultCluster"))
                .isEqualTo(TopicConfig.of("DefaultCluster", 16).withPerm(7));
        assertThat(topics.find("broker-a")).isEqualTo(TopicConfig.of("broker-a", 1).withPerm(7));
        assertThat(topics.all())
                .containsKeys(
                        "SELF_TEST_TOPIC",
                        "BenchmarkTest",
                        "OFFSET_MOVED_EVENT",
                        "SCHEDULE_TOPIC_XXXX",
                        "DefaultCluster_REPLY_TOPIC",
                        "rmq_sys_REVIVE_LOG_DefaultCluster",
                        "rmq_sys_SYNC_BROKER_MEMBER_broker-a",
                        "RMQ_SYS_TRANS_HALF_TOPIC",
                        "RMQ_SYS_TRANS_OP_HALF_TOPIC",
                        "rmq_sys_wheel_timer")
                .doesNotContainKeys(
                        "RMQ_SYS_TRACE_TOPIC", "TRANS_CHECK_MAX_TIME_TOPIC", SystemTopics.STATE);
        assertThat(store.stateRecords()).isEmpty();
    }

    @Test
    void aTopicThatWasPutIsFoundAlsoAfterARestart() {
        TopicConfig wanted = TopicConfig.of("t", 4).withOrder(true).withTopicSysFlag(1);
        assertThat(ready(topics.put(wanted, "+message.type=FIFO"))).isEqualTo(topics.find("t"));

        assertThat(topics.find("t"))
                .isEqualTo(wanted.withAttributes(Map.of("message.type", "FIFO")));
        assertThat(replayed().find("t")).isEqualTo(topics.find("t"));
    }

    @Test
    void theRecordsHaveTheirBytes() {
        ready(
                topics.put(
                        TopicConfig.of("t", 4)
                                .withWriteQueueNums(3)
                                .withPerm(6)
                                .withTopicFilterType(TopicFilterType.MULTI_TAG)
                                .withTopicSysFlag(2)
                                .withOrder(true),
                        "+reserve.time=5"));
        topics.delete("t");

        String time = HexFormat.of().toHexDigits(store.clock().millis());
        assertThat(store.stateRecords())
                .containsExactly(
                        "0101"
                                + time
                                + "0000000000000002"
                                + text("t")
                                + "00000004"
                                + "00000003"
                                + "00000006"
                                + text("MULTI_TAG")
                                + "00000002"
                                + "01"
                                + "00000001"
                                + text("reserve.time")
                                + text("5"),
                        "0102" + time + "0000000000000003" + text("t"));
    }

    @Test
    void anUnchangedTopicWritesNothingAndKeepsTheVersion() {
        ready(topics.put(TopicConfig.of("t", 4)));
        DataVersion version = topics.version();
        ready(topics.put(TopicConfig.of("t", 4)));

        assertThat(topics.version()).isEqualTo(version);
        assertThat(store.stateRecords()).hasSize(1);
    }

    @Test
    void aPutWaitsForDurabilityAndIsSeenBefore() {
        store.confirm(false);
        CompletableFuture<TopicOutcome> stage =
                topics.put(TopicConfig.of("t", 4)).toCompletableFuture();

        assertThat(topics.find("t")).isNotNull();
        assertThat(stage).isNotDone();
        store.confirm(true);
        assertThat(stage).isCompleted();
    }

    @Test
    void illegalWishesAreRefused() {
        assertThat(refused(topics.put(TopicConfig.of("a b", 1))))
                .isEqualTo(Reason.INVALID_PARAMETER);
        assertThat(refused(topics.put(TopicConfig.of("", 1)))).isEqualTo(Reason.INVALID_PARAMETER);
        assertThat(refused(topics.put(TopicConfig.of("x".repeat(128), 1))))
                .isEqualTo(Reason.INVALID_PARAMETER);
        assertThat(refused(topics.put(TopicConfig.of("TBW102", 1))))
                .isEqualTo(Reason.INVALID_PARAMETER);
        assertThat(refused(topics.put(TopicConfig.of("rmq_sys_mine", 1))))
                .isEqualTo(Reason.INVALID_PARAMETER);
        assertThat(refused(topics.put(TopicConfig.of("t", -1))))
                .isEqualTo(Reason.INVALID_PARAMETER);
        assertThat(refused(topics.put(TopicConfig.of("t", Integer.MAX_VALUE))))
                .isEqualTo(Reason.INVALID_PARAMETER);
        assertThat(refused(topics.put(TopicConfig.of("t", 1).withPerm(64))))
                .isEqualTo(Reason.INVALID_PARAMETER);
        assertThat(refused(topics.put(TopicConfig.of("t", 1), "+message.type=MIXED")))
                .isEqualTo(Reason.INVALID_PARAMETER);
        assertThat(topics.find("t")).isNull();
        assertThat(store.stateRecords()).isEmpty();
    }

    @Test
    void aPutKeepsAttributesThatItDoesNotName() {
        ready(topics.put(TopicConfig.of("t", 4), "+message.type=FIFO,+reserve.time=7"));
        ready(topics.put(TopicConfig.of("t", 8), "+message.type=NORMAL,-reserve.time"));
        assertThat(topics.find("t"))
                .isEqualTo(TopicConfig.of("t", 8).withAttributes(Map.of("message.type", "NORMAL")));

        ready(topics.put(TopicConfig.of("t", 9)));
        assertThat(topics.find("t"))
                .isEqualTo(TopicConfig.of("t", 9).withAttributes(Map.of("message.type", "NORMAL")));
    }

    @Test
    void faultyAttributesAreTheGeneralError() {
        ready(topics.put(TopicConfig.of("t", 4), "+queue.type=SimpleCQ"));
        for (String faulty :
                List.of(
                        "message.type=FIFO",
                        "+message.type",
                        "-message.type",
                        "+unknown=1",
                        "+message.type=odd",
                        "+reserve.time=x",
                        "+reserve.time=1,+reserve.time=2",
                        "+reserve.time=1,-reserve.time",
                        "+queue.type=BatchCQ",
                        "-queue.type")) {
            assertThat(refused(topics.put(TopicConfig.of("t", 4), faulty)))
                    .as(faulty)
                    .isEqualTo(Reason.SYSTEM_ERROR);
        }
        assertThat(refused(topics.put(TopicConfig.of("new", 4), "-reserve.time")))
                .isEqualTo(Reason.SYSTEM_ERROR);
        assertThat(store.stateRecords()).hasSize(1);
    }

    @Test
    void aListIsAppliedWithItsUnchangedEntries() {
        ready(topics.put(TopicConfig.of("same", 4)));
        ready(topics.putAll(List.of(TopicConfig.of("same", 4), TopicConfig.of("new", 2))));

        assertThat(topics.find("new")).isNotNull();
    }

    @Test
    void aListWithAFaultAppliesNothing() {
        assertThat(
                        refused(
                                topics.putAll(
                                        List.of(TopicConfig.of("a", 1), TopicConfig.of("b c", 1)))))
                .isEqualTo(Reason.INVALID_PARAMETER);
        assertThat(topics.find("a")).isNull();
    }

    @Test
    void aSendCreatesItsTopicAfterTheTemplate() {
        assertThat(ready(topics.createFromTemplate("t", "TBW102", 4, true)))
                .isEqualTo(TopicConfig.of("t", 4).withTopicSysFlag(1));
        assertThat(ready(topics.createFromTemplate("u", "TBW102", 100, false)))
                .isEqualTo(TopicConfig.of("u", 8));
        assertThat(replayed().find("u")).isEqualTo(TopicConfig.of("u", 8));
    }

    @Test
    void anExistingTopicIsNotCreatedAgain() {
        ready(topics.put(TopicConfig.of("t", 2)));

        assertThat(ready(topics.createFromTemplate("t", "TBW102", 8, true)))
                .isEqualTo(TopicConfig.of("t", 2));
    }

    @Test
    void withoutAUsableTemplateThereIsNoTopic() {
        ready(topics.put(TopicConfig.of("plain", 4)));
        ready(topics.put(TopicConfig.of("empty", 0).withPerm(7)));
        for (String template : List.of("", "missing", "plain", "empty")) {
            assertThat(refused(topics.createFromTemplate("t", template, 4, false)))
                    .as(template)
                    .isEqualTo(Reason.TOPIC_NOT_EXIST);
        }
        assertThat(refused(topics.createFromTemplate("t", "TBW102", 0, false)))
                .isEqualTo(Reason.TOPIC_NOT_EXIST);
        assertThat(refused(topics.createFromTemplate("t", "TBW102", -3, false)))
                .isEqualTo(Reason.TOPIC_NOT_EXIST);
        assertThat(refused(topics.createFromTemplate("rmq_sys_t", "TBW102", 4, false)))
                .isEqualTo(Reason.TOPIC_NOT_EXIST);
    }

    @Test
    void whereThereAreVeryManyTopicsSendsMakeNoMore() {
        int present = topics.all().size();
        topics.use(new TopicRules(true, false, true, false, present + 1));
        ready(topics.createFromTemplate("t", "TBW102", 4, false));

        assertThat(refused(topics.createFromTemplate("u", "TBW102", 4, false)))
                .isEqualTo(Reason.TOPIC_NOT_EXIST);
        assertThat(topics.find("u")).isNull();
        ready(topics.createFromTemplate("t", "TBW102", 4, false));
        ready(topics.put(TopicConfig.of("operators", 4)));
    }

    @Test
    void automaticCreationCanBeSwitchedWhileRunning() {
        topics.use(new TopicRules(false, false, true, false, 1000));
        assertThat(refused(topics.createFromTemplate("t", "TBW102", 4, false)))
                .isEqualTo(Reason.TOPIC_NOT_EXIST);
        assertThat(topics.all().get("TBW102")).isEqualTo(TopicConfig.of("TBW102", 8));

        topics.use(TopicRules.DEFAULT);
        assertThat(ready(topics.createFromTemplate("t", "TBW102", 4, false)).writeQueueNums())
                .isEqualTo(4);
    }

    @Test
    void withoutAutomaticCreationThereIsNoTemplateAtTheStart() {
        assertThat(topics(store, new TopicRules(false, true, false, false, 1000)).all())
                .doesNotContainKeys("TBW102", "rmq_sys_wheel_timer")
                .containsKey("RMQ_SYS_TRACE_TOPIC");
    }

    @Test
    void anEnsuredTopicKeepsWhatItIsButItsOrderFlag() {
        ready(topics.ensure("%RETRY%g", 1));
        assertThat(ready(topics.ensure("%RETRY%g", 5))).isEqualTo(TopicConfig.of("%RETRY%g", 1));
        assertThat(ready(topics.ensure("%RETRY%g", 5, 6, true)))
                .isEqualTo(TopicConfig.of("%RETRY%g", 1).withOrder(true));
        assertThat(replayed().find("%RETRY%g")).isEqualTo(topics.find("%RETRY%g"));
    }

    @Test
    void aDeletedTopicIsGoneForGood() {
        ready(topics.put(TopicConfig.of("t", 2)));
        assertThat(topics.delete("t").toCompletableFuture().join()).isNull();
        assertThat(topics.delete("t").toCompletableFuture().join()).isNull();

        assertThat(topics.find("t")).isNull();
        assertThat(replayed().find("t")).isNull();
    }

    @Test
    void systemTopicsAreNotDeleted() {
        assertThat(topics.delete("TBW102").toCompletableFuture().join())
                .isInstanceOf(TopicOutcome.Refused.class);
        assertThat(topics.delete(" ").toCompletableFuture().join())
                .isInstanceOf(TopicOutcome.Refused.class);
        assertThat(topics.find("TBW102")).isNotNull();
    }

    @Test
    void aRefusedAppendChangesNothing() {
        ready(topics.put(TopicConfig.of("t", 2)));
        DataVersion version = topics.version();
        store.refuseAppends();

        assertThat(refused(topics.put(TopicConfig.of("t", 3))))
                .isEqualTo(Reason.SERVICE_NOT_AVAILABLE);
        assertThat(refused(topics.createFromTemplate("u", "TBW102", 3, false)))
                .isEqualTo(Reason.SERVICE_NOT_AVAILABLE);
        assertThat(topics.delete("t").toCompletableFuture().join()).isNotNull();
        assertThat(topics.find("t")).isEqualTo(TopicConfig.of("t", 2));
        assertThat(topics.find("u")).isNull();
        assertThat(topics.version()).isEqualTo(version);
    }

    @Test
    void listenersHearOfChangesAfterTheyAreApplied() {
        List<String> heard = new ArrayList<>();
        topics.listen(
                new TopicChangeListener() {
                    @Override
                    public void topicsChanged(Set<String> names) {
                        assertThat(topics.all()).containsKeys(names.toArray(new String[0]));
                        heard.add("changed " + new TreeSet<>(names));
                    }

                    @Override
                    public void topicDeleted(String topic, long physicalOffset) {
                        assertThat(topics.find(topic)).isNull();
                        heard.add("deleted " + topic);
                    }
                });
        ready(topics.putAll(List.of(TopicConfig.of("a", 1), TopicConfig.of("b", 1))));
        ready(topics.put(TopicConfig.of("a", 1)));
        ready(topics.createFromTemplate("c", "TBW102", 1, false));
        topics.delete("a");
        topics.delete("a");

        assertThat(heard).containsExactly("changed [a, b]", "changed [c]", "deleted a");
    }

    @Test
    void theVersionNeverComesBackNorCountsAgain() {
        DataVersion before = topics.version();
        ready(topics.put(TopicConfig.of("t", 2)));
        DataVersion after = topics.version();
        store.clock().advance(Duration.ofSeconds(1));

        assertThat(after.counter()).isGreaterThan(before.counter());
        Topics replayed = replayed();
        assertThat(replayed.version().counter()).isEqualTo(after.counter());
        assertThat(replayed.version()).isNotEqualTo(after);
    }

    @Test
    void theVersionCanBeRenewedWithoutAChange() {
        DataVersion before = topics.version();
        topics.renewVersion();

        assertThat(topics.version().counter()).isEqualTo(before.counter() + 1);
        assertThat(store.stateRecords()).isEmpty();
    }

    @Test
    void replayingTheLogGivesTheTableOfTheLiveBroker() {
        Seeds.forEach(
                40,
                random -> {
                    try (MessageStore fresh = new MessageStore()) {
                        Topics live = topics(fresh, TopicRules.DEFAULT);
                        for (int i = 0; i < 200; i++) {
                            change(live, random);
                        }
                        MessageStore reopened = fresh.afterKill();
                        Topics replayed = topics(reopened, TopicRules.DEFAULT);
                        reopened.replay(replayed);
                        assertThat(replayed.all()).isEqualTo(live.all());
                        reopened.replay(replayed);
                        assertThat(replayed.all()).isEqualTo(live.all());
                    }
                });
    }

    private static void change(Topics topics, Random random) {
        String topic = "t" + random.nextInt(5);
        switch (random.nextInt(5)) {
            case 0 -> topics.delete(topic);
            case 1 -> topics.createFromTemplate(topic, "TBW102", random.nextInt(9), false);
            case 2 -> topics.ensure("%RETRY%" + topic, 1, 6, random.nextBoolean());
            default ->
                    topics.put(
                            TopicConfig.of(topic, random.nextInt(20)).withPerm(random.nextInt(8)),
                            random.nextBoolean()
                                    ? "+reserve.time=" + random.nextInt(9)
                                    : "-reserve.time");
        }
    }

    private static Topics topics(MessageStore store, TopicRules rules) {
        return new Topics(store.stateLog(), store.clock(), SYSTEM, rules);
    }

    private Topics replayed() {
        MessageStore reopened = store.afterKill();
        Topics replayed = topics(reopened, TopicRules.DEFAULT);
        reopened.replay(replayed);
        return replayed;
    }

    private static TopicConfig ready(CompletionStage<TopicOutcome> stage) {
        TopicOutcome outcome = stage.toCompletableFuture().join();
        assertThat(outcome).isInstanceOf(TopicOutcome.Ready.class);
        return ((TopicOutcome.Ready) outcome).topic();
    }

    private static Reason refused(CompletionStage<TopicOutcome> stage) {
        TopicOutcome outcome = stage.toCompletableFuture().join();
        assertThat(outcome).isInstanceOf(TopicOutcome.Refused.class);
        return ((TopicOutcome.Refused) outcome).reason();
    }

    private static String text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return "%04x".formatted(bytes.length) + HexFormat.of().formatHex(bytes);
    }
}
