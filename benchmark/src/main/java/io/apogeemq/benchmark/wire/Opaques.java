package io.apogeemq.benchmark.wire;

/**
 * Request numbers that always have ten decimal digits, so that a frame keeps its length when only
 * the number changes.
 *
 * <p>They start over after 2^30 requests on a connection, which is far more than can be in flight.
 */
public final class Opaques {

    /** Width of every request number, in bytes of its text. */
    static final int DIGITS = 10;

    private static final int FIRST = 1_000_000_000;
    private static final int MASK = (1 << 30) - 1;

    private Opaques() {}

    /** The request number of the n-th request of a connection, from 0. */
    public static int of(long sequence) {
        return FIRST + (int) (sequence & MASK);
    }

    /**
     * The lower 30 bits of the sequence that a request number was made of.
     *
     * @throws MalformedReplyException if no request of ours has that number
     */
    public static int sequenceBits(int opaque) {
        int bits = opaque - FIRST;
        if (bits < 0 || bits > MASK) {
            throw new MalformedReplyException(
                    "opaque: " + opaque + " (expected: >= " + FIRST + ")");
        }
        return bits;
    }

    /** Whether the request number belongs to the sequence. */
    public static boolean matches(int opaque, long sequence) {
        return of(sequence) == opaque;
    }
}
