package io.apogeemq.common.remoting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TimeoutWheelTest {
    private static final int TICK = TimeoutWheel.TICK_MILLIS;
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(TICK);

    private final Queue<Turn> scheduled = new ArrayDeque<>();
    private final List<String> expired = new ArrayList<>();
    // Monotonic clocks may be negative.
    private long nowNanos = Long.MIN_VALUE / 3;
    private final TimeoutWheel wheel =
            new TimeoutWheel(
                    () -> nowNanos, task -> scheduled.add(new Turn(nowNanos + TICK_NANOS, task)));

    @Test
    void nothingExpiresEarlyAndEverythingWithinTwoTicks() {
        long start = millisNow();
        Entry entry = add("a", 1000);

        advance(999);
        assertThat(expired).isEmpty();
        advance(3L * TICK);
        assertThat(expired).containsExactly("a");
        assertThat(entry.at - start).isBetween(1000L, 1000L + 2 * TICK);
    }

    @Test
    void theWheelStandsStillWhenNothingHangsOnIt() {
        assertThat(scheduled).isEmpty();
        add("a", TICK);
        assertThat(scheduled).hasSize(1);
        advance(3L * TICK);
        assertThat(scheduled).isEmpty();

        advance(100_000);
        add("b", TICK);
        assertThat(scheduled).hasSize(1);
        advance(3L * TICK);
        assertThat(expired).containsExactly("a", "b");
    }

    @Test
    void removedEntriesDoNotExpire() {
        Entry first = add("a", 100);
        Entry second = add("b", 100);
        Entry third = add("c", 100);
        wheel.remove(second);
        wheel.remove(second);
        wheel.remove(first);
        wheel.remove(third);
        add("d", 100);

        advance(1000);

        assertThat(expired).containsExactly("d");
    }

    @Test
    void deadlinesBeyondOneTurnWait() {
        add("a", 60_000);
        add("b", Long.MAX_VALUE / 1_000_000);

        advance(59_000);
        assertThat(expired).isEmpty();
        advance(2_000);
        assertThat(expired).containsExactly("a");
    }

    @Test
    void aLongStallExpiresEverythingThatIsDue() {
        for (int i = 0; i < 1000; i++) {
            add("e" + i, i * 37L);
        }
        nowNanos += TimeUnit.MILLISECONDS.toNanos(100_000);
        scheduled.remove().task().run();

        assertThat(expired).hasSize(1000);
    }

    @Test
    void whatExpiresMayAddAndRemoveOthers() {
        Entry victim = add("victim", 100);
        wheel.add(
                new TimeoutWheel.Entry() {
                    @Override
                    void expired() {
                        wheel.remove(victim);
                        add("follower", 0);
                    }
                },
                TimeUnit.MILLISECONDS.toNanos(100));

        advance(100 + 5L * TICK);

        assertThat(expired).containsExactly("follower");
    }

    @Test
    void randomDeadlinesAreAllMetInTime() {
        SeededRuns.run(
                50,
                random -> {
                    expired.clear();
                    Map<Entry, Long> due = new HashMap<>();
                    for (int step = 0; step < 300; step++) {
                        long millis = random.nextLong(30_000);
                        Entry entry = add("x", millis);
                        due.put(entry, millisNow() + millis);
                        if (random.nextInt(4) == 0) {
                            wheel.remove(entry);
                            due.remove(entry);
                        }
                        advance(random.nextLong(200));
                    }
                    advance(31_000);
                    assertThat(expired).hasSize(due.size());
                    due.forEach((entry, at) -> assertThat(entry.at).isBetween(at, at + 2L * TICK));
                    assertThat(scheduled).isEmpty();
                });
    }

    private Entry add(String name, long millis) {
        Entry entry = new Entry(name);
        wheel.add(entry, TimeUnit.MILLISECONDS.toNanos(millis));
        return entry;
    }

    /** Moves the clock on and turns the wheel whenever it is due. */
    private void advance(long millis) {
        long end = nowNanos + TimeUnit.MILLISECONDS.toNanos(millis);
        for (Turn next = scheduled.peek();
                next != null && next.dueNanos() <= end;
                next = scheduled.peek()) {
            nowNanos = next.dueNanos();
            scheduled.remove().task().run();
        }
        nowNanos = end;
    }

    private long millisNow() {
        return TimeUnit.NANOSECONDS.toMillis(nowNanos);
    }

    private record Turn(long dueNanos, Runnable task) {}

    private final class Entry extends TimeoutWheel.Entry {
        private final String name;
        private long at;

        Entry(String name) {
            this.name = name;
        }

        @Override
        void expired() {
            expired.add(name);
            at = millisNow();
        }
    }
}
