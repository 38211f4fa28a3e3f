package io.apogeemq.broker.log;

import io.apogeemq.common.message.RecordView;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds where the log ends: at the first position that holds no valid record. What lies behind is a
 * torn tail that no force had covered; it is reported and cleared, so that no later scan takes old
 * bytes for new ones. A damaged record that had been durable is something else: it stops the start.
 */
final class LogRecovery {

    private static final Logger LOG = LoggerFactory.getLogger(LogRecovery.class);
    private static final int ZEROING_STEP = 64 * 1024;

    /** A log is looked at once and may be larger than the memory: so much of it stays mapped in. */
    private static final int LET_GO_STEP = 16 * 1024 * 1024;

    private final SegmentFiles files;
    private final long forcedBefore;

    /**
     * Looks at the files of a log.
     *
     * @param forcedBefore physical offset before which everything was durable once
     */
    LogRecovery(SegmentFiles files, long forcedBefore) {
        this.files = files;
        this.forcedBefore = forcedBefore;
    }

    /** Returns the physical offset behind the last valid record, after clearing what follows it. */
    long recover() throws IOException {
        Segment[] segments = files.all();
        for (int i = 0; i < segments.length; i++) {
            Segment segment = segments[i];
            int position = endOfValid(segment);
            segment.letGo(0, segment.memory().limit());
            if (position < segment.memory().limit()) {
                long end = segment.baseOffset() + position;
                if (end < forcedBefore) {
                    throw new CorruptLogException(
                            "segment %s: no valid record at offset %d, but the log was durable up to %d (expected: an unbroken log; restore the file from a replica or a backup; nothing was changed)"
                                    .formatted(segment.name(), end, forcedBefore));
                }
                clear(segment, position);
                segment.letGo(position, segment.memory().limit());
                segment.isAllocatedUpTo(position);
                files.dropAfter(end);
                return end;
            }
        }
        return segments.length == 0 ? 0 : segments[segments.length - 1].endOffset();
    }

    /**
     * Position of the first byte that belongs to no valid record; the limit when the segment is
     * full.
     */
    private static int endOfValid(Segment segment) {
        ByteBuffer memory = segment.memory();
        int position = 0;
        int letGo = 0;
        while (position < memory.limit()) {
            if (position - letGo >= LET_GO_STEP) {
                segment.letGo(letGo, position);
                letGo = position;
            }
            RecordView.Validity found =
                    RecordView.check(
                            memory, position, memory.limit(), segment.baseOffset() + position);
            if (found == RecordView.Validity.VALID) {
                position += memory.getInt(position);
            } else if (found == RecordView.Validity.END_OF_SEGMENT) {
                return memory.limit();
            } else {
                if (found.isCorrupt()) {
                    LOG.atWarn()
                            .addKeyValue("segment", segment.name())
                            .addKeyValue("position", position)
                            .addKeyValue("reason", found.description())
                            .log("The log ends before an invalid record");
                }
                return position;
            }
        }
        return position;
    }

    private static void clear(Segment segment, int from) throws IOException {
        ByteBuffer memory = segment.memory();
        byte[] zeros = new byte[ZEROING_STEP];
        long cleared = 0;
        // Most of a segment was allocated and never written: reading that would take it into
        // memory.
        for (int at = segment.nextData(from);
                at < memory.limit();
                at = segment.nextData(Math.min(at + ZEROING_STEP, memory.limit()))) {
            int length = Math.min(ZEROING_STEP, memory.limit() - at);
            if (!isZero(memory, at, length)) {
                memory.put(at, zeros, 0, length);
                segment.force(at, at + length);
                cleared += length;
            }
        }
        if (cleared > 0) {
            LOG.atWarn()
                    .addKeyValue("segment", segment.name())
                    .addKeyValue("position", from)
                    .addKeyValue("bytes", cleared)
                    .log("Cleared what lay behind the log's end");
        }
    }

    private static boolean isZero(ByteBuffer memory, int from, int length) {
        int at = from;
        int end = from + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            if (memory.getLong(at) != 0) {
                return false;
            }
        }
        for (; at < end; at++) {
            if (memory.get(at) != 0) {
                return false;
            }
        }
        return true;
    }
}
