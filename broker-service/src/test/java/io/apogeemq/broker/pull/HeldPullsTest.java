package io.apogeemq.broker.pull;

import static io.apogeemq.broker.pull.PullFixture.Request.pullFrom;
import static io.apogeemq.broker.pull.PullFixture.bodies;
import static io.apogeemq.broker.pull.PullFixture.nothing;
import static io.apogeemq.broker.pull.PullFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.common.broker.PullOutcome;
import io.apogeemq.common.broker.PullOutcome.Cause;
import io.apogeemq.common.broker.Refused.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HeldPullsTest {

    private static final PullSettings SETTINGS =
            new PullSettings(
                    800,
                    10,
                    1 << 20,
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1));

    private final PullFixture room = new PullFixture(SETTINGS);

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void aHeldPullIsAnsweredWhenAMessageArrives() {
        CompletableFuture<PullOutcome> pull = room.pull(pullFrom(0).held(2000));
        assertThat(pull).isNotDone();
        assertThat(room.held.count()).isEqualTo(1);

        room.store.deliver("topic", 0, "hello");

        assertThat(bodies(pull.join())).containsExactly("hello");
        assertThat(room.held.count()).isZero();
    }

    @Test
    void aMessageInAnotherQueueWakesNobody() {
        CompletableFuture<PullOutcome> pull = room.pull(pullFrom(0).held(2000));

        room.store.deliver("topic", 1, "hello");
        room.store.deliver("other", 0, "hello");

        assertThat(pull).isNotDone();
    }

    @Test
    void aHeldPullIsAnsweredWhenItsTimeIsOverAndNotBefore() {
        CompletableFuture<PullOutcome> pull = room.pull(pullFrom(0).held(2000));

        room.store.advance(Duration.ofMillis(1999));
        assertThat(room.held.step(room.store.nanos())).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1));
        assertThat(pull).isNotDone();
        room.store.advance(Duration.ofMillis(1));

        assertThat(room.held.step(room.store.nanos())).isEqualTo(HeldPulls.NEVER);
        assertThat(nothing(pull.join()).cause()).isEqualTo(Cause.NO_NEW_MESSAGE);
        assertThat(room.held.count()).isZero();
    }

    @Test
    void pullsAreAnsweredInTheOrderOfTheirDeadlinesAndTheStepSaysWhenTheNextIs() {
        CompletableFuture<PullOutcome> late = room.pull(pullFrom(0).held(3000));
        CompletableFuture<PullOutcome> early = room.pull(pullFrom(0).held(1000));
        CompletableFuture<PullOutcome> alsoEarly = room.pull(pullFrom(0).held(1000));

        room.store.advance(Duration.ofSeconds(1));

        assertThat(room.held.step(room.store.nanos())).isEqualTo(TimeUnit.SECONDS.toNanos(2));
        assertThat(early).isDone();
        assertThat(alsoEarly).isDone();
        assertThat(late).isNotDone();
    }

    @Test
    void theStepperIsToldOnlyOfDeadlinesBeforeAllOthers() {
        CompletableFuture<PullOutcome> _ = room.pull(pullFrom(0).held(3000));
        assertThat(room.sooner).hasValue(1);
        CompletableFuture<PullOutcome> _ = room.pull(pullFrom(0).held(4000));
        assertThat(room.sooner).hasValue(1);

        CompletableFuture<PullOutcome> _ = room.pull(pullFrom(0).held(1000));

        assertThat(room.sooner).hasValue(2);
    }

    @Test
    void theLongestHoldIsLimited() {
        CompletableFuture<PullOutcome> pull = room.pull(pullFrom(0).held(Long.MAX_VALUE));

        room.store.advance(Duration.ofMinutes(2));
        room.held.step(room.store.nanos());

        assertThat(pull).isDone();
    }

    @Test
    void aPullThatMayNotBeHeldIsNot() {
        assertThat(nothing(room.answer(pullFrom(0))).cause()).isEqualTo(Cause.NO_NEW_MESSAGE);
        assertThat(nothing(room.answer(pullFrom(0).held(-1))).cause())
                .isEqualTo(Cause.NO_NEW_MESSAGE);
    }

    @Test
    void progressIsNotedOnTheFirstPassOnly() {
        CompletableFuture<PullOutcome> pull = room.pull(pullFrom(0).held(2000).committing(0));
        assertThat(room.progress.commits).containsExactly(0L);

        room.store.deliver("topic", 0, "hello");

        assertThat(bodies(pull.join())).hasSize(1);
        assertThat(room.progress.commits).containsExactly(0L);
    }

    @Test
    void unwantedMessagesDoNotWakeAndAtTheEndTheReaderIsToldHowFarItHasCome() {
        CompletableFuture<PullOutcome> pull = room.pull(pullFrom(0).wanting("red").held(2000));
        for (int i = 0; i < 100; i++) {
            room.store.deliver("topic", 0, "m" + i, "TAGS", "blue");
        }
        assertThat(pull).isNotDone();

        room.store.advance(Duration.ofSeconds(2));
        room.held.step(room.store.nanos());

        assertThat(nothing(pull.join()).cause()).isEqualTo(Cause.NONE_MATCHED);
        assertThat(nothing(pull.join()).position().nextOffset()).isEqualTo(100);
    }

    @Test
    void aWantedMessageAmongUnwantedOnesWakes() {
        CompletableFuture<PullOutcome> pull = room.pull(pullFrom(0).wanting("red").held(2000));
        room.store.store("topic", 0, "m0", "TAGS", "blue");
        room.store.store("topic", 0, "m1", "TAGS", "red");
        room.store.store("topic", 0, "m2", "TAGS", "blue");

        room.store.dispatch();

        assertThat(bodies(pull.join())).containsExactly("m1");
    }

    @Test
    void afterVeryManyUnwantedMessagesAtOnceTheReaderIsToldHowFarItHasCome() {
        CompletableFuture<PullOutcome> pull = room.pull(pullFrom(0).wanting("red").held(2000));
        for (int i = 0; i < 5000; i++) {
            room.store.store("topic", 0, "m" + i, "TAGS", "blue");
        }

        room.store.dispatchAtOnce();

        assertThat(nothing(pull.join()).cause()).isEqualTo(Cause.NONE_MATCHED);
        assertThat(nothing(pull.join()).position().nextOffset()).isEqualTo(800);
    }

    @Test
    void theSecondPassMakesAllChecksAgain() {
        CompletableFuture<PullOutcome> pull = room.pull(pullFrom(0).held(2000));
        room.topics.remove("topic");

        room.store.deliver("topic", 0, "hello");

        assertThat(refused(pull.join()).reason()).isEqualTo(Reason.TOPIC_NOT_EXIST);
    }

    @Test
    void aResetWakesThePullsOfItsQueue() {
        CompletableFuture<PullOutcome> pull = room.pull(pullFrom(0).held(2000));
        CompletableFuture<PullOutcome> other = room.pull(pullFrom(0).queue(1).held(2000));
        room.progress.resets.put("group@topic@0", 0L);

        room.held.wake("topic", 0);

        assertThat(nothing(pull.join()).cause()).isEqualTo(Cause.OFFSET_MOVED);
        assertThat(other).isNotDone();
    }

    @Test
    void aResetThatComesBetweenReadingAndHoldingIsSeen() {
        // Asked once while reading, when there is none, and once more when the pull is held.
        room.progress.resetAfterLook = () -> room.progress.resets.put("group@topic@0", 0L);

        CompletableFuture<PullOutcome> pull = room.pull(pullFrom(0).held(2000));

        assertThat(nothing(pull.join()).cause()).isEqualTo(Cause.OFFSET_MOVED);
        assertThat(room.held.count()).isZero();
    }

    @Test
    void withoutLongPollingAPullWaitsASecondAtTheMost() {
        room.rules = new PullRules(true, true, 32, 1024, false);
        CompletableFuture<PullOutcome> pull = room.pull(pullFrom(0).held(15_000));
        CompletableFuture<PullOutcome> shorter = room.pull(pullFrom(0).held(500));

        room.store.advance(Duration.ofMillis(500));
        room.held.step(room.store.nanos());
        assertThat(shorter).isDone();
        assertThat(pull).isNotDone();
        room.store.advance(Duration.ofMillis(500));
        room.held.step(room.store.nanos());

        assertThat(nothing(pull.join()).cause()).isEqualTo(Cause.NO_NEW_MESSAGE);
    }

    @Test
    void aPullThatWasWokenForNothingIsNotHeldAgain() {
        CompletableFuture<PullOutcome> pull = room.pull(pullFrom(0).held(2000));

        room.held.wake("topic", 0);

        assertThat(nothing(pull.join()).cause()).isEqualTo(Cause.NO_NEW_MESSAGE);
    }

    @Test
    void moreThanTheCountAreRefusedAsBusy() {
        for (int i = 0; i < 10; i++) {
            assertThat(room.pull(pullFrom(0).held(2000))).isNotDone();
        }

        PullOutcome tooMany = room.answer(pullFrom(0).held(2000));

        assertThat(refused(tooMany).reason()).isEqualTo(Reason.SYSTEM_BUSY);
        assertThat(refused(tooMany).detail()).contains("10 pulls are waiting");
        room.store.deliver("topic", 0, "hello");
        assertThat(room.pull(pullFrom(1).held(2000))).as("there is room again").isNotDone();
    }

    @Test
    void moreThanTheMemoryAreRefusedAsBusy() {
        String long1 = "t".repeat(30_000);
        for (int i = 0; i < 8; i++) {
            assertThat(room.pull(pullFrom(0).wanting(long1).held(2000))).isNotDone();
        }

        assertThat(refused(room.answer(pullFrom(0).wanting(long1).held(2000))).reason())
                .isEqualTo(Reason.SYSTEM_BUSY);
    }

    @Test
    void aCancelledPullLeavesAndWhatIsFoundMeanwhileIsLetGo() {
        Queue<Runnable> resumed = new ArrayDeque<>();
        try (PullFixture slow = new PullFixture(SETTINGS, resumed::add)) {
            CompletableFuture<PullOutcome> first = slow.pull(pullFrom(0).held(2000));
            CompletableFuture<PullOutcome> second = slow.pull(pullFrom(0).held(2000));
            first.cancel(false);
            assertThat(slow.held.count()).isEqualTo(1);

            slow.store.deliver("topic", 0, "hello");
            assertThat(resumed).hasSize(1);
            second.cancel(false);
            resumed.forEach(Runnable::run);

            assertThat(second).isCancelled();
        }
    }

    @Test
    void theFirstPullOfAGroupCanBeCancelledToo() {
        CompletableFuture<PullOutcome> pull = room.pull(pullFrom(0).group("new").held(2000));
        assertThat(room.held.count()).isEqualTo(1);

        pull.cancel(false);

        assertThat(room.held.count()).isZero();
    }

    @Test
    void aPullOfAGroupThatHasNotRegisteredWaitsForItsHeartbeat() {
        room.store.deliver("topic", 0, "hello");
        CompletableFuture<PullOutcome> pull =
                room.pull(pullFrom(0).registered(1).held(15_000).committing(0));
        assertThat(pull).isNotDone();
        assertThat(room.progress.commits).isEmpty();

        room.register("group", "topic", "*", 1);
        room.held.groupChanged("group");

        assertThat(bodies(pull.join())).containsExactly("hello");
        assertThat(room.progress.commits).containsExactly(0L);
    }

    @Test
    void theHeartbeatIsWaitedForOneSecondAtMost() {
        CompletableFuture<PullOutcome> pull = room.pull(pullFrom(0).registered(1).held(15_000));
        room.held.groupChanged("another");
        room.store.advance(Duration.ofMillis(999));
        room.held.step(room.store.nanos());
        assertThat(pull).isNotDone();

        room.store.advance(Duration.ofMillis(1));
        room.held.step(room.store.nanos());

        assertThat(refused(pull.join()).reason()).isEqualTo(Reason.SUBSCRIPTION_NOT_EXIST);
    }

    @Test
    void closingAnswersWhoWaitsAndTakesNoMore() {
        CompletableFuture<PullOutcome> pull = room.pull(pullFrom(0).held(2000));

        room.held.close();

        assertThat(refused(pull.join()).reason()).isEqualTo(Reason.SERVICE_NOT_AVAILABLE);
        assertThat(refused(room.answer(pullFrom(0).held(2000))).reason())
                .isEqualTo(Reason.SERVICE_NOT_AVAILABLE);
    }

    @Test
    void noWakeUpIsLostBetweenReadingAndHolding() throws InterruptedException {
        int messages = 3000;
        CountDownLatch started = new CountDownLatch(1);
        AtomicBoolean stop = new AtomicBoolean();
        Thread sender =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    started.countDown();
                                    for (int i = 0; i < messages && !stop.get(); i++) {
                                        room.store.deliver("topic", 0, "m" + i);
                                    }
                                });
        started.await();
        List<String> got = new ArrayList<>();
        try {
            // Nobody steps the clock: a wake-up that is lost leaves a pull waiting for good.
            while (got.size() < messages) {
                got.addAll(
                        bodies(
                                room.pull(pullFrom(got.size()).held(15_000))
                                        .orTimeout(20, TimeUnit.SECONDS)
                                        .join()));
            }
        } finally {
            stop.set(true);
            sender.join();
        }

        assertThat(got).hasSize(messages);
        assertThat(got.getLast()).isEqualTo("m" + (messages - 1));
        assertThat(room.held.count()).isZero();
    }

    @Test
    void arrivalsExpiriesAndCancelsInAnyOrderAnswerEveryPullOnce() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        Queue<Runnable> resumed = new ArrayDeque<>();
        try (PullFixture mixed = new PullFixture(SETTINGS, resumed::add)) {
            List<CompletableFuture<PullOutcome>> pulls = new ArrayList<>();
            long sent = 0;
            for (int round = 0; round < 2000; round++) {
                switch (random.nextInt(6)) {
                    case 0, 1 ->
                            pulls.add(mixed.pull(pullFrom(sent).held(1 + random.nextInt(3000))));
                    case 2 -> {
                        mixed.store.deliver("topic", 0, "m" + sent);
                        sent++;
                    }
                    case 3 -> {
                        mixed.store.advance(Duration.ofMillis(random.nextInt(500)));
                        mixed.held.step(mixed.store.nanos());
                    }
                    case 4 -> {
                        if (!pulls.isEmpty()) {
                            pulls.get(random.nextInt(pulls.size())).cancel(false);
                        }
                    }
                    default -> {
                        Runnable next = resumed.poll();
                        if (next != null) {
                            next.run();
                        }
                    }
                }
            }
            mixed.store.advance(Duration.ofSeconds(10));
            mixed.held.step(mixed.store.nanos());
            resumed.forEach(Runnable::run);

            assertThat(pulls).as("seed %d", seed).allMatch(CompletableFuture::isDone);
            assertThat(mixed.held.count()).as("seed %d", seed).isZero();
            for (CompletableFuture<PullOutcome> pull : pulls) {
                if (!pull.isCancelled() && pull.join() instanceof PullOutcome.Found found) {
                    found.messages().close();
                }
            }
        }
    }
}
