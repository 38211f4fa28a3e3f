package io.apogeemq.common.remoting;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Deadlines of the calls of one event loop, coarse and cheap: adding and removing are a few writes,
 * and the wheel turns only while something hangs on it. A deadline is noticed up to two ticks of
 * {@value #TICK_MILLIS} ms late, plus what the loop itself is late.
 *
 * <p>Owner: the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A loop that stops takes its wheel with it.
final class TimeoutWheel {
    static final int TICK_MILLIS = 40;

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
    private static final int SPOKES = 256;

    private final LongSupplier nanoClock;
    private final Consumer<Runnable> afterTick;
    private final Runnable turn = this::turn;
    private final long origin;
    private final @Nullable Entry[] spokes = new Entry[SPOKES];
    private long turned;
    private int size;
    private boolean turning;

    TimeoutWheel(EventLoop loop) {
        this(System::nanoTime, task -> loop.schedule(task, TICK_NANOS, TimeUnit.NANOSECONDS));
    }

    /** A wheel on another clock, turned by whoever runs what {@code afterTick} is given. */
    TimeoutWheel(LongSupplier nanoClock, Consumer<Runnable> afterTick) {
        this.nanoClock = nanoClock;
        this.afterTick = afterTick;
        this.origin = nanoClock.getAsLong();
    }

    /** Calls {@link Entry#expired} after {@code nanos}, unless removed before. */
    void add(Entry entry, long nanos) {
        long now = nanoClock.getAsLong() - origin;
        if (size == 0) {
            turned = now / TICK_NANOS;
        }
        long due = now + Math.max(0, nanos);
        // An overflow means "in 292 years".
        entry.dueTick = due < 0 ? Long.MAX_VALUE : due / TICK_NANOS + 1;
        int spoke = (int) (entry.dueTick % SPOKES);
        Entry head = spokes[spoke];
        entry.next = head;
        entry.previous = null;
        if (head != null) {
            head.previous = entry;
        }
        spokes[spoke] = entry;
        entry.hangs = true;
        size++;
        if (!turning) {
            turning = true;
            afterTick.accept(turn);
        }
    }

    /** Forgets the entry; harmless if it isn't there. */
    void remove(Entry entry) {
        if (!entry.hangs) {
            return;
        }
        Entry previous = entry.previous;
        Entry next = entry.next;
        if (previous == null) {
            spokes[(int) (entry.dueTick % SPOKES)] = next;
        } else {
            previous.next = next;
        }
        if (next != null) {
            next.previous = previous;
        }
        entry.previous = null;
        entry.next = null;
        entry.hangs = false;
        size--;
    }

    private void turn() {
        long now = (nanoClock.getAsLong() - origin) / TICK_NANOS;
        // After a long stall one round visits every spoke; more would visit them again.
        long from = Math.max(turned + 1, now - SPOKES + 1);
        for (long tick = from; tick <= now; tick++) {
            expire((int) (tick % SPOKES), now);
        }
        turned = Math.max(turned, now);
        if (size == 0) {
            turning = false;
        } else {
            afterTick.accept(turn);
        }
    }

    private void expire(int spoke, long now) {
        Entry entry = spokes[spoke];
        while (entry != null) {
            if (entry.dueTick <= now) {
                remove(entry);
                entry.expired();
                // What expires may add and remove others, so the walk starts again.
                entry = spokes[spoke];
            } else {
                entry = entry.next;
            }
        }
    }

    /** Something that waits; hangs on at most one wheel at a time. */
    abstract static class Entry {
        private @Nullable Entry previous;
        private @Nullable Entry next;
        private long dueTick;
        private boolean hangs;

        abstract void expired();
    }
}
