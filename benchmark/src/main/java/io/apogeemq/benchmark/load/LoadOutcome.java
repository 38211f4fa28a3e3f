package io.apogeemq.benchmark.load;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to.
 *
 * @param messages messages stored or read, each checked
 * @param errors replies with another code than success; their messages don't count
 * @param firstError the first of them in words, null without any
 * @param elapsedNanos from the first request to the last reply
 * @param latencyNanos per request, from when it was due to when its reply was read; ready for
 *     reading only
 */
public record LoadOutcome(
        long messages,
        long errors,
        @Nullable String firstError,
        long elapsedNanos,
        Histogram latencyNanos) {

    /** Messages each second. */
    public double messagesPerSecond() {
        return elapsedNanos == 0 ? 0 : messages * 1e9 / elapsedNanos;
    }

    /** A latency percentile in microseconds. */
    public double latencyMicros(double percentile) {
        return latencyNanos.getValueAtPercentile(percentile) / 1e3;
    }
}
