package io.apogeemq.common.remoting;

import java.time.Duration;

/**
 * What one connection may take from us; the same for both ends.
 *
 * @param maxFrameBytes largest frame in either direction, its length field included; over it the
 *     connection is closed
 * @param maxHeaderBytes largest header that is read
 * @param maxFields most ext fields in one header
 * @param maxInFlightRequests requests of the peer that wait for our answer; at the limit reading
 *     stops until half of them are answered. Clients allow themselves 65,535
 * @param maxPendingCalls calls of ours that wait for the peer's answer; at the limit calls fail
 * @param outboundHighBytes bytes waiting to be sent at which reading stops; at four times as much
 *     (at least two frames) calls fail and one-way requests are dropped
 * @param outboundLowBytes bytes waiting to be sent at which reading resumes
 * @param idleTimeout silence in both directions after which the connection is closed
 * @param firstFrameDeadline from connecting to the first complete frame
 * @param partialFrameDeadline from the first byte of a frame to its last
 */
public record ConnectionLimits(
        int maxFrameBytes,
        int maxHeaderBytes,
        int maxFields,
        int maxInFlightRequests,
        int maxPendingCalls,
        int outboundHighBytes,
        int outboundLowBytes,
        Duration idleTimeout,
        Duration firstFrameDeadline,
        Duration partialFrameDeadline) {
    private static final int MEBIBYTE = 1 << 20;
    private static final int LARGEST_FRAME = 1 << 30;

    /** Checks that the limits make sense. */
    public ConnectionLimits {
        range("max-frame", maxFrameBytes, 1024, LARGEST_FRAME);
        range("max-header", maxHeaderBytes, 128, (1 << 24) - 1);
        range("max-fields", maxFields, 1, 1 << 20);
        range("max-in-flight-requests", maxInFlightRequests, 1, Integer.MAX_VALUE);
        range("max-pending-calls", maxPendingCalls, 1, Integer.MAX_VALUE);
        range("outbound-low", outboundLowBytes, 1, LARGEST_FRAME);
        range("outbound-high", outboundHighBytes, outboundLowBytes, LARGEST_FRAME);
        positive("idle-timeout", idleTimeout);
        positive("first-frame-deadline", firstFrameDeadline);
        positive("partial-frame-deadline", partialFrameDeadline);
    }

    /** 16 MiB frames, 1 MiB headers, idle after 120 s, first frame within 30 s. */
    public static ConnectionLimits defaults() {
        return new ConnectionLimits(
                16 * MEBIBYTE,
                MEBIBYTE,
                1024,
                65_536,
                65_535,
                4 * MEBIBYTE,
                MEBIBYTE,
                Duration.ofSeconds(120),
                Duration.ofSeconds(30),
                Duration.ofSeconds(120));
    }

    /** The same with another frame limit. */
    public ConnectionLimits withMaxFrameBytes(int bytes) {
        return new ConnectionLimits(
                bytes,
                maxHeaderBytes,
                maxFields,
                maxInFlightRequests,
                maxPendingCalls,
                outboundHighBytes,
                outboundLowBytes,
                idleTimeout,
                firstFrameDeadline,
                partialFrameDeadline);
    }

    /** The same with other bounds for what waits: the peer's requests and our calls. */
    public ConnectionLimits withWaiting(int inFlightRequests, int pendingCalls) {
        return new ConnectionLimits(
                maxFrameBytes,
                maxHeaderBytes,
                maxFields,
                inFlightRequests,
                pendingCalls,
                outboundHighBytes,
                outboundLowBytes,
                idleTimeout,
                firstFrameDeadline,
                partialFrameDeadline);
    }

    /** The same with other water marks for bytes that wait to be sent. */
    public ConnectionLimits withOutbound(int lowBytes, int highBytes) {
        return new ConnectionLimits(
                maxFrameBytes,
                maxHeaderBytes,
                maxFields,
                maxInFlightRequests,
                maxPendingCalls,
                highBytes,
                lowBytes,
                idleTimeout,
                firstFrameDeadline,
                partialFrameDeadline);
    }

    /** The same with other times. */
    public ConnectionLimits withDeadlines(
            Duration idle, Duration firstFrame, Duration partialFrame) {
        return new ConnectionLimits(
                maxFrameBytes,
                maxHeaderBytes,
                maxFields,
                maxInFlightRequests,
                maxPendingCalls,
                outboundHighBytes,
                outboundLowBytes,
                idle,
                firstFrame,
                partialFrame);
    }

    /** Bytes waiting to be sent at which nothing of our own is added any more. */
    long outboundLimitBytes() {
        return Math.max(4L * outboundHighBytes, 2L * maxFrameBytes);
    }

    private static void range(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: more than 0)");
        }
    }
}
