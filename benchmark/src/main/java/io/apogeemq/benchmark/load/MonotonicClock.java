package io.apogeemq.benchmark.load;

/**
 * Time for measuring: nanoseconds from an arbitrary origin, never going back. Tests set it by hand.
 */
@FunctionalInterface
public interface MonotonicClock {

    /** The JVM's own. */
    static MonotonicClock system() {
        return System::nanoTime;
    }

    /** Nanoseconds since the clock's origin. */
    long nanoTime();
}
