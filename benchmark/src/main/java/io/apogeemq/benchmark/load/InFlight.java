package io.apogeemq.benchmark.load;

import io.apogeemq.benchmark.wire.Opaques;
import java.util.Arrays;

/**
 * The requests of one connection that have no reply yet: when each was due, and what it was for.
 *
 * <p>A ring indexed by the request's sequence. Replies may come in any order; a request whose place
 * is still taken by an unanswered one waits. Single-threaded.
 */
final class InFlight {

    private static final long FREE = -1;

    private final long[] sequences;
    private final long[] dueNanos;
    private final int[] tags;
    private final int mask;
    private long next;
    private int count;

    /**
     * @param capacity most requests in flight, a power of two up to 2^20
     */
    InFlight(int capacity) {
        if (Integer.bitCount(capacity) != 1 || capacity > 1 << 20) {
            throw new IllegalArgumentException(
                    "capacity: " + capacity + " (expected: a power of two <= 2^20)");
        }
        this.sequences = new long[capacity];
        this.dueNanos = new long[capacity];
        this.tags = new int[capacity];
        this.mask = capacity - 1;
        Arrays.fill(sequences, FREE);
    }

    /** Whether the next request has a place. */
    boolean hasRoom() {
        return sequences[(int) next & mask] == FREE;
    }

    /**
     * Notes the next request.
     *
     * @param due when it was to be sent; its latency counts from there
     * @param tag comes back with {@link #tag}
     * @return its request number
     */
    int add(long due, int tag) {
        int slot = (int) next & mask;
        if (sequences[slot] != FREE) {
            throw new IllegalStateException("request " + next + " has no place");
        }
        sequences[slot] = next;
        dueNanos[slot] = due;
        tags[slot] = tag;
        count++;
        return Opaques.of(next++);
    }

    /** The place of the request that a reply answers, or -1 if none waits for it. */
    int find(int opaque) {
        int slot = Opaques.sequenceBits(opaque) & mask;
        return sequences[slot] != FREE && Opaques.matches(opaque, sequences[slot]) ? slot : -1;
    }

    /** When the request in a place was due. */
    long due(int slot) {
        return dueNanos[slot];
    }

    /** What the request in a place was for. */
    int tag(int slot) {
        return tags[slot];
    }

    /** Frees a place. */
    void remove(int slot) {
        sequences[slot] = FREE;
        count--;
    }

    /** Requests without a reply. */
    int count() {
        return count;
    }
}
