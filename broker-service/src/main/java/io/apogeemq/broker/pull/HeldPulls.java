package io.apogeemq.broker.pull;

import io.apogeemq.broker.index.ArrivalListener;
import io.apogeemq.common.broker.Refused;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The pulls that wait. Any thread adds; a waiting pull is taken out exactly once: by the
 * dispatcher's thread when a wanted message arrives, by the thread that calls {@link #step} when
 * its time is over, by whoever tells that a group has registered, or by its caller's cancelling.
 *
 * <p>One lock guards the tables, is held for a few look-ups, and never while a pull is resumed.
 * While nobody waits an arrival costs one volatile read.
 *
 * <p>No wake-up is lost: who adds a pull looks at the queue again afterwards, and the dispatcher
 * publishes the queue before it looks at who waits; both go through volatile fields, so at least
 * one of them sees the other.
 */
public final class HeldPulls implements ArrivalListener, AutoCloseable {

    /** What {@link #step} returns when nothing waits. */
    public static final long NEVER = Long.MAX_VALUE;

    /** What became of a wish to wait. */
    enum Admittance {
        HELD,
        FULL,
        CLOSED
    }

    private final int maxCount;
    private final long maxBytes;
    private final Executor resuming;
    private final Runnable sooner;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<HeldPull.Key, LinkedHashSet<HeldPull>> byKey = new HashMap<>();
    // Deadlines lie close together, so their difference is right also where the clock overflows.
    private final TreeSet<HeldPull> byDeadline =
            new TreeSet<>(
                    (a, b) -> {
                        long difference = a.deadlineNanos() - b.deadlineNanos();
                        return difference != 0
                                ? Long.signum(difference)
                                : Long.compare(a.ordinal(), b.ordinal());
                    });
    private long lastOrdinal;
    private long bytes;
    private boolean closed;

    /** Written under the lock, read without. */
    private volatile int count;

    /**
     * Holds nothing yet.
     *
     * @param resuming runs the second pass of pulls that a message, a heartbeat or the clock has
     *     woken; may run them at once
     * @param sooner called when a pull is added whose time is over before that of all others: the
     *     thread that calls {@link #step} has to be woken; quick, from any thread
     */
    public HeldPulls(PullSettings settings, Executor resuming, Runnable sooner) {
        this.maxCount = settings.maxHeldPulls();
        this.maxBytes = settings.maxHeldBytes();
        this.resuming = resuming;
        this.sooner = sooner;
    }

    Admittance add(HeldPull pull) {
        boolean first;
        lock.lock();
        try {
            if (closed) {
                return Admittance.CLOSED;
            }
            if (byDeadline.size() >= maxCount || bytes + pull.weightBytes() > maxBytes) {
                return Admittance.FULL;
            }
            pull.ordinal(++lastOrdinal);
            byDeadline.add(pull);
            byKey.computeIfAbsent(pull.key(), key -> new LinkedHashSet<>()).add(pull);
            bytes += pull.weightBytes();
            count = byDeadline.size();
            first = byDeadline.first() == pull;
        } finally {
            lock.unlock();
        }
        if (first) {
            sooner.run();
        }
        return Admittance.HELD;
    }

    /**
     * Takes a pull out.
     *
     * @return whether it was still there; then it is the caller's to resume or to end
     */
    boolean remove(HeldPull pull) {
        lock.lock();
        try {
            return takeOut(pull);
        } finally {
            lock.unlock();
        }
    }

    private boolean takeOut(HeldPull pull) {
        if (!byDeadline.remove(pull)) {
            return false;
        }
        byKey.computeIfPresent(
                pull.key(),
                (key, pulls) -> {
                    pulls.remove(pull);
                    return pulls.isEmpty() ? null : pulls;
                });
        bytes -= pull.weightBytes();
        count = byDeadline.size();
        return true;
    }

    @Override
    public void arrived(String topic, int queueId, long maxOffset) {
        if (count == 0) {
            return;
        }
        for (HeldPull pull : waitingFor(new HeldPull.QueueKey(topic, queueId))) {
            // Filters are looked through without the lock; only this thread asks them.
            if (pull.isAroused()) {
                resume(pull);
            }
        }
    }

    /** Resumes the pulls of a queue whatever is in it: an operator has moved its readers. */
    public void wake(String topic, int queueId) {
        waitingFor(new HeldPull.QueueKey(topic, queueId)).forEach(this::resume);
    }

    /** Tells that a group's members or what they want has changed. */
    public void groupChanged(String group) {
        if (count != 0) {
            waitingFor(new HeldPull.GroupKey(group)).forEach(this::resume);
        }
    }

    private List<HeldPull> waitingFor(HeldPull.Key key) {
        lock.lock();
        try {
            Collection<HeldPull> pulls = byKey.get(key);
            return pulls == null ? List.of() : new ArrayList<>(pulls);
        } finally {
            lock.unlock();
        }
    }

    private void resume(HeldPull pull) {
        if (remove(pull)) {
            resuming.execute(pull::resume);
        }
    }

    /**
     * Resumes the pulls whose time is over. Called by one thread, again when the returned time has
     * passed or when it was told that there is something sooner.
     *
     * @param nowNanos the monotonic clock
     * @return nanoseconds until the next one's time is over, {@link #NEVER} when none waits
     */
    public long step(long nowNanos) {
        List<HeldPull> over = new ArrayList<>();
        long next = NEVER;
        lock.lock();
        try {
            while (!byDeadline.isEmpty()) {
                HeldPull pull = byDeadline.first();
                long left = pull.deadlineNanos() - nowNanos;
                if (left > 0) {
                    next = left;
                    break;
                }
                takeOut(pull);
                over.add(pull);
            }
        } finally {
            lock.unlock();
        }
        for (HeldPull pull : over) {
            resuming.execute(pull::resume);
        }
        return next;
    }

    /** How many pulls wait. */
    public int count() {
        return count;
    }

    /** Ends all waits and takes no more. */
    @Override
    public void close() {
        List<HeldPull> left;
        lock.lock();
        try {
            closed = true;
            left = new ArrayList<>(byDeadline);
            byDeadline.clear();
            byKey.clear();
            bytes = 0;
            count = 0;
        } finally {
            lock.unlock();
        }
        for (HeldPull pull : left) {
            pull.answer(stopping());
        }
    }

    static Refused stopping() {
        return new Refused(Refused.Reason.SERVICE_NOT_AVAILABLE, "the broker is stopping");
    }
}
