package io.apogeemq.broker.log;

import io.apogeemq.common.broker.MessageLease;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records of the log, held until closed. Records that lie side by side become one slice, so that a
 * queue that was written alone is sent with one address and one length.
 */
public final class LogLease implements MessageLease {

    private final ArrayList<ByteBuffer> slices = new ArrayList<>();
    private final ArrayList<Segment> held = new ArrayList<>();
    private @Nullable Segment lastSegment;
    private int lastEnd;
    private int count;
    private int bytes;
    private boolean closed;

    LogLease() {}

    /**
     * Adds a record.
     *
     * @return whether it could be held; not when its segment is being deleted
     */
    boolean add(Segment segment, int position, int size) {
        if (segment != lastSegment) {
            if (!segment.hold()) {
                return false;
            }
            held.add(segment);
        }
        if (segment == lastSegment && position == lastEnd) {
            ByteBuffer last = slices.getLast();
            last.limit(last.limit() + size);
        } else {
            // A duplicate and not a slice: its limit can grow with the next record.
            ByteBuffer slice = segment.memory().duplicate();
            slice.limit(position + size).position(position);
            slices.add(slice);
        }
        lastSegment = segment;
        lastEnd = position + size;
        count++;
        bytes += size;
        return true;
    }

    @Override
    public List<ByteBuffer> slices() {
        return Collections.unmodifiableList(slices);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int bytes() {
        return bytes;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (Segment segment : held) {
            segment.release();
        }
    }
}
