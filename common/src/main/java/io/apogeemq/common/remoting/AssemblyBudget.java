package io.apogeemq.common.remoting;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory that unfinished frames of all connections may hold together. Without it a few hundred
 * connections that each send all but the last byte of a large frame would take the process down.
 * Thread-safe.
 */
final class AssemblyBudget {
    private final long limitBytes;
    private final AtomicLong heldBytes = new AtomicLong();

    AssemblyBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Takes {@code bytes} from the budget; false, taking nothing, if there aren't so many. */
    boolean take(long bytes) {
        if (heldBytes.addAndGet(bytes) <= limitBytes) {
            return true;
        }
        heldBytes.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        heldBytes.addAndGet(-bytes);
    }

    long heldBytes() {
        return heldBytes.get();
    }
}
