package io.apogeemq.namesrv.config;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Starts with the wall clock and then counts by the monotonic one: a corrected wall clock must not
 * make all brokers look silent.
 */
final class SteadyClock implements InstantSource {
    private final Instant start = Instant.now();
    private final long startNanos = System.nanoTime();

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - startNanos);
    }
}
