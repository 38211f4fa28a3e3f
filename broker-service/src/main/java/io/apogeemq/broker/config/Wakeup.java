package io.apogeemq.broker.config;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Wakes one waiting thread. Signalling costs a volatile read while that thread is busy, so that
 * every append can afford it. Owned by the thread that waits; anyone may signal.
 */
final class Wakeup {

    private volatile @Nullable Thread waiting;
    private volatile boolean signalled;

    /** Tells that there is something to do. */
    void signal() {
        if (signalled) {
            return;
        }
        signalled = true;
        Thread thread = waiting;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /**
     * Waits for a signal that came since the last call returned.
     *
     * @param nanos the longest wait; below 1 does not wait
     * @return whether there was a signal
     */
    boolean await(long nanos) {
        if (!signalled && nanos > 0) {
            waiting = Thread.currentThread();
            try {
                long deadline = System.nanoTime() + nanos;
                long left = nanos;
                while (!signalled && left > 0 && !Thread.currentThread().isInterrupted()) {
                    LockSupport.parkNanos(this, left);
                    left = deadline - System.nanoTime();
                }
            } finally {
                waiting = null;
            }
        }
        boolean seen = signalled;
        signalled = false;
        return seen;
    }
}
