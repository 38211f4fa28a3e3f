package io.apogeemq.benchmark.load;

/**
 * The timetable of an open loop: request n is due at start + n / rate, however late the load is.
 * Immutable.
 *
 * @param startNanos when request 0 is due
 * @param perSecond requests due each second
 */
record FixedRateSchedule(long startNanos, int perSecond) {

    private static final long SECOND = 1_000_000_000L;

    /** When a request is due. Whole seconds are counted apart, so that no product overflows. */
    long due(long request) {
        return startNanos + request / perSecond * SECOND + request % perSecond * SECOND / perSecond;
    }

    /** How many requests are due up to and including a moment. */
    long dueBy(long nowNanos) {
        long elapsed = nowNanos - startNanos;
        if (elapsed < 0) {
            return 0;
        }
        long estimate = elapsed / SECOND * perSecond + elapsed % SECOND * perSecond / SECOND;
        // Due times are rounded down, so the one after the estimate may have come as well.
        return due(estimate + 1) <= nowNanos ? estimate + 2 : estimate + 1;
    }
}
