package io.apogeemq.broker.log;

import java.time.Duration;

/**
 * How a log behaves.
 *
 * @param segmentBytes length of every segment file, fixed for the life of a store
 * @param allocateAheadBytes how far ahead of the end blocks are made real
 * @param prefaultAheadBytes how far ahead of the end pages are touched
 * @param syncFlush whether an append is acknowledged only after a force
 * @param syncFlushTimeout the longest wait for that
 * @param recordCrc whether records end with a record CRC, which covers all of the record; that of
 *     the body, which every record has, leaves topic and properties unprotected
 */
public record LogOptions(
        int segmentBytes,
        int allocateAheadBytes,
        int prefaultAheadBytes,
        boolean syncFlush,
        Duration syncFlushTimeout,
        boolean recordCrc) {

    /** Smallest segment: below it the largest allowed message would not fit comfortably. */
    public static final int MIN_SEGMENT_BYTES = 64 * 1024;

    /** With a record CRC. */
    public LogOptions(
            int segmentBytes,
            int allocateAheadBytes,
            int prefaultAheadBytes,
            boolean syncFlush,
            Duration syncFlushTimeout) {
        this(
                segmentBytes,
                allocateAheadBytes,
                prefaultAheadBytes,
                syncFlush,
                syncFlushTimeout,
                true);
    }

    public LogOptions {
        if (segmentBytes < MIN_SEGMENT_BYTES) {
            throw new IllegalArgumentException(
                    "segmentBytes: %d (expected: >= %d)"
                            .formatted(segmentBytes, MIN_SEGMENT_BYTES));
        }
        if (allocateAheadBytes < 0 || prefaultAheadBytes < 0) {
            throw new IllegalArgumentException(
                    "allocateAheadBytes, prefaultAheadBytes: %d, %d (expected: >= 0)"
                            .formatted(allocateAheadBytes, prefaultAheadBytes));
        }
        if (syncFlushTimeout.isNegative() || syncFlushTimeout.isZero()) {
            throw new IllegalArgumentException(
                    "syncFlushTimeout: %s (expected: > 0)".formatted(syncFlushTimeout));
        }
    }
}
