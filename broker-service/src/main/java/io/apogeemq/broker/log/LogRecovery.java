package io.apogeemq.broker.log;

import io.apogeemq.common.message.RecordLayout;
import io.apogeemq.common.message.RecordView;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds where the log ends: at the first position that holds no valid record. What lies behind is a
 * torn tail that no force had covered; it is reported and cleared, so that no later scan takes old
 * bytes for new ones. A damaged record that had been durable is something else: it stops the start.
 *
 * <p>The page cache outlives a process, so what is found need not be on the disk. It is forced
 * before anybody is told of it.
 */
final class LogRecovery {

    private static final Logger LOG = LoggerFactory.getLogger(LogRecovery.class);

    /** A log is looked at once and may be larger than the memory: so much of it stays mapped in. */
    private static final int LET_GO_STEP = 16 * 1024 * 1024;

    private final SegmentFiles files;
    private final ForcedMark mark;
    private final LogTail tail;
    private RecordView.Validity behind = RecordView.Validity.EMPTY;

    LogRecovery(SegmentFiles files, ForcedMark mark, LogTail tail) {
        this.files = files;
        this.mark = mark;
        this.tail = tail;
    }

    /**
     * Makes the log end behind its last valid record.
     *
     * @return physical offset behind the last valid record, before which everything is forced
     */
    long recover() throws IOException {
        if (files.all().length == 0 && mark.marked() > 0) {
            throw new CorruptLogException(
                    "%s holds no log, but there was one up to offset %d (is the right disk mounted? %s)"
                            .formatted(files.description(), mark.marked(), tail.cure()));
        }
        long end = findEnd();
        if (end < mark.marked()) {
            throw new CorruptLogException(
                    tail.damage(end, behind)
                            + ", but the log was durable up to %d (%s)"
                                    .formatted(mark.marked(), tail.cure()));
        }
        tail.giveUp(end, behind);
        Segment last = files.find(end);
        if (last != null) {
            int position = (int) (end - last.baseOffset());
            clear(last, position);
            last.letGo(position, last.memory().limit());
            last.isAllocatedUpTo(position);
        }
        files.dropAfter(end);
        force(end);
        return end;
    }

    /** Physical offset of the first byte that belongs to no valid record. */
    private long findEnd() {
        Segment[] segments = files.all();
        for (Segment segment : segments) {
            int position = endOfValid(segment);
            segment.letGo(0, segment.memory().limit());
            if (position < segment.memory().limit()) {
                return segment.baseOffset() + position;
            }
        }
        return segments.length == 0 ? 0 : segments[segments.length - 1].endOffset();
    }

    /**
     * Position of the first byte that belongs to no valid record; the limit when the segment is
     * full.
     */
    private int endOfValid(Segment segment) {
        ByteBuffer memory = segment.memory();
        int position = 0;
        int letGo = 0;
        while (position < memory.limit()) {
            if (position - letGo >= LET_GO_STEP) {
                segment.letGo(letGo, position);
                letGo = position;
            }
            long offset = segment.baseOffset() + position;
            RecordView.Validity found = RecordView.check(memory, position, memory.limit(), offset);
            if (found == RecordView.Validity.VALID
                    && offset >= mark.marked()
                    && tail.isTorn(memory, position)) {
                found = RecordView.Validity.BAD_RECORD_CRC;
            }
            if (found == RecordView.Validity.VALID) {
                position += memory.getInt(position + RecordLayout.TOTAL_BYTES_AT);
            } else if (found == RecordView.Validity.END_OF_SEGMENT) {
                return memory.limit();
            } else {
                behind = found;
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
        int limit = memory.limit();
        byte[] zeros = new byte[LogTail.PAGE_BYTES];
        long cleared = 0;
        for (int at = LogTail.nextNonZeroPage(segment, from); at < limit; ) {
            int end = LogTail.endOfPage(at, limit);
            memory.put(at, zeros, 0, end - at);
            cleared += end - at;
            at = LogTail.nextNonZeroPage(segment, end);
        }
        if (cleared > 0) {
            segment.force(from, limit);
            LOG.atWarn()
                    .addKeyValue("segment", segment.name())
                    .addKeyValue("position", from)
                    .addKeyValue("bytes", cleared)
                    .log("Cleared what lay behind the log's end");
        }
    }

    /** Makes what was found durable, and says so. */
    private void force(long end) throws IOException {
        long from = mark.marked();
        for (Segment segment : files.all()) {
            if (segment.endOffset() > from && segment.baseOffset() < end) {
                segment.force(
                        (int) Math.max(0, from - segment.baseOffset()),
                        (int) Math.min(segment.memory().limit(), end - segment.baseOffset()));
            }
        }
        mark.mark(end);
    }
}
