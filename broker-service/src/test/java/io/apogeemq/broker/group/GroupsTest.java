package io.apogeemq.broker.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.broker.log.Durability;
import io.apogeemq.broker.testing.MessageStore;
import io.apogeemq.broker.testing.Seeds;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.route.SubscriptionGroupConfig;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GroupsTest {

    private final MessageStore store = new MessageStore();
    private boolean autoCreate = true;
    private final Groups groups = new Groups(store.stateLog(), store.clock(), () -> autoCreate);

    @Test
    void aChangeThatTheDiskDoesNotConfirmIsNotCalledASuccess() {
        store.confirm(false);
        CompletionStage<GroupOutcome> put = groups.put(SubscriptionGroupConfig.of("g"));
        CompletionStage<GroupOutcome.@Nullable Refused> forbidden = groups.forbid("g", "t", false);
        CompletionStage<GroupOutcome.@Nullable Refused> deleted = groups.delete("g");
        assertThat(put).isNotDone();

        store.endWaits(Durability.Reached.FLUSH_TIMEOUT);

        assertThat(put)
                .isCompletedWithValueMatching(
                        outcome ->
                                outcome instanceof GroupOutcome.Refused no
                                        && no.reason() == Reason.SYSTEM_ERROR
                                        && no.detail().startsWith("done, but the disk"));
        assertThat(forbidden)
                .isCompletedWithValueMatching(
                        no -> no != null && no.reason() == Reason.SYSTEM_ERROR);
        assertThat(deleted)
                .isCompletedWithValueMatching(
                        no -> no != null && no.reason() == Reason.SYSTEM_ERROR);
    }

    @Test
    void systemGroupsExistFromTheStart() {
        assertThat(groups.all())
                .containsOnlyKeys(
                        "SELF_TEST_C_GROUP",
                        "CID_ONSAPI_OWNER",
                        "CID_ONSAPI_PERMISSION",
                        "CID_ONSAPI_PULL",
                        "CID_RMQ_SYS_TRANS",
                        "TOOLS_CONSUMER",
                        "CID_ONS-HTTP-PROXY",
                        "FILTERSRV_CONSUMER");
        assertThat(store.stateRecords()).isEmpty();
    }

    @Test
    void aConsumerCreatesItsGroup() {
        assertThat(groups.find("g")).isNull();
        assertThat(groups.findOrCreate("g")).isEqualTo(SubscriptionGroupConfig.of("g"));

        assertThat(groups.find("g")).isNotNull();
        assertThat(replayed().find("g")).isEqualTo(SubscriptionGroupConfig.of("g"));
    }

    @Test
    void withoutAutomaticCreationOnlySystemGroupsAreMade() {
        autoCreate = false;

        assertThat(groups.findOrCreate("g")).isNull();
        assertThat(groups.findOrCreate("CID_RMQ_SYS_MINE")).isNotNull();
    }

    @Test
    void whereThereAreVeryManyGroupsConsumersMakeNoMore() {
        Groups few = new Groups(store.stateLog(), store.clock(), () -> true, 9);
        assertThat(few.findOrCreate("a")).isNotNull();

        assertThat(few.findOrCreate("b")).isNull();
        assertThat(few.findOrCreate("a")).isNotNull();
        assertThat(ready(few.put(SubscriptionGroupConfig.of("b")))).isNotNull();
        assertThat(few.findOrCreate("b")).isNotNull();
    }

    @Test
    void anIllegalNameMakesNoGroup() {
        assertThat(groups.findOrCreate("a b")).isNull();
        assertThat(groups.findOrCreate("")).isNull();
        assertThat(groups.findOrCreate("x".repeat(121))).isNull();
    }

    @Test
    void aGroupThatWasPutIsFoundAlsoAfterARestart() {
        SubscriptionGroupConfig wanted =
                SubscriptionGroupConfig.parse(
                        "{\"groupName\":\"g\",\"consumeEnable\":false,\"retryMaxTimes\":3}");
        assertThat(ready(groups.put(wanted))).isEqualTo(wanted);

        assertThat(groups.find("g")).isEqualTo(wanted);
        assertThat(replayed().find("g")).isEqualTo(wanted);
    }

    @Test
    void theRecordsHaveTheirBytes() {
        ready(groups.put(SubscriptionGroupConfig.of("g")));
        groups.forbid("g", "t", false);
        groups.delete("g");

        String time = HexFormat.of().toHexDigits(store.clock().millis());
        assertThat(store.stateRecords())
                .containsExactly(
                        "0101"
                                + time
                                + "0000000000000002"
                                + text(
                                        "{\"attributes\":{},\"brokerId\":0,"
                                                + "\"consumeBroadcastEnable\":true,"
                                                + "\"consumeEnable\":true,\"consumeFromMinEnable\":true,"
                                                + "\"consumeMessageOrderly\":false,"
                                                + "\"consumeTimeoutMinute\":15,\"groupName\":\"g\","
                                                + "\"groupRetryPolicy\":{\"type\":\"CUSTOMIZED\"},"
                                                + "\"groupSysFlag\":0,"
                                                + "\"notifyConsumerIdsChangedEnable\":true,"
                                                + "\"retryMaxTimes\":16,\"retryQueueNums\":1,"
                                                + "\"whichBrokerWhenConsumeSlowly\":1}"),
                        "0103" + time + "0000000000000003" + text("g") + text("t") + "00000001",
                        "0102" + time + "0000000000000004" + text("g"));
    }

    @Test
    void attributesAreChangedByTheirSigns() {
        ready(groups.put(withAttributes("g", Map.of("+priority.factor", "50"))));
        assertThat(groups.find("g"))
                .isEqualTo(withAttributes("g", Map.of("priority.factor", "50")));

        ready(groups.put(withAttributes("g", Map.of("-priority.factor", ""))));
        assertThat(groups.find("g")).isEqualTo(SubscriptionGroupConfig.of("g"));
        assertThat(refused(groups.put(withAttributes("g", Map.of("+priority.factor", "101")))))
                .isEqualTo(Reason.SYSTEM_ERROR);
        assertThat(refused(groups.put(withAttributes("g", Map.of("priority.factor", "1")))))
                .isEqualTo(Reason.SYSTEM_ERROR);
    }

    @Test
    void illegalWishesAreRefused() {
        assertThat(refused(groups.put(SubscriptionGroupConfig.of("a b"))))
                .isEqualTo(Reason.INVALID_PARAMETER);
        assertThat(refused(groups.put(SubscriptionGroupConfig.of("x".repeat(121)))))
                .isEqualTo(Reason.INVALID_PARAMETER);
        assertThat(
                        refused(
                                groups.put(
                                        withAttributes(
                                                "g",
                                                Map.of("+lite.sub.wildcard", "x".repeat(70_000))))))
                .isEqualTo(Reason.INVALID_PARAMETER);
        assertThat(
                        refused(
                                groups.putAll(
                                        List.of(
                                                SubscriptionGroupConfig.of("fine"),
                                                SubscriptionGroupConfig.of(" ")))))
                .isEqualTo(Reason.INVALID_PARAMETER);
        assertThat(groups.find("fine")).isNull();
        assertThat(store.stateRecords()).isEmpty();
    }

    @Test
    void aDeletedGroupIsGoneWithWhatItWasForbidden() {
        groups.findOrCreate("g");
        groups.forbid("g", "t", false);
        assertThat(groups.delete("g").toCompletableFuture().join()).isNull();
        assertThat(groups.delete("g").toCompletableFuture().join()).isNull();

        for (Groups each : List.of(groups, replayed())) {
            assertThat(each.find("g")).isNull();
            assertThat(each.isReadForbidden("g", "t")).isFalse();
        }
    }

    @Test
    void aGroupIsKeptFromATopicUntilItIsAllowedAgain() {
        assertThat(groups.forbid("g", "t", false).toCompletableFuture().join()).isNull();
        assertThat(groups.isReadForbidden("g", "t")).isTrue();
        assertThat(groups.isReadForbidden("g", "u")).isFalse();
        assertThat(replayed().isReadForbidden("g", "t")).isTrue();
        assertThat(groups.forbidden()).isEqualTo(Map.of("g", Map.of("t", 1)));

        groups.forbid("g", "t", true);
        assertThat(groups.isReadForbidden("g", "t")).isFalse();
        assertThat(replayed().forbidden()).isEmpty();
    }

    @Test
    void aRefusedAppendChangesNothing() {
        store.refuseAppends();

        assertThat(groups.findOrCreate("g")).isNull();
        assertThat(refused(groups.put(SubscriptionGroupConfig.of("g"))))
                .isEqualTo(Reason.SERVICE_NOT_AVAILABLE);
        assertThat(groups.forbid("g", "t", false).toCompletableFuture().join()).isNotNull();
        assertThat(groups.delete("TOOLS_CONSUMER").toCompletableFuture().join()).isNotNull();
        assertThat(groups.find("g")).isNull();
        assertThat(groups.isReadForbidden("g", "t")).isFalse();
        assertThat(groups.find("TOOLS_CONSUMER")).isNotNull();
    }

    @Test
    void replayingTheLogGivesTheTableOfTheLiveBroker() {
        Seeds.forEach(
                40,
                random -> {
                    try (MessageStore fresh = new MessageStore()) {
                        Groups live = new Groups(fresh.stateLog(), fresh.clock(), () -> true);
                        for (int i = 0; i < 200; i++) {
                            change(live, random);
                        }
                        MessageStore reopened = fresh.afterKill();
                        Groups replayed =
                                new Groups(reopened.stateLog(), reopened.clock(), () -> true);
                        for (int i = 0; i < 2; i++) {
                            reopened.replay(replayed);
                            assertThat(replayed.all()).isEqualTo(live.all());
                            assertThat(replayed.forbidden()).isEqualTo(live.forbidden());
                            assertThat(replayed.version()).isEqualTo(live.version());
                        }
                    }
                });
    }

    private static void change(Groups groups, Random random) {
        String group = "g" + random.nextInt(4);
        switch (random.nextInt(5)) {
            case 0 -> groups.delete(group);
            case 1 -> groups.findOrCreate(group);
            case 2 -> groups.forbid(group, "t" + random.nextInt(3), random.nextBoolean());
            default ->
                    groups.put(
                            withAttributes(
                                    group, Map.of("+priority.factor", "" + random.nextInt(101))));
        }
    }

    private static SubscriptionGroupConfig withAttributes(
            String group, Map<String, String> attributes) {
        return SubscriptionGroupConfig.of(group).withAttributes(attributes);
    }

    private Groups replayed() {
        MessageStore reopened = store.afterKill();
        Groups replayed = new Groups(reopened.stateLog(), reopened.clock(), () -> true);
        reopened.replay(replayed);
        return replayed;
    }

    private static SubscriptionGroupConfig ready(CompletionStage<GroupOutcome> stage) {
        GroupOutcome outcome = stage.toCompletableFuture().join();
        assertThat(outcome).isInstanceOf(GroupOutcome.Ready.class);
        return ((GroupOutcome.Ready) outcome).group();
    }

    private static Reason refused(CompletionStage<GroupOutcome> stage) {
        GroupOutcome outcome = stage.toCompletableFuture().join();
        assertThat(outcome).isInstanceOf(GroupOutcome.Refused.class);
        return ((GroupOutcome.Refused) outcome).reason();
    }

    private static String text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return "%04x".formatted(bytes.length) + HexFormat.of().formatHex(bytes);
    }
}
