package io.apogeemq.broker.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Builds the value of a state record: big-endian numbers, texts as a 16-bit length and UTF-8. For
 * one thread; start afresh for each value.
 */
public final class ValueWriter {

    private byte[] bytes = new byte[64];
    private int size;

    public ValueWriter putByte(int value) {
        room(Byte.BYTES);
        bytes[size++] = (byte) value;
        return this;
    }

    public ValueWriter putBoolean(boolean value) {
        return putByte(value ? 1 : 0);
    }

    public ValueWriter putInt(int value) {
        room(Integer.BYTES);
        ByteBuffer.wrap(bytes).putInt(size, value);
        size += Integer.BYTES;
        return this;
    }

    public ValueWriter putLong(long value) {
        room(Long.BYTES);
        ByteBuffer.wrap(bytes).putLong(size, value);
        size += Long.BYTES;
        return this;
    }

    /**
     * Adds a text.
     *
     * @throws IllegalArgumentException when it has more than 65535 bytes of UTF-8
     */
    public ValueWriter putText(String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        if (text.length > 0xFFFF) {
            throw new IllegalArgumentException(
                    "text: %d bytes (expected: <= 65535)".formatted(text.length));
        }
        room(Short.BYTES + text.length);
        ByteBuffer.wrap(bytes).putShort(size, (short) text.length);
        System.arraycopy(text, 0, bytes, size + Short.BYTES, text.length);
        size += Short.BYTES + text.length;
        return this;
    }

    /** Bytes so far. */
    public int size() {
        return size;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
