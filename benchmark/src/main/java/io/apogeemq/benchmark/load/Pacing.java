package io.apogeemq.benchmark.load;

import java.time.Duration;

/** When a load sends its next request. */
public sealed interface Pacing {

    /** How long requests are sent. */
    Duration duration();

    /** Most requests that are sent, whatever the time. */
    long maxRequests();

    /**
     * Closed loop: a reply makes room for the next request. Shows what a server can do, but not how
     * long users wait: when the server stalls, so does the load.
     *
     * @param window requests in flight per connection
     */
    record ClosedLoop(int window, Duration duration, long maxRequests) implements Pacing {

        /** Checks the window. */
        public ClosedLoop {
            if (window < 1 || window > 1 << 16) {
                throw new IllegalArgumentException("window: " + window + " (expected: 1..65536)");
            }
        }
    }

    /**
     * Open loop: requests are due at a fixed rate, whether replies come or not, and latency counts
     * from when a request was due. So a stall counts for every request that should have been sent
     * meanwhile (no coordinated omission).
     *
     * @param perSecond requests due each second over all connections
     */
    record FixedRate(int perSecond, Duration duration) implements Pacing {

        /** Checks the rate. */
        public FixedRate {
            if (perSecond < 1 || perSecond > 10_000_000) {
                throw new IllegalArgumentException(
                        "perSecond: " + perSecond + " (expected: 1..10000000)");
            }
        }

        @Override
        public long maxRequests() {
            return new FixedRateSchedule(0, perSecond).dueBy(duration.toNanos() - 1);
        }
    }
}
