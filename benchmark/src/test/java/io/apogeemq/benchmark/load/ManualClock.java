package io.apogeemq.benchmark.load;

/** A clock that stands until it is moved. */
final class ManualClock implements MonotonicClock {

    private long now = 5_000_000_000L;

    @Override
    public long nanoTime() {
        return now;
    }

    void advanceMillis(long millis) {
        now += millis * 1_000_000;
    }
}
