package io.apogeemq.broker.log;

import io.apogeemq.common.message.RecordLayout;
import io.apogeemq.common.message.RecordView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges what a start finds at the end of the log and behind it, where nobody knows whether the
 * disk ever had it: which records are whole, and whether what follows the first that is not may be
 * given up.
 *
 * <p>Used by the thread that opens the log.
 */
final class LogTail {

    private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);
    private static final String COPY = "apogee-cut-";
    static final int PAGE_BYTES = 4096;

    /** Properties longer than this leave no room for a record CRC and its separator. */
    private static final int MAX_PROPERTIES_WITH_ROOM =
            RecordLayout.MAX_PROPERTIES_BYTES - RecordLayout.RECORD_CRC_BYTES - 1;

    private final SegmentFiles files;
    private final Storage control;
    private final LastRun lastRun;
    private final RecordView view = new RecordView();

    /**
     * Looks at the files of a log.
     *
     * @param control the store's own directory, where copies are kept
     */
    LogTail(SegmentFiles files, Storage control, LastRun lastRun) {
        this.files = files;
        this.control = control;
        this.lastRun = lastRun;
    }

    /**
     * Whether a record that looks right lacks its end: a page that never came to the disk, or a
     * process that was killed before it wrote that far, leaves zeros there, and no checksum that
     * could tell. For records that no force is known to have covered.
     */
    boolean isTorn(ByteBuffer memory, int position) {
        view.wrap(memory, position);
        if (view.hasRecordCrc()) {
            return false;
        }
        boolean hasRoom = view.propertiesLength() <= MAX_PROPERTIES_WITH_ROOM;
        return (lastRun.recordCrc() && hasRoom) || lacksAPage(memory, position + view.totalBytes());
    }

    /**
     * Whether a page, or what the record has of it, is all zeros behind the body, which has a
     * checksum of its own. Texts have no zeros.
     */
    private boolean lacksAPage(ByteBuffer memory, int end) {
        for (int at = view.topicPosition(); at < end; at = endOfPage(at, end)) {
            if (isZero(memory, at, endOfPage(at, end))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Decides what becomes of what lies behind the log's end: nothing is given up that might have
     * been acknowledged.
     *
     * @param end physical offset behind the last valid record
     * @param reason what is there instead of a record
     * @throws CorruptLogException when records were there that cannot have got lost by a crash
     * @throws IOException when what has to be kept cannot be; nothing was changed then
     */
    void giveUp(long end, RecordView.Validity reason) throws IOException {
        long behind = firstValidBehind(end);
        if (behind < 0) {
            return;
        }
        if (lastRun.stop() == LastRun.Stop.KILLED) {
            throw new CorruptLogException(
                    damage(end, reason)
                            + ", but valid ones from offset %d on. The process before was killed and lost nothing, so this is damage (%s)"
                                    .formatted(behind, cure()));
        }
        for (Segment segment : files.all()) {
            if (segment.endOffset() > end) {
                int from = (int) Math.max(0, end - segment.baseOffset());
                keep(segment, from, endOfData(segment, from));
            }
        }
    }

    /** Where the log is damaged, for messages to people. */
    String damage(long end, RecordView.Validity reason) {
        Segment segment = files.find(end);
        return "segment %s/%s: no valid record at offset %d (%s)"
                .formatted(
                        files.description(),
                        segment == null ? SegmentFiles.name(files.baseOf(end)) : segment.name(),
                        end,
                        reason.description());
    }

    /** What to do about it, for messages to people. */
    String cure() {
        return "expected: an unbroken log; restore the file from a replica or a backup; or, to go on without what follows, delete abort and %s in %s, and it is kept there as %s...; nothing was changed"
                .formatted(ForcedMark.NAME, control.description(), COPY);
    }

    /** Physical offset of the first record, or end of a segment, behind an offset; -1 for none. */
    private long firstValidBehind(long end) {
        for (Segment segment : files.all()) {
            if (segment.endOffset() > end) {
                int from = (int) Math.max(0, end + 1 - segment.baseOffset());
                int found = firstValid(segment, from);
                segment.letGo(from, segment.memory().limit());
                if (found >= 0) {
                    return segment.baseOffset() + found;
                }
            }
        }
        return -1;
    }

    private int firstValid(Segment segment, int from) {
        int limit = segment.memory().limit();
        int behind = limit - RecordLayout.FILLER_HEADER_BYTES + 1;
        int at = from;
        while (at < behind) {
            int data = nextNonZeroPage(segment, at);
            // A record may begin with zeros that end the page before.
            at = Math.max(at, data - Integer.BYTES);
            for (int end = Math.min(endOfPage(data, limit), behind); at < end; at++) {
                if (isValid(segment, at)) {
                    return at;
                }
            }
        }
        return -1;
    }

    private boolean isValid(Segment segment, int at) {
        ByteBuffer memory = segment.memory();
        int magic = memory.getInt(at + RecordLayout.MAGIC_AT);
        if (magic == RecordLayout.MAGIC_FILLER) {
            return memory.getInt(at) == memory.limit() - at;
        }
        return (magic == RecordLayout.MAGIC_V1 || magic == RecordLayout.MAGIC_V2)
                && RecordView.check(memory, at, memory.limit(), segment.baseOffset() + at)
                        == RecordView.Validity.VALID
                && !isTorn(memory, at);
    }

    /** Copies bytes of the log into a file of the store, durably. */
    private void keep(Segment segment, int from, int to) throws IOException {
        if (to <= from) {
            return;
        }
        String name = copyName(segment.baseOffset() + from);
        try (StoredFile copy = control.open(name, to - from)) {
            copy.allocate(0, to - from);
            copy.memory().put(0, segment.memory(), from, to - from);
            copy.force(0, to - from);
        }
        control.forceNames();
        LOG.atError()
                .addKeyValue("segment", segment.name())
                .addKeyValue("position", from)
                .addKeyValue("bytes", to - from)
                .addKeyValue("copy", control.description() + "/" + name)
                .log(
                        "The log ends before a record that the disk lost, and others follow it; they are cut off and kept as a copy");
    }

    private String copyName(long physicalOffset) throws IOException {
        List<String> taken = control.names();
        String name = COPY + SegmentFiles.name(physicalOffset);
        String free = name;
        for (int i = 2; taken.contains(free); i++) {
            free = name + "-" + i;
        }
        return free;
    }

    private static int endOfData(Segment segment, int from) {
        int limit = segment.memory().limit();
        int end = from;
        for (int at = nextNonZeroPage(segment, from); at < limit; ) {
            end = endOfPage(at, limit);
            at = nextNonZeroPage(segment, end);
        }
        return end;
    }

    /** Where the first page, or rest of a page, begins that isn't all zeros; the limit for none. */
    static int nextNonZeroPage(Segment segment, int from) {
        ByteBuffer memory = segment.memory();
        int limit = memory.limit();
        // Most of a segment was allocated and never written: reading that would take it into
        // memory.
        int at = segment.nextData(from);
        while (at < limit && isZero(memory, at, endOfPage(at, limit))) {
            at = segment.nextData(endOfPage(at, limit));
        }
        return at;
    }

    static int endOfPage(int position, int limit) {
        return (int) Math.min(limit, (position / PAGE_BYTES + 1L) * PAGE_BYTES);
    }

    private static boolean isZero(ByteBuffer memory, int from, int end) {
        int at = from;
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
