package io.apogeemq.broker.pull;

import static io.apogeemq.broker.pull.PullFixture.Request.pullFrom;
import static io.apogeemq.broker.pull.PullFixture.bodies;
import static io.apogeemq.broker.pull.PullFixture.nothing;
import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.common.broker.PullOutcome;
import io.apogeemq.common.broker.PullOutcome.Cause;
import io.apogeemq.common.broker.PullOutcome.Position;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.message.TagHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PullerTest {

    private final PullFixture room = new PullFixture(PullSettings.DEFAULT);

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void messagesComeInOrderFromTheOffsetOn() {
        deliver(5);

        PullOutcome outcome = room.answer(pullFrom(2));

        assertThat(position(outcome)).isEqualTo(new Position(5, 0, 5, 0));
        assertThat(bodies(outcome)).containsExactly("m2", "m3", "m4");
    }

    @Test
    void neighbouringRecordsAreOneSliceAndNoByteIsCopied() {
        deliver(32);

        PullOutcome.Found found = (PullOutcome.Found) room.answer(pullFrom(0));

        try (var lease = found.messages()) {
            assertThat(lease.count()).isEqualTo(32);
            assertThat(lease.slices()).hasSize(1);
            assertThat(lease.slices().getFirst().remaining()).isEqualTo(lease.bytes());
        }
    }

    @Test
    void recordsOfOtherQueuesInBetweenSplitTheSlice() {
        room.store.deliver("topic", 0, "a");
        room.store.deliver("topic", 1, "other");
        room.store.deliver("topic", 0, "b");

        PullOutcome.Found found = (PullOutcome.Found) room.answer(pullFrom(0));

        try (var lease = found.messages()) {
            assertThat(lease.slices()).hasSize(2);
        }
        assertThat(bodies(room.answer(pullFrom(0).queue(1)))).containsExactly("other");
    }

    @Test
    void anAnswerHasAtMostAsManyMessagesAsAskedForAndAsTheBrokerGives() {
        deliver(100);

        assertThat(bodies(room.answer(pullFrom(0).atMost(3)))).containsExactly("m0", "m1", "m2");
        assertThat(bodies(room.answer(pullFrom(0).atMost(1000)))).hasSize(32);
        assertThat(bodies(room.answer(pullFrom(0).atMost(0)))).containsExactly("m0");
    }

    @Test
    void anAnswerHasAtMostSoManyBytesButAtLeastOneMessage() {
        String large = "x".repeat(100_000);
        IntStream.range(0, 5).forEach(i -> room.store.deliver("topic", 0, large));
        room.store.deliver("topic", 0, "y".repeat(300_000));

        assertThat(bodies(room.answer(pullFrom(0)))).hasSize(2);
        assertThat(bodies(room.answer(pullFrom(0).atMostBytes(150_000)))).hasSize(1);
        assertThat(bodies(room.answer(pullFrom(0).atMostBytes(10)))).hasSize(1);
        assertThat(bodies(room.answer(pullFrom(5)))).as("larger than the limit").hasSize(1);
        assertThat(bodies(room.answer(pullFrom(0).atMostBytes(10_000_000)))).hasSize(2);
    }

    @Test
    void theLimitsOfAnAnswerMayChangeWhileTheBrokerRuns() {
        deliver(100);
        room.rules = new PullRules(true, true, 5, 1024 * 1024, true);
        assertThat(bodies(room.answer(pullFrom(0)))).hasSize(5);

        room.rules = new PullRules(true, true, 64, 1024 * 1024, true);
        assertThat(bodies(room.answer(pullFrom(0).atMost(1000)))).hasSize(64);

        room.rules = new PullRules(true, true, 64, 1, true);
        assertThat(bodies(room.answer(pullFrom(0)))).hasSize(1);
    }

    @Test
    void aFilterLeavesOutWhatIsNotWanted() {
        for (int i = 0; i < 10; i++) {
            room.store.deliver("topic", 0, "m" + i, "TAGS", i % 3 == 0 ? "red" : "blue");
        }

        PullOutcome outcome = room.answer(pullFrom(1).wanting("red || green"));

        assertThat(position(outcome)).isEqualTo(new Position(10, 0, 10, 0));
        assertThat(bodies(outcome)).containsExactly("m3", "m6", "m9");
    }

    @Test
    void whereNothingMatchesTheReaderIsToldHowFarItHasCome() {
        for (int i = 0; i < 1000; i++) {
            room.store.deliver("topic", 0, "m" + i, "TAGS", "blue");
        }

        PullOutcome.Nothing first = nothing(room.answer(pullFrom(0).wanting("red").held(1000)));
        PullOutcome.Nothing second = nothing(room.answer(pullFrom(800).wanting("red").held(1000)));

        assertThat(first.cause()).isEqualTo(Cause.NONE_MATCHED);
        assertThat(first.position()).isEqualTo(new Position(800, 0, 1000, 0));
        assertThat(first.detail()).isEqualTo("NO_MATCHED_MESSAGE");
        assertThat(second.cause()).isEqualTo(Cause.NONE_MATCHED);
        assertThat(second.position().nextOffset()).isEqualTo(1000);
    }

    @Test
    void atTheEndThereIsNothingNew() {
        deliver(5);

        PullOutcome.Nothing end = nothing(room.answer(pullFrom(5)));

        assertThat(end.cause()).isEqualTo(Cause.NO_NEW_MESSAGE);
        assertThat(end.position()).isEqualTo(new Position(5, 0, 5, 0));
        assertThat(end.detail()).isEqualTo("OFFSET_OVERFLOW_ONE");
    }

    @Test
    void beyondTheEndTheReaderIsSentToTheEndAndBeforeTheStartToTheStart() {
        deliver(5);

        PullOutcome.Nothing beyond = nothing(room.answer(pullFrom(105).held(1000)));
        PullOutcome.Nothing before = nothing(room.answer(pullFrom(-1).held(1000)));

        assertThat(beyond.cause()).isEqualTo(Cause.OFFSET_MOVED);
        assertThat(beyond.position().nextOffset()).isEqualTo(5);
        assertThat(beyond.detail()).isEqualTo("OFFSET_OVERFLOW_BADLY");
        assertThat(before.cause()).isEqualTo(Cause.OFFSET_MOVED);
        assertThat(before.position().nextOffset()).isZero();
        assertThat(before.detail()).isEqualTo("OFFSET_TOO_SMALL");
    }

    @Test
    void aQueueThatNeverHadAMessageBeginsAndEndsAtZero() {
        PullOutcome.Nothing start = nothing(room.answer(pullFrom(0)));
        PullOutcome.Nothing beyond = nothing(room.answer(pullFrom(7)));

        assertThat(start.cause()).isEqualTo(Cause.NO_NEW_MESSAGE);
        assertThat(start.position()).isEqualTo(new Position(0, 0, 0, 0));
        assertThat(start.detail()).isEqualTo("NO_MESSAGE_IN_QUEUE");
        assertThat(beyond.cause()).isEqualTo(Cause.OFFSET_MOVED);
        assertThat(beyond.position()).isEqualTo(new Position(0, 0, 0, 0));
    }

    @Test
    void theGroupsPreferredBrokerIsSuggested() {
        room.groups.rules.put("group", new PullGroups.Rules(true, true, 3));
        deliver(1);

        assertThat(position(room.answer(pullFrom(0))).suggestedBrokerId()).isEqualTo(3);
        assertThat(position(room.answer(pullFrom(1))).suggestedBrokerId()).isEqualTo(3);
    }

    @Test
    void progressThatComesWithThePullIsNoted() {
        deliver(5);

        room.answer(pullFrom(3).committing(3));
        room.answer(pullFrom(5).committing(5));
        room.answer(pullFrom(5));

        assertThat(room.progress.commits).containsExactly(3L, 5L);
    }

    @Test
    void whereAPullEndedIsNotedForOperators() {
        deliver(5);

        bodies(room.answer(pullFrom(0).atMost(3)));
        bodies(room.answer(pullFrom(3)));
        room.answer(pullFrom(5));
        room.answer(pullFrom(99));
        room.answer(pullFrom(0).queue(99));

        assertThat(room.progress.pulled).containsExactly(3L, 5L, 5L, 5L);
    }

    @Test
    void aResetIsToldOnceAndUndoesTheProgressThatCameWithThePull() {
        deliver(5);
        room.progress.resets.put("group@topic@0", 2L);

        PullOutcome.Nothing moved = nothing(room.answer(pullFrom(5).committing(5).held(1000)));

        assertThat(moved.cause()).isEqualTo(Cause.OFFSET_MOVED);
        assertThat(moved.position()).isEqualTo(new Position(2, 0, 5, 0));
        assertThat(moved.detail()).isEqualTo("OFFSET_RESET");
        assertThat(room.progress.commits).isEmpty();
        assertThat(bodies(room.answer(pullFrom(2)))).hasSize(3);
    }

    @Test
    void randomSendsAndPullsWithFiltersAgreeWithAList() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        List<String> tags = new ArrayList<>();
        String[] names = {"red", "green", "blue", ""};
        String[] expressions = {"*", "red", "red||blue", "green || none", "none", ""};
        for (int round = 0; round < 2000; round++) {
            if (random.nextInt(3) == 0) {
                String tag = names[random.nextInt(names.length)];
                String body = "m" + tags.size();
                if (tag.isEmpty()) {
                    room.store.store("topic", 1, body);
                } else {
                    room.store.store("topic", 1, body, "TAGS", tag);
                }
                tags.add(tag);
                // Records of another queue make gaps.
                if (random.nextBoolean()) {
                    room.store.store("topic", 0, "gap");
                }
                room.store.dispatch();
                continue;
            }
            String expression = expressions[random.nextInt(expressions.length)];
            int max = 1 + random.nextInt(40);
            long offset = random.nextInt(tags.size() + 2);
            PullOutcome outcome =
                    room.answer(pullFrom(offset).queue(1).wanting(expression).atMost(max));
            assertThat(describe(outcome))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(expected(tags, offset, expression, Math.min(max, 32)));
        }
    }

    /** What a list of tags says about a pull. */
    private static String expected(List<String> tags, long from, String expression, int max) {
        if (from > tags.size()) {
            return "OFFSET_MOVED to " + tags.size();
        }
        if (from == tags.size()) {
            return "NO_NEW_MESSAGE to " + from;
        }
        List<String> wanted = List.of(expression.split("\\|\\|", -1));
        boolean all = expression.isEmpty() || expression.equals("*");
        List<String> found = new ArrayList<>();
        int offset = (int) from;
        while (offset < tags.size() && found.size() < max && offset - from < 800) {
            String tag = tags.get(offset);
            if (all || wanted.stream().anyMatch(w -> TagHash.of(w.strip()) == TagHash.of(tag))) {
                found.add("m" + offset);
            }
            offset++;
        }
        return (found.isEmpty() ? "NONE_MATCHED" : String.join(",", found)) + " to " + offset;
    }

    private static String describe(PullOutcome outcome) {
        long next = position(outcome).nextOffset();
        return outcome instanceof PullOutcome.Nothing nothing
                ? nothing.cause() + " to " + next
                : String.join(",", bodies(outcome)) + " to " + next;
    }

    private void deliver(int count) {
        for (int i = 0; i < count; i++) {
            room.store.deliver("topic", 0, "m" + i);
        }
    }

    private static Position position(PullOutcome outcome) {
        return switch (outcome) {
            case PullOutcome.Found found -> found.position();
            case PullOutcome.Nothing nothing -> nothing.position();
            case PullOutcome.Forbidden forbidden -> throw new AssertionError(forbidden.toString());
            case Refused refused -> throw new AssertionError(refused.toString());
        };
    }
}
