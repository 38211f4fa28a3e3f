package io.apogeemq.common.remoting;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what arrives into frames.
 *
 * <p>A frame that lies whole in a network buffer is handed on where it lies. Of one that is spread
 * over reads the parts are copied together: at most one frame per read, so a batch of small ones
 * costs almost no copying. The buffer for that grows with what has really arrived, never with what
 * was announced: a peer that announces 16 MiB and sends ten bytes holds ten bytes.
 *
 * <p>When the sink says stop, the rest of the buffer is parked until {@link #resume}.
 *
 * <p>Owner: the connection's event loop.
 */
final class FrameAssembler {
    /** Takes frames in the order of their arrival. */
    interface Sink {
        /**
         * Handles one frame, its length field included.
         *
         * @param memory Ownership: lent until return
         * @return false to get no more for now
         */
        boolean frame(ByteBuffer memory, int offset, int length);

        /** A frame was begun whose end has not arrived, or (false) no longer so. */
        void partial(boolean begun);
    }

    private static final int TLS_HANDSHAKE = 0x16;
    private static final int LEAST_LENGTH = Integer.BYTES;
    private static final int FIRST_PART_BYTES = 256;

    /** Parts up to this size are not counted: every connection may hold as much. */
    private static final int FREE_BYTES = 64 * 1024;

    private final Sink sink;
    private final ByteBufAllocator allocator;
    private final MemoryBudget budget;
    private final int maxFrameBytes;
    private final Deque<ByteBuf> parked = new ArrayDeque<>();
    private @Nullable ByteBuf part;
    private int countedBytes;
    private boolean stopped;
    private boolean closed;
    private boolean anythingSeen;

    FrameAssembler(Sink sink, ByteBufAllocator allocator, MemoryBudget budget, int maxFrameBytes) {
        this.sink = sink;
        this.allocator = allocator;
        this.budget = budget;
        this.maxFrameBytes = maxFrameBytes;
    }

    /**
     * Takes what was read. Ownership: taken.
     *
     * @throws MalformedFrameException when this can be no frame; nothing more may follow
     */
    void read(ByteBuf input) {
        if (closed) {
            input.release();
            return;
        }
        if (stopped) {
            parked.add(input);
            return;
        }
        consume(input);
    }

    /** Whether bytes wait for {@link #resume}. */
    boolean isStopped() {
        return stopped;
    }

    /** Goes on with what was parked, until the sink says stop again. */
    void resume() {
        stopped = false;
        while (!stopped && !closed) {
            ByteBuf input = parked.poll();
            if (input == null) {
                return;
            }
            consume(input);
        }
    }

    /** Gives up everything that is held. */
    void close() {
        closed = true;
        releasePart();
        for (ByteBuf input : parked) {
            input.release();
        }
        parked.clear();
    }

    private void consume(ByteBuf input) {
        boolean release = true;
        try {
            if (!anythingSeen && input.isReadable()) {
                anythingSeen = true;
                if (input.getUnsignedByte(input.readerIndex()) == TLS_HANDSHAKE) {
                    // TLS on this same port comes later; until then its handshake is turned away.
                    throw new MalformedFrameException(RejectReason.TLS, "TLS is not offered");
                }
            }
            if (part != null && !complete(part, input)) {
                return;
            }
            if (!stopped && !closed) {
                handWholeFrames(input);
            }
            if (stopped && !closed && input.isReadable()) {
                parked.addFirst(input);
                release = false;
            }
        } finally {
            if (release) {
                input.release();
            }
        }
    }

    /** Hands on all frames that lie whole in the buffer and keeps a copy of the rest. */
    private void handWholeFrames(ByteBuf input) {
        int readable = input.readableBytes();
        if (readable == 0) {
            return;
        }
        ByteBuffer memory = input.internalNioBuffer(input.readerIndex(), readable);
        int start = memory.position();
        int position = start;
        int end = memory.limit();
        while (end - position >= Integer.BYTES) {
            int total = Integer.BYTES + checkedLength(memory.getInt(position));
            if (end - position < total) {
                break;
            }
            int frame = position;
            position += total;
            if (!sink.frame(memory, frame, total)) {
                stopped = true;
                break;
            }
            if (closed) {
                return;
            }
        }
        input.skipBytes(position - start);
        if (!stopped && input.isReadable()) {
            keepPart(input);
        }
    }

    private void keepPart(ByteBuf input) {
        ByteBuf kept = allocator.directBuffer(Math.max(FIRST_PART_BYTES, input.readableBytes()));
        kept.writeBytes(input);
        part = kept;
        sink.partial(true);
    }

    /** Adds to the begun frame; true when it was completed and handed on. */
    private boolean complete(ByteBuf begun, ByteBuf input) {
        int have = begun.readableBytes();
        if (have < Integer.BYTES) {
            int missing = Math.min(Integer.BYTES - have, input.readableBytes());
            append(begun, input, missing);
            have += missing;
            if (have < Integer.BYTES) {
                return false;
            }
        }
        int total = Integer.BYTES + checkedLength(begun.getInt(0));
        append(begun, input, Math.min(total - have, input.readableBytes()));
        if (begun.readableBytes() < total) {
            return false;
        }
        part = null;
        try {
            sink.partial(false);
            ByteBuffer memory = begun.internalNioBuffer(0, total);
            if (!sink.frame(memory, memory.position(), total)) {
                stopped = true;
            }
        } finally {
            begun.release();
            uncount();
        }
        return true;
    }

    private void append(ByteBuf begun, ByteBuf input, int count) {
        begun.ensureWritable(count);
        int capacity = begun.capacity();
        if (capacity > FREE_BYTES && capacity > countedBytes) {
            if (!budget.take(capacity - countedBytes)) {
                throw new MalformedFrameException(
                        RejectReason.MEMORY, "too many unfinished frames at a time");
            }
            countedBytes = capacity;
        }
        begun.writeBytes(input, count);
    }

    private int checkedLength(int length) {
        if (length < LEAST_LENGTH) {
            throw length < 0
                    ? tooLarge(Integer.toUnsignedLong(length))
                    : new MalformedFrameException(
                            RejectReason.MALFORMED_FRAME, "its length field says " + length);
        }
        if (length > maxFrameBytes - Integer.BYTES) {
            throw tooLarge(length);
        }
        return length;
    }

    private MalformedFrameException tooLarge(long length) {
        return new MalformedFrameException(
                RejectReason.FRAME_TOO_LARGE,
                "its length field says "
                        + length
                        + " (limit: "
                        + (maxFrameBytes - Integer.BYTES)
                        + ")");
    }

    private void releasePart() {
        if (part != null) {
            part.release();
            part = null;
            uncount();
        }
    }

    private void uncount() {
        budget.giveBack(countedBytes);
        countedBytes = 0;
    }
}
