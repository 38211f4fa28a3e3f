package io.apogeemq.common.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is told to move, in either direction. Thread-safe. */
public final class ManualClock implements InstantSource {

    private volatile Instant now;

    /** A clock that stands somewhere in 2026. */
    public ManualClock() {
        this(Instant.parse("2026-01-02T03:04:05.678Z"));
    }

    public ManualClock(Instant start) {
        this.now = start;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Moves on, or back where the step is negative. */
    public synchronized void advance(Duration step) {
        now = now.plus(step);
    }

    /** Jumps to a moment. */
    public synchronized void set(Instant instant) {
        now = instant;
    }
}
