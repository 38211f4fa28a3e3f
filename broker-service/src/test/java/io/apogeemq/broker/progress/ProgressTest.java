package io.apogeemq.broker.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.broker.log.Durability;
import io.apogeemq.broker.testing.MessageStore;
import io.apogeemq.broker.testing.Seeds;
import io.apogeemq.common.broker.AcknowledgedOutcome;
import io.apogeemq.common.broker.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ProgressTest {

    private final MessageStore store = new MessageStore();
    private final Progress progress = new Progress(store.stateLog(), store.clock());

    @Test
    void aChangeThatTheDiskDoesNotConfirmIsNotCalledASuccess() {
        store.confirm(false);
        CompletionStage<AcknowledgedOutcome> reset = progress.reset("g", "t", Map.of(0, 5L));
        CompletionStage<AcknowledgedOutcome> dropped = progress.dropGroup("g");
        assertThat(reset).isNotDone();

        store.endWaits(Durability.Reached.FLUSH_TIMEOUT);

        for (CompletionStage<AcknowledgedOutcome> each : List.of(reset, dropped)) {
            assertThat(each)
                    .isCompletedWithValueMatching(
                            outcome ->
                                    outcome instanceof Refused no
                                            && no.reason() == Refused.Reason.SYSTEM_ERROR
                                            && no.detail().startsWith("done, but the disk"));
        }
    }

    @Test
    void anOffsetIsKnownAtOnceAndRecordedWithTheNextStep() {
        progress.commit("g", "t", 1, 5);

        assertThat(progress.find("g", "t", 1)).isEqualTo(5);
        assertThat(progress.find("g", "t", 2)).isEqualTo(Progress.NONE);
        assertThat(store.stateRecords()).isEmpty();
        assertThat(progress.step()).isTrue();
        assertThat(replayed().find("g", "t", 1)).isEqualTo(5);
    }

    @Test
    void aLowerOffsetIsTakenToo() {
        progress.commit("g", "t", 0, 9);
        progress.commit("g", "t", 0, 3);

        assertThat(progress.find("g", "t", 0)).isEqualTo(3);
    }

    @Test
    void theValuesRecordHasItsBytes() {
        progress.commit("g", "t", 1, 5);
        progress.flush();

        assertThat(store.stateRecords())
                .containsExactly(
                        "0101"
                                + "000167"
                                + "000174"
                                + "00000001"
                                + "00000001"
                                + "0000000000000005"
                                + "ffffffffffffffff");
    }

    @Test
    void theRecordsOfDroppedGroupsAndTopicsHaveTheirBytes() {
        progress.dropGroup("g");
        progress.dropTopic("t");

        assertThat(store.stateRecords()).containsExactly("0102" + "000167", "0103" + "000174");
    }

    @Test
    void aCommitWithoutChangeWritesNothing() {
        progress.commit("g", "t", 0, 5);
        progress.flush();
        progress.commit("g", "t", 0, 5);

        assertThat(progress.flush()).isTrue();
        assertThat(store.stateRecords()).hasSize(1);
    }

    @Test
    void aQueueIsRecordedAtMostOnceASecond() {
        for (int i = 0; i < 10; i++) {
            progress.commit("g", "t", 0, i);
            progress.step();
            store.clock().advance(Duration.ofMillis(200));
        }

        assertThat(store.stateRecords()).hasSize(2);
    }

    @Test
    void aClockThatWasSetBackDoesNotStopTheBookkeeping() {
        progress.commit("g", "t", 0, 1);
        progress.step();
        store.clock().advance(Duration.ofHours(-1));
        progress.commit("g", "t", 0, 2);

        assertThat(progress.step()).isTrue();
        assertThat(replayed().find("g", "t", 0)).isEqualTo(2);
    }

    @Test
    void manyQueuesShareARecord() {
        for (int queue = 0; queue < 1000; queue++) {
            progress.commit("g", "t", queue, queue + 7);
        }
        progress.flush();

        assertThat(store.stateRecords()).hasSize(1);
        assertThat(replayed().offsets("g", "t")).hasSize(1000).containsEntry(999, 1006L);
    }

    @Test
    void aRecordIsClosedBeforeItGetsTooLong() {
        for (int queue = 0; queue < 5000; queue++) {
            progress.commit("g", "t", queue, queue);
        }
        progress.flush();

        List<String> records = store.stateRecords();
        assertThat(records)
                .hasSizeGreaterThan(2)
                .allMatch(body -> body.length() / 2 <= ProgressRecords.MAX_RECORD_BYTES + 2);
        assertThat(replayed().offsets("g", "t")).hasSize(5000);
    }

    @Test
    void commitsAreIgnoredUntilAResetWasHandedOut() {
        progress.commit("g", "t", 0, 50);
        assertThat(done(progress.reset("g", "t", Map.of(0, 10L)))).isTrue();

        assertThat(progress.find("g", "t", 0)).isEqualTo(10);
        assertThat(progress.commit("g", "t", 0, 51)).isFalse();
        assertThat(progress.find("g", "t", 0)).isEqualTo(10);
        assertThat(progress.takeReset("g", "t", 0)).isEqualTo(10);
        assertThat(progress.takeReset("g", "t", 0)).isEqualTo(Progress.NONE);
        assertThat(progress.commit("g", "t", 0, 11)).isTrue();
        assertThat(progress.find("g", "t", 0)).isEqualTo(11);
    }

    @Test
    void listenersHearOfAResetWhenItHolds() {
        List<String> heard = new ArrayList<>();
        progress.listen(
                (group, topic, queueId) ->
                        heard.add(
                                "%s %s %d %s"
                                        .formatted(
                                                group,
                                                topic,
                                                queueId,
                                                progress.hasReset(group, topic, queueId))));

        progress.reset("g", "t", new TreeMap<>(Map.of(0, 10L, 3, 20L)));
        progress.copy("g", "h", "t");
        progress.commit("g", "u", 0, 4);

        assertThat(heard).containsExactly("g t 0 true", "g t 3 true");
        assertThat(progress.hasReset("g", "u", 0)).isFalse();
        progress.takeReset("g", "t", 0);
        assertThat(progress.hasReset("g", "t", 0)).isFalse();
    }

    @Test
    void aResetThatWasNotHandedOutSurvivesARestart() {
        progress.reset("g", "t", Map.of(0, 10L, 1, 20L));
        progress.takeReset("g", "t", 1);
        progress.flush();

        Progress after = replayed();
        assertThat(after.takeReset("g", "t", 0)).isEqualTo(10);
        assertThat(after.takeReset("g", "t", 1)).isEqualTo(Progress.NONE);
        assertThat(after.find("g", "t", 1)).isEqualTo(20);
    }

    @Test
    void aDroppedGroupStaysDropped() {
        progress.commit("g", "t", 0, 5);
        progress.commit("other", "t", 0, 6);
        progress.flush();
        progress.commit("g", "t", 0, 7);
        assertThat(done(progress.dropGroup("g"))).isTrue();
        progress.flush();

        for (Progress each : List.of(progress, replayed())) {
            assertThat(each.find("g", "t", 0)).isEqualTo(Progress.NONE);
            assertThat(each.find("other", "t", 0)).isEqualTo(6);
            assertThat(each.topicsOf("g")).isEmpty();
        }
    }

    @Test
    void aDeletedTopicLosesItsOffsetsInAllGroups() {
        progress.commit("g", "t", 0, 5);
        progress.commit("h", "t", 0, 6);
        progress.commit("h", "u", 0, 7);
        progress.topicDeleted("t", 0);
        progress.flush();

        for (Progress each : List.of(progress, replayed())) {
            assertThat(each.groupsOf("t")).isEmpty();
            assertThat(each.topicsOf("h")).containsExactly("u");
        }
    }

    @Test
    void offsetsAreCopiedFromGroupToGroup() {
        progress.commit("g", "t", 0, 5);
        progress.commit("g", "t", 1, 6);
        progress.commit("g", "u", 0, 7);
        assertThat(done(progress.copy("g", "h", "t"))).isTrue();

        assertThat(progress.offsets("h", "t")).containsExactly(Map.entry(0, 5L), Map.entry(1, 6L));
        assertThat(progress.topicsOf("h")).containsExactly("t");
        assertThat(replayed().offsets("h", "t")).hasSize(2);
    }

    @Test
    void aRefusedResetChangesNothing() {
        progress.commit("g", "t", 0, 50);
        store.refuseAppends();

        assertThat(progress.reset("g", "t", Map.of(0, 10L)).toCompletableFuture().join())
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.reason())
                                        .isEqualTo(Refused.Reason.SERVICE_NOT_AVAILABLE));
        assertThat(progress.find("g", "t", 0)).isEqualTo(50);
        assertThat(progress.takeReset("g", "t", 0)).isEqualTo(Progress.NONE);
    }

    @Test
    void whatTheLogRefusedIsTriedAgain() {
        progress.commit("g", "t", 0, 50);
        store.refuseAppends();

        assertThat(progress.step()).isFalse();
        assertThat(progress.flush()).isFalse();
        assertThat(progress.find("g", "t", 0)).isEqualTo(50);
    }

    @Test
    void commitsAreKeptWhileOthersRecordAndDrop() throws Exception {
        int rounds = 20_000;
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> running = new ArrayList<>();
            for (int queue = 0; queue < 2; queue++) {
                int mine = queue;
                running.add(
                        threads.submit(
                                () -> {
                                    for (int i = 1; i <= rounds; i++) {
                                        progress.commit("g", "t", mine, i);
                                        progress.commit("dropped", "t", mine, i);
                                    }
                                }));
            }
            running.add(
                    threads.submit(
                            () -> {
                                for (int i = 0; i < 300; i++) {
                                    progress.flush();
                                }
                            }));
            running.add(
                    threads.submit(
                            () -> {
                                for (int i = 0; i < 300; i++) {
                                    progress.dropGroup("dropped");
                                }
                            }));
            for (Future<?> each : running) {
                each.get();
            }
        }
        progress.flush();

        Progress after = replayed();
        for (int queue = 0; queue < 2; queue++) {
            assertThat(progress.find("g", "t", queue)).isEqualTo(rounds);
            assertThat(after.find("g", "t", queue)).isEqualTo(rounds);
            assertThat(after.find("dropped", "t", queue))
                    .isEqualTo(progress.find("dropped", "t", queue));
        }
    }

    @Test
    void replayingTheLogGivesTheTableOfTheLiveBroker() {
        Seeds.forEach(
                60,
                random -> {
                    try (MessageStore fresh = new MessageStore()) {
                        Progress live = new Progress(fresh.stateLog(), fresh.clock());
                        for (int i = 0; i < 300; i++) {
                            change(live, random);
                            fresh.clock().advance(Duration.ofMillis(random.nextInt(400)));
                        }
                        live.flush();

                        MessageStore reopened = fresh.afterKill();
                        Progress replayed = new Progress(reopened.stateLog(), reopened.clock());
                        reopened.replay(replayed);
                        assertThat(unordered(replayed.all())).isEqualTo(unordered(live.all()));
                        reopened.replay(replayed);
                        assertThat(unordered(replayed.all())).isEqualTo(unordered(live.all()));
                        for (String group : live.groups()) {
                            for (String topic : live.topicsOf(group)) {
                                for (int queue : live.offsets(group, topic).keySet()) {
                                    assertThat(replayed.takeReset(group, topic, queue))
                                            .isEqualTo(live.takeReset(group, topic, queue));
                                }
                            }
                        }
                    }
                });
    }

    private static void change(Progress progress, Random random) {
        String group = "g" + random.nextInt(3);
        String topic = "t" + random.nextInt(3);
        int queue = random.nextInt(4);
        switch (random.nextInt(12)) {
            case 0 -> progress.reset(group, topic, Map.of(queue, (long) random.nextInt(100)));
            case 1 -> progress.takeReset(group, topic, queue);
            case 2 -> progress.dropGroup(group);
            case 3 -> progress.topicDeleted(topic, 0);
            case 4 -> progress.copy(group, "g" + random.nextInt(3), topic);
            case 5, 6 -> progress.step();
            default -> progress.commit(group, topic, queue, random.nextInt(100));
        }
    }

    private static Set<TopicOffsets> unordered(Collection<TopicOffsets> all) {
        return new HashSet<>(all);
    }

    private static boolean done(CompletionStage<AcknowledgedOutcome> stage) {
        return stage.toCompletableFuture().join() instanceof AcknowledgedOutcome.Done;
    }

    private Progress replayed() {
        MessageStore reopened = store.afterKill();
        Progress replayed = new Progress(reopened.stateLog(), reopened.clock());
        reopened.replay(replayed);
        return replayed;
    }
}
