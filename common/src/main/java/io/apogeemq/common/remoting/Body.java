package io.apogeemq.common.remoting;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** What follows the header of a frame that is to be sent. Zero length means "no body". */
sealed interface Body {
    Body NONE = new Heap(new byte[0]);

    /** Bytes on the wire. */
    long length();

    /** Gives back what the body holds, for a frame that will not be written. */
    void release();

    /** Bytes that are copied into the frame; the array must not change until then. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared, only copied.
    record Heap(byte[] bytes) implements Body {
        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public void release() {
            // Garbage collected.
        }
    }

    /** Bytes from position to limit that are copied into the frame; position stays as it is. */
    record View(ByteBuffer bytes) implements Body {
        @Override
        public long length() {
            return bytes.remaining();
        }

        @Override
        public void release() {
            // The buffer belongs to whoever made it.
        }
    }

    /** Memory that is written from where it lies, and told once when it is done with. */
    final class Slices implements Body {
        private final List<ByteBuffer> bytes;
        private final long length;
        private final Runnable release;
        private final AtomicBoolean released = new AtomicBoolean();

        Slices(List<ByteBuffer> bytes, Runnable release) {
            long sum = 0;
            for (ByteBuffer slice : bytes) {
                sum += slice.remaining();
            }
            this.bytes = List.copyOf(bytes);
            this.length = sum;
            this.release = release;
        }

        List<ByteBuffer> bytes() {
            return bytes;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public void release() {
            // Several failures may follow each other on the way out; the first one counts.
            if (released.compareAndSet(false, true)) {
                release.run();
            }
        }
    }
}
