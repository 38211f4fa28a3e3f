package io.apogeemq.broker.log;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Appends that wait for a force: many are released by one. Waiters come in nearly in the order of
 * their offsets and deadlines, so the oldest is at the head; one that is out of order is released a
 * force later at the most.
 *
 * <p>Thread-safe; completes futures outside its lock. Lock: its own monitor, a leaf.
 */
final class FlushWaiters implements Durability {

    private record Waiter(long endOffset, long deadlineNanos, CompletableFuture<Reached> done) {}

    private final ArrayDeque<Waiter> waiting = new ArrayDeque<>();
    private final long timeoutNanos;
    private final LongSupplier nanos;
    private final Runnable wakeFlusher;
    private long forcedEnd;
    private @Nullable NotDurableException failure;

    FlushWaiters(long timeoutNanos, LongSupplier nanos, Runnable wakeFlusher) {
        this.timeoutNanos = timeoutNanos;
        this.nanos = nanos;
        this.wakeFlusher = wakeFlusher;
    }

    @Override
    public CompletionStage<Reached> reached(long endOffset) {
        CompletableFuture<Reached> done = new CompletableFuture<>();
        synchronized (this) {
            if (failure != null) {
                done.completeExceptionally(failure);
                return done;
            }
            if (endOffset <= forcedEnd) {
                done.complete(Reached.ACHIEVED);
                return done;
            }
            waiting.add(new Waiter(endOffset, nanos.getAsLong() + timeoutNanos, done));
        }
        wakeFlusher.run();
        return done;
    }

    /** Releases those whose bytes are durable now. */
    void forced(long end) {
        ArrayDeque<Waiter> released = new ArrayDeque<>();
        synchronized (this) {
            forcedEnd = Math.max(forcedEnd, end);
            while (!waiting.isEmpty() && waiting.peek().endOffset <= forcedEnd) {
                released.add(waiting.remove());
            }
        }
        for (Waiter waiter : released) {
            waiter.done.complete(Reached.ACHIEVED);
        }
    }

    /**
     * Lets those go whose time is over. Not called by the thread that forces: a disk that hangs
     * hangs that thread, and that is when time runs out.
     *
     * @return ns until there may be another one; the timeout when nobody waits, since who comes
     *     later waits for as long
     */
    long expire(long nowNanos) {
        ArrayDeque<Waiter> late = new ArrayDeque<>();
        long next = timeoutNanos;
        synchronized (this) {
            while (!waiting.isEmpty()) {
                long left = waiting.peek().deadlineNanos - nowNanos;
                if (left > 0) {
                    next = left;
                    break;
                }
                late.add(waiting.remove());
            }
        }
        for (Waiter waiter : late) {
            waiter.done.complete(Reached.FLUSH_TIMEOUT);
        }
        return next;
    }

    /**
     * Fails everyone, now and from now on: what the disk says after a failed force means nothing.
     */
    void fail(Throwable cause) {
        NotDurableException lost = new NotDurableException(cause);
        ArrayDeque<Waiter> failed;
        synchronized (this) {
            failure = lost;
            failed = new ArrayDeque<>(waiting);
            waiting.clear();
        }
        for (Waiter waiter : failed) {
            waiter.done.completeExceptionally(lost);
        }
    }
}
