package io.apogeemq.broker.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * Remembers across restarts up to where whole segments are durable. Below the mark a damaged record
 * is corruption; at or above it, it is the tail that a power cut tore.
 *
 * <p>One file of two slots, written in turn, so that a torn write leaves the slot before it.
 * Written by the forcing thread, once per segment and at a clean stop.
 *
 * <table>
 *   <caption>A slot, big-endian; slot 0 begins at 0, slot 1 at 2048</caption>
 *   <tr><th>offset</th><th>width</th><th>meaning</th></tr>
 *   <tr><td>0</td><td>8</td><td>physical offset before which everything was forced</td></tr>
 *   <tr><td>8</td><td>4</td><td>CRC-32 of the 8 bytes before it, with all bits turned</td></tr>
 * </table>
 */
final class ForcedMark implements AutoCloseable {

    private static final String NAME = "apogee-forced";
    private static final int FILE_BYTES = 4096;
    private static final int SLOT_BYTES = 2048;
    private static final int CRC_AT = Long.BYTES;

    private final StoredFile file;
    private final ByteBuffer memory;
    private int nextSlot;
    private long marked;

    private ForcedMark(StoredFile file) {
        this.file = file;
        this.memory = file.memory();
        long first = read(0);
        long second = read(SLOT_BYTES);
        marked = Math.max(0, Math.max(first, second));
        nextSlot = first > second ? SLOT_BYTES : 0;
    }

    static ForcedMark open(Storage control) throws IOException {
        StoredFile file = control.open(NAME, FILE_BYTES);
        try {
            file.allocate(0, FILE_BYTES);
            control.forceNames();
            return new ForcedMark(file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Physical offset before which everything was forced; 0 when nothing is known. */
    long marked() {
        return marked;
    }

    void mark(long physicalOffset) throws IOException {
        if (physicalOffset <= marked) {
            return;
        }
        memory.putLong(nextSlot, physicalOffset);
        memory.putInt(nextSlot + CRC_AT, crc(physicalOffset));
        file.force(nextSlot, CRC_AT + Integer.BYTES);
        marked = physicalOffset;
        nextSlot = nextSlot == 0 ? SLOT_BYTES : 0;
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
