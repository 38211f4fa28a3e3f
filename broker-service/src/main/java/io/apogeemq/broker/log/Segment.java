package io.apogeemq.broker.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One file of the log: the bytes from its base offset on. Leases keep it mapped; it is unmapped
 * when the log has let go of it and the last lease is closed, because a socket may still be sending
 * its bytes from native code that no arena stops.
 */
final class Segment {

    private final long baseOffset;
    private final StoredFile file;
    private final ByteBuffer memory;
    private final String name;

    /** One for the log itself, one for each lease. */
    private final AtomicInteger holders = new AtomicInteger(1);

    /**
     * Bytes that own blocks, counted from the segment's start. Written under the log's file lock,
     * by the thread that makes room ahead and by appends that find none; read by every append.
     */
    private volatile int allocatedBytes;

    /** Written and read under the log's file lock. */
    private int prefaultedBytes;

    Segment(long baseOffset, String name, StoredFile file) {
        this.baseOffset = baseOffset;
        this.name = name;
        this.file = file;
        this.memory = file.memory();
    }

    long baseOffset() {
        return baseOffset;
    }

    long endOffset() {
        return baseOffset + memory.limit();
    }

    String name() {
        return name;
    }

    /** The whole segment; callers use absolute access only. */
    ByteBuffer memory() {
        return memory;
    }

    /**
     * Makes blocks real up to a position; cheap when they are. Called under the log's file lock.
     */
    void allocate(int toPosition) throws IOException {
        if (toPosition > allocatedBytes) {
            file.allocate(allocatedBytes, toPosition - allocatedBytes);
            allocatedBytes = toPosition;
        }
    }

    /**
     * Says that what lies before a position has its blocks from an earlier life: allocation goes on
     * behind it, since where blocks are made by writing zeros they must not meet records.
     */
    void isAllocatedUpTo(int position) {
        allocatedBytes = Math.max(allocatedBytes, position);
    }

    int allocatedBytes() {
        return allocatedBytes;
    }

    void prefault(int fromPosition, int toPosition) {
        int from = Math.max(fromPosition, prefaultedBytes);
        if (toPosition > from) {
            file.prefault(from, toPosition - from);
            prefaultedBytes = toPosition;
        }
    }

    /** Lets go of the memory of a range that was looked at; see {@link StoredFile#letGo}. */
    void letGo(int from, int to) {
        file.letGo(from, to - from);
    }

    /** Where bytes may follow that aren't zeros; the limit of the memory when none can. */
    int nextData(int from) {
        return file.nextData(from);
    }

    void force(int from, int to) throws IOException {
        file.force(from, to - from);
    }

    /** Takes a hold, unless the segment is already on its way out. */
    boolean hold() {
        while (true) {
            int now = holders.get();
            if (now == 0) {
                return false;
            }
            if (holders.compareAndSet(now, now + 1)) {
                return true;
            }
        }
    }

    /** Gives a hold back; the last one closes the file. */
    void release() {
        int left = holders.decrementAndGet();
        if (left < 0) {
            throw new IllegalStateException("segment " + name + " was released too often");
        }
        if (left == 0) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException("segment " + name + " cannot be closed", e);
            }
        }
    }
}
