package io.apogeemq.broker.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of a log, oldest first and without gaps. Readers see an immutable array; files are
 * created, allocated and removed under this object's monitor (a leaf lock, it does I/O and is taken
 * by an append only when the allocating thread has fallen behind).
 */
final class SegmentFiles implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SegmentFiles.class);
    private static final int NAME_LENGTH = 20;

    private final Storage storage;
    private final int segmentBytes;
    private volatile Segment[] segments = {};

    SegmentFiles(Storage storage, int segmentBytes) {
        this.storage = storage;
        this.segmentBytes = segmentBytes;
    }

    /**
     * Opens what is there.
     *
     * @param forcedBefore physical offset before which everything was durable once
     */
    synchronized void open(long forcedBefore) throws IOException {
        List<String> names = new ArrayList<>();
        for (String name : storage.names()) {
            if (isSegmentName(name)) {
                names.add(name);
            } else {
                LOG.atWarn()
                        .addKeyValue("file", name)
                        .addKeyValue("directory", storage.description())
                        .log("Not a log segment, left alone");
            }
        }
        names.sort(null);
        dropEmptyLast(names, forcedBefore);
        List<Segment> opened = new ArrayList<>();
        long expected = -1;
        for (String name : names) {
            long base = Long.parseLong(name);
            long length = storage.length(name);
            if (length == 0) {
                throw new CorruptLogException(
                        "segment %s/%s is empty (expected: %d bytes; restore the file from a replica or a backup; nothing was changed)"
                                .formatted(storage.description(), name, segmentBytes));
            }
            if (length != segmentBytes) {
                throw new CorruptLogException(
                        "segment %s/%s: %d bytes (expected: %d, the store's segment size; set mappedFileSizeCommitLog to the size the store was made with)"
                                .formatted(storage.description(), name, length, segmentBytes));
            }
            if (expected >= 0 && base != expected) {
                throw new CorruptLogException(
                        "segment %s/%s follows a gap (expected: %s; a file of the log is missing, put it back)"
                                .formatted(storage.description(), name, name(expected)));
            }
            expected = base + segmentBytes;
            opened.add(new Segment(base, name, storage.open(name, segmentBytes)));
        }
        segments = opened.toArray(Segment[]::new);
    }

    /** A crash between creating the next file and giving it its length leaves an empty one. */
    private void dropEmptyLast(List<String> names, long forcedBefore) throws IOException {
        if (!names.isEmpty()
                && storage.length(names.getLast()) == 0
                && Long.parseLong(names.getLast()) >= forcedBefore) {
            storage.delete(names.getLast());
            storage.forceNames();
            names.removeLast();
        }
    }

    private static boolean isSegmentName(String name) {
        return name.length() == NAME_LENGTH && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    static String name(long baseOffset) {
        return "%020d".formatted(baseOffset);
    }

    /** Base offset of the segment that an offset belongs to, whether or not there is one. */
    long baseOf(long physicalOffset) {
        return physicalOffset - physicalOffset % segmentBytes;
    }

    /** Where the segments are, for messages to people. */
    String description() {
        return storage.description();
    }

    Segment[] all() {
        return segments;
    }

    /** The segment that holds a physical offset, null outside the log's files. */
    @Nullable Segment find(long physicalOffset) {
        Segment[] now = segments;
        if (now.length == 0) {
            return null;
        }
        long distance = physicalOffset - now[0].baseOffset();
        if (distance < 0) {
            return null;
        }
        long ordinal = distance / segmentBytes;
        return ordinal < now.length ? now[(int) ordinal] : null;
    }

    /** The segment at a base offset, created where it is missing. */
    synchronized Segment require(long baseOffset) throws IOException {
        Segment known = find(baseOffset);
        if (known != null) {
            return known;
        }
        Segment[] now = segments;
        if (now.length > 0 && now[now.length - 1].endOffset() != baseOffset) {
            throw new IllegalStateException(
                    "segment %s would not follow %s"
                            .formatted(name(baseOffset), now[now.length - 1].name()));
        }
        String name = name(baseOffset);
        Segment created = new Segment(baseOffset, name, storage.open(name, segmentBytes));
        storage.forceNames();
        Segment[] grown = Arrays.copyOf(now, now.length + 1);
        grown[now.length] = created;
        segments = grown;
        return created;
    }

    synchronized void allocate(Segment segment, int toPosition) throws IOException {
        segment.allocate(Math.min(toPosition, segmentBytes));
    }

    synchronized void prefault(Segment segment, int fromPosition, int toPosition) {
        segment.prefault(fromPosition, Math.min(toPosition, segment.allocatedBytes()));
    }

    /** Lets go of every segment behind the one that holds the offset and deletes their files. */
    synchronized void dropAfter(long physicalOffset) throws IOException {
        Segment[] now = segments;
        int keep = now.length;
        while (keep > 0 && now[keep - 1].baseOffset() > physicalOffset) {
            keep--;
        }
        if (keep == now.length) {
            return;
        }
        segments = Arrays.copyOf(now, keep);
        for (int i = now.length - 1; i >= keep; i--) {
            now[i].release();
            storage.delete(now[i].name());
        }
        storage.forceNames();
    }

    @Override
    public synchronized void close() {
        Segment[] now = segments;
        segments = new Segment[0];
        @Nullable RuntimeException problem = null;
        for (Segment segment : now) {
            try {
                segment.release();
            } catch (RuntimeException e) {
                if (problem == null) {
                    problem = e;
                } else {
                    problem.addSuppressed(e);
                }
            }
        }
        if (problem != null) {
            throw problem;
        }
    }
}
