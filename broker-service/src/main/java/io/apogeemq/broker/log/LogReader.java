package io.apogeemq.broker.log;

import io.apogeemq.common.message.RecordLayout;
import io.apogeemq.common.message.RecordView;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Walks the log record by record. For one thread at a time; it keeps the segment it stands in
 * mapped until it moves on or is closed.
 */
public final class LogReader implements AutoCloseable {

    private final CommitLog log;
    private final RecordView view = new RecordView();
    private @Nullable Segment segment;
    private long next;

    LogReader(CommitLog log) {
        this.log = log;
    }

    /**
     * Moves to the record at an offset, stepping over the filler at the end of a segment.
     *
     * @param physicalOffset where a record begins, or a segment's filler
     * @return the record, lent until the next call; null at the readable end or where the log no
     *     longer, or not yet, has that offset
     * @throws CorruptLogException when there is no record at that offset
     */
    public @Nullable RecordView at(long physicalOffset) {
        long offset = physicalOffset;
        long readableEnd = log.readableEnd();
        while (offset < readableEnd) {
            Segment holding = enter(offset);
            if (holding == null) {
                return null;
            }
            int position = (int) (offset - holding.baseOffset());
            if (holding.memory().getInt(position + RecordLayout.MAGIC_AT)
                    == RecordLayout.MAGIC_FILLER) {
                offset = holding.endOffset();
                continue;
            }
            try {
                view.wrap(holding.memory(), position);
            } catch (IllegalArgumentException e) {
                throw new CorruptLogException(
                        "segment %s: no record at offset %d: %s"
                                .formatted(holding.name(), offset, e.getMessage()));
            }
            next = offset + view.totalBytes();
            return view;
        }
        next = offset;
        return null;
    }

    /**
     * Moves to the record at an offset that came from outside and may be any number.
     *
     * @return the record, lent until the next call; null when none begins there that is readable
     */
    public @Nullable RecordView find(long physicalOffset) {
        long readableEnd = log.readableEnd();
        if (physicalOffset < 0 || physicalOffset >= readableEnd) {
            return null;
        }
        Segment holding = enter(physicalOffset);
        if (holding == null) {
            return null;
        }
        ByteBuffer memory = holding.memory();
        int position = (int) (physicalOffset - holding.baseOffset());
        // The offset may point into the middle of a record, where bytes can look like one.
        if (RecordView.checkLayout(memory, position, memory.limit()) != RecordView.Validity.VALID
                || view.wrap(memory, position).physicalOffset() != physicalOffset
                || physicalOffset + view.totalBytes() > readableEnd) {
            return null;
        }
        next = physicalOffset + view.totalBytes();
        return view;
    }

    /** Physical offset behind what the last call of {@link #at} returned or stepped over. */
    public long next() {
        return next;
    }

    private @Nullable Segment enter(long offset) {
        Segment current = segment;
        if (current != null && offset >= current.baseOffset() && offset < current.endOffset()) {
            return current;
        }
        close();
        Segment found = log.segmentAt(offset);
        if (found == null || !found.hold()) {
            return null;
        }
        segment = found;
        return found;
    }

    /** Lets go of the segment; the reader may be used again. */
    @Override
    public void close() {
        if (segment != null) {
            segment.release();
            segment = null;
        }
    }
}
