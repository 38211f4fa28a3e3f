package io.apogeemq.broker.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * Remembers across restarts up to where the log is durable. Below the mark a damaged record is
 * corruption; at or above it, it may be the tail that a power cut tore.
 *
 * <p>One file of three slots. Two are written in turn and forced, once in a while, so that a torn
 * write leaves the slot before it. The third is written after each force of the log and not forced
 * itself, which costs nothing: a process that is killed leaves the exact mark behind.
 *
 * <p>Owner: the thread that opens the log, then the one that forces it.
 *
 * <table>
 *   <caption>A slot, big-endian; slot 0 begins at 0, slot 1 at 2048, slot 2 at 1024</caption>
 *   <tr><th>offset</th><th>width</th><th>meaning</th></tr>
 *   <tr><td>0</td><td>8</td><td>physical offset before which everything was forced</td></tr>
 *   <tr><td>8</td><td>4</td><td>CRC-32 of the 8 bytes before it, with all bits turned</td></tr>
 * </table>
 */
final class ForcedMark implements AutoCloseable {

    static final String NAME = "apogee-forced";
    private static final int FILE_BYTES = 4096;
    private static final int SLOT_BYTES = 2048;
    private static final int UNFORCED_SLOT = 1024;
    private static final int CRC_AT = Long.BYTES;

    /** The mark that a power cut leaves is older than this by one force at the most. */
    private static final long FORCE_NANOS = 1_000_000_000;

    private static final long FORCE_BYTES = 64L * 1024 * 1024;

    private final StoredFile file;
    private final ByteBuffer memory;
    private int nextSlot;

    /** Of all slots, which is what counts; and of those that were forced. */
    private long marked;

    private long durable;
    private long durableAtNanos = Long.MIN_VALUE;

    private ForcedMark(StoredFile file) {
        this.file = file;
        this.memory = file.memory();
        long first = read(0);
        long second = read(SLOT_BYTES);
        durable = Math.max(0, Math.max(first, second));
        marked = Math.max(durable, read(UNFORCED_SLOT));
        nextSlot = first > second ? SLOT_BYTES : 0;
    }

    static ForcedMark open(Storage control) throws IOException {
        StoredFile file = control.open(NAME, FILE_BYTES);
        try {
            ForcedMark mark = new ForcedMark(file);
            if (mark.marked == 0) {
                // Where blocks are made by writing zeros they must not meet a mark.
                file.allocate(0, FILE_BYTES);
            }
            control.forceNames();
            return mark;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Physical offset before which everything was forced; 0 when nothing is known. */
    long marked() {
        return marked;
    }

    /**
     * Everything before the offset is forced. The mark itself follows: in memory at once, on the
     * disk when enough has come together or enough time has gone by.
     *
     * @param nowNanos the monotonic clock
     */
    void forced(long physicalOffset, long nowNanos) throws IOException {
        if (physicalOffset > marked) {
            write(UNFORCED_SLOT, physicalOffset);
            marked = physicalOffset;
        }
        if (physicalOffset > durable
                && (durableAtNanos == Long.MIN_VALUE
                        || nowNanos - durableAtNanos >= FORCE_NANOS
                        || physicalOffset - durable >= FORCE_BYTES)) {
            mark(physicalOffset);
            durableAtNanos = nowNanos;
        }
    }

    /** Everything before the offset is forced; so is the mark when this returns. */
    void mark(long physicalOffset) throws IOException {
        if (physicalOffset <= durable) {
            return;
        }
        write(nextSlot, physicalOffset);
        file.force(nextSlot, CRC_AT + Integer.BYTES);
        durable = physicalOffset;
        marked = Math.max(marked, physicalOffset);
        nextSlot = nextSlot == 0 ? SLOT_BYTES : 0;
    }

    private void write(int slot, long physicalOffset) {
        memory.putLong(slot, physicalOffset);
        memory.putInt(slot + CRC_AT, crc(physicalOffset));
    }

    private long read(int slot) {
        long offset = memory.getLong(slot);
        return memory.getInt(slot + CRC_AT) == crc(offset) ? offset : -1;
    }

    private static int crc(long offset) {
        CRC32 crc = new CRC32();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, offset));
        // Turned, so that a slot of zeros is not valid.
        return ~(int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
