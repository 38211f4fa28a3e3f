package io.apogeemq.broker.state;

import io.apogeemq.broker.log.CorruptLogException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link ValueWriter} built, in the same order. For one thread.
 *
 * <p>All methods throw {@link CorruptLogException} when the value is shorter than what is asked
 * for: its checksum was right, so it was written by something else.
 */
public final class ValueReader {

    private final ByteBuffer value;

    ValueReader(ByteBuffer value) {
        this.value = value;
    }

    public int takeByte() {
        try {
            return value.get();
        } catch (BufferUnderflowException e) {
            throw tooShort();
        }
    }

    public boolean takeBoolean() {
        return takeByte() != 0;
    }

    public int takeInt() {
        try {
            return value.getInt();
        } catch (BufferUnderflowException e) {
            throw tooShort();
        }
    }

    public long takeLong() {
        try {
            return value.getLong();
        } catch (BufferUnderflowException e) {
            throw tooShort();
        }
    }

    public String takeText() {
        try {
            byte[] text = new byte[value.getShort() & 0xFFFF];
            value.get(text);
            return new String(text, StandardCharsets.UTF_8);
        } catch (BufferUnderflowException e) {
            throw tooShort();
        }
    }

    /** Whether there is more: a later version appends to what an earlier one wrote. */
    public boolean hasMore() {
        return value.hasRemaining();
    }

    private static CorruptLogException tooShort() {
        return new CorruptLogException(
                "a state record is shorter than its kind (expected: written by this or a compatible version)");
    }
}
