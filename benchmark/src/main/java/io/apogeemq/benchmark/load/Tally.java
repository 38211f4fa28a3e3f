package io.apogeemq.benchmark.load;

import io.apogeemq.benchmark.wire.ReplyScanner;
import java.nio.ByteBuffer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a run has seen so far: replies, messages, latencies, and the first error in words.
 * Single-threaded.
 */
final class Tally {

    private static final long LONGEST_NANOS = 60_000_000_000L;

    private final Histogram latency = new Histogram(LONGEST_NANOS, 3);
    private long messages;
    private long errors;
    private @Nullable String firstError;
    private long startNanos;
    private long lastNanos;

    void begin(long nowNanos) {
        startNanos = nowNanos;
        lastNanos = nowNanos;
    }

    void success(int messageCount, long dueNanos, long nowNanos) {
        messages += messageCount;
        latency.recordValue(Math.clamp(nowNanos - dueNanos, 0, LONGEST_NANOS));
        lastNanos = nowNanos;
    }

    void error(ReplyScanner reply, ByteBuffer in, long nowNanos) {
        errors++;
        if (firstError == null) {
            firstError = "code " + reply.code() + ": " + reply.remark(in);
        }
        lastNanos = nowNanos;
    }

    LoadOutcome outcome() {
        return new LoadOutcome(messages, errors, firstError, lastNanos - startNanos, latency);
    }
}
