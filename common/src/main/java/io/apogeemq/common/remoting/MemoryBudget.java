package io.apogeemq.common.remoting;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory that things of one kind may hold together in the whole process: unfinished frames, bodies
 * that wait to be read. Without it a few hundred connections that each send as much as one may
 * would take the process down. Whoever takes gives back what he took. Thread-safe.
 */
public final class MemoryBudget {
    private final long limitBytes;
    private final AtomicLong heldBytes = new AtomicLong();

    /** A budget of so many bytes. */
    public MemoryBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Takes {@code bytes} from the budget; false, taking nothing, if there aren't so many. */
    public boolean take(long bytes) {
        if (heldBytes.addAndGet(bytes) <= limitBytes) {
            return true;
        }
        heldBytes.addAndGet(-bytes);
        return false;
    }

    /** Gives back what was taken. */
    public void giveBack(long bytes) {
        heldBytes.addAndGet(-bytes);
    }

    /** What is taken now. */
    public long heldBytes() {
        return heldBytes.get();
    }

    /** What there is of it in all; more at a time is never to be had. */
    public long limitBytes() {
        return limitBytes;
    }
}
