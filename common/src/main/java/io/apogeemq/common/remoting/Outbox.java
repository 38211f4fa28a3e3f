package io.apogeemq.common.remoting;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/**
 * What one connection is about to send. Frames are copied one behind the other into one pooled
 * buffer that goes to the network when the read batch ends, so a batch of small answers is one
 * write call. Outside of a batch the flush is a task at the end of the loop's queue, which serves
 * all frames that were handed over until then.
 *
 * <p>Bodies of other memory are not copied: buffer, slices and the next buffer leave by one
 * gathering write.
 *
 * <p>Owner: the connection's event loop, except {@link #detach}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Failed closes and writes show in the channel.
final class Outbox {
    /** A frame encoded by another thread: a buffer, and behind it slices or nothing. */
    record Detached(ByteBuf head, Body rest, int bytes) {
        void release() {
            head.release();
            rest.release();
        }
    }

    /** Up to here copying is cheaper than one more part of a gathering write. */
    private static final int COPIED_SLICES_BYTES = 4 * 1024;

    private static final int LEAST_BUFFER_BYTES = 512;
    private static final int USUAL_BUFFER_BYTES = 32 * 1024;
    private static final int MOST_BUFFER_BYTES = 64 * 1024;

    private final Channel channel;
    private final ByteBufAllocator allocator;
    private final TransportCounters counters;
    private final ConnectionWatch watch;
    private final Runnable scheduledFlush = this::flushScheduled;

    private ByteBuf open = Unpooled.EMPTY_BUFFER;
    // Follows what the last flush needed: a buffer much larger than its content would let a peer
    // that doesn't read hold far more memory than its water mark says.
    private int nextBufferBytes = LEAST_BUFFER_BYTES;
    private long frames;
    private long bytes;
    private boolean inBatch;
    private boolean scheduled;
    private boolean unflushed;

    Outbox(
            Channel channel,
            ByteBufAllocator allocator,
            TransportCounters counters,
            ConnectionWatch watch) {
        this.channel = channel;
        this.allocator = allocator;
        this.counters = counters;
        this.watch = watch;
    }

    /** Encodes a frame apart from any connection; any thread. Ownership: body taken. */
    static Detached detach(ByteBufAllocator allocator, HeaderWriter header, Body body) {
        int bodyBytes = (int) body.length();
        header.frame(bodyBytes);
        int total = header.size + bodyBytes;
        boolean copied = isCopied(body);
        ByteBuf head = allocator.directBuffer(copied ? total : header.size);
        head.writeBytes(header.bytes, 0, header.size);
        if (!copied) {
            return new Detached(head, body, total);
        }
        copy(body, head);
        return new Detached(head, Body.NONE, total);
    }

    /** Sends a frame whose header is ended. Ownership: body taken. */
    void add(HeaderWriter header, Body body) {
        int bodyBytes = (int) body.length();
        header.frame(bodyBytes);
        boolean copied = isCopied(body);
        ByteBuf target = room(header.size + (copied ? bodyBytes : 0));
        target.writeBytes(header.bytes, 0, header.size);
        if (copied) {
            copy(body, target);
        } else {
            writeOpen();
            writeSlices((Body.Slices) body);
        }
        added(header.size + bodyBytes);
    }

    /** Sends a frame that another thread encoded. Ownership: taken. */
    void add(Detached frame) {
        ByteBuf head = frame.head();
        if (head.readableBytes() <= USUAL_BUFFER_BYTES) {
            room(head.readableBytes()).writeBytes(head);
            head.release();
        } else {
            writeOpen();
            write(head);
        }
        if (frame.rest() instanceof Body.Slices slices) {
            writeOpen();
            writeSlices(slices);
        }
        added(frame.bytes());
    }

    /** From here on flushes wait for {@link #endBatch}. */
    void beginBatch() {
        inBatch = true;
    }

    void endBatch() {
        inBatch = false;
        flush();
    }

    void flush() {
        if (open.isReadable()) {
            nextBufferBytes =
                    Math.clamp(
                            Integer.highestOneBit(open.readableBytes()) << 1,
                            LEAST_BUFFER_BYTES,
                            USUAL_BUFFER_BYTES);
        }
        writeOpen();
        if (unflushed) {
            unflushed = false;
            channel.flush();
        }
        if (frames > 0) {
            counters.sent(frames, bytes);
            watch.active();
            frames = 0;
            bytes = 0;
        }
    }

    /** Gives up what was not handed to the channel. */
    void close() {
        open.release();
        open = Unpooled.EMPTY_BUFFER;
    }

    private void flushScheduled() {
        scheduled = false;
        if (!inBatch) {
            flush();
        }
    }

    private void added(int frameBytes) {
        frames++;
        bytes += frameBytes;
        if (inBatch || scheduled) {
            return;
        }
        try {
            channel.eventLoop().execute(scheduledFlush);
            scheduled = true;
        } catch (RejectedExecutionException e) {
            // The loop is stopping; what can still leave has to leave now.
            flush();
        }
    }

    /** The open buffer with at least {@code count} writable bytes. */
    private ByteBuf room(int count) {
        if (open.isReadable()) {
            if (open.writableBytes() >= count) {
                return open;
            }
            if (open.readableBytes() + count <= MOST_BUFFER_BYTES) {
                return open.ensureWritable(count);
            }
        }
        writeOpen();
        open = allocator.directBuffer(Math.max(count, nextBufferBytes));
        return open;
    }

    private void writeOpen() {
        if (open.isReadable()) {
            ByteBuf full = open;
            open = Unpooled.EMPTY_BUFFER;
            write(full);
        }
    }

    private void write(ByteBuf buffer) {
        unflushed = true;
        channel.write(buffer, channel.voidPromise());
    }

    private void writeSlices(Body.Slices body) {
        List<ByteBuffer> slices = body.bytes();
        int last = slices.size() - 1;
        while (!slices.get(last).hasRemaining()) {
            last--;
        }
        for (int i = 0; i < last; i++) {
            if (slices.get(i).hasRemaining()) {
                write(Unpooled.wrappedBuffer(slices.get(i)));
            }
        }
        // The channel writes and fails its buffers in order, so the last one speaks for all.
        ChannelPromise written = channel.newPromise();
        written.addListener(future -> body.release());
        unflushed = true;
        channel.write(Unpooled.wrappedBuffer(slices.get(last)), written);
    }

    private static boolean isCopied(Body body) {
        return !(body instanceof Body.Slices) || body.length() <= COPIED_SLICES_BYTES;
    }

    private static void copy(Body body, ByteBuf target) {
        switch (body) {
            case Body.Heap heap -> target.writeBytes(heap.bytes());
            case Body.View view -> target.writeBytes(view.bytes().duplicate());
            case Body.Slices slices -> {
                for (ByteBuffer slice : slices.bytes()) {
                    target.writeBytes(slice.duplicate());
                }
                slices.release();
            }
        }
    }
}
