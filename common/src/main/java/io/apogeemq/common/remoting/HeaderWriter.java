package io.apogeemq.common.remoting;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Builds length field, type and header of one outgoing frame in a plain array that is reused; the
 * result is copied once into the network buffer. One per event loop and header form, so the usual
 * frame costs no allocation.
 *
 * <p>Order of calls: {@link #begin}, then either {@link #fields} or nothing, then {@link #end}.
 */
abstract sealed class HeaderWriter implements FieldSink
        permits JsonHeaderWriter, BinaryHeaderWriter {
    /** Length field and type with header length. */
    static final int PREFIX_BYTES = 8;

    static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final int USUAL_BYTES = 1024;
    private static final int KEPT_BYTES = 64 * 1024;
    private static final int MAX_HEADER_BYTES = (1 << 24) - 1;

    byte[] bytes = new byte[USUAL_BYTES];
    int size = PREFIX_BYTES;
    private boolean busy;

    /** Starts a frame and forgets the former one. */
    final void begin(
            int code, int flag, int opaque, @Nullable String remark, SenderIdentity identity) {
        if (busy) {
            throw new IllegalStateException("a field writer must not send anything itself");
        }
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[USUAL_BYTES];
        }
        busy = true;
        size = PREFIX_BYTES;
        start(code, flag, opaque, remark, identity);
    }

    /** Writes the ext field block; its content is written by {@code fields}. */
    final void fields(AnswerFields fields) {
        openFields();
        try {
            fields.writeTo(this);
        } catch (RuntimeException e) {
            busy = false;
            throw e;
        }
        closeFields();
    }

    /** Ends the header; {@link #bytes} up to {@link #size} then hold it with its prefix. */
    final void end() {
        finish();
        busy = false;
    }

    /** Fills the length fields in, for a body of {@code bodyBytes}. */
    final void frame(int bodyBytes) {
        int header = size - PREFIX_BYTES;
        if (header > MAX_HEADER_BYTES) {
            throw new IllegalArgumentException(
                    "header: " + header + " B (expected: at most " + MAX_HEADER_BYTES + ")");
        }
        INT.set(bytes, 0, Integer.BYTES + header + bodyBytes);
        INT.set(bytes, Integer.BYTES, (type() << 24) | header);
    }

    abstract int type();

    abstract void start(
            int code, int flag, int opaque, @Nullable String remark, SenderIdentity identity);

    abstract void openFields();

    abstract void closeFields();

    abstract void finish();

    /** Puts a field whose name may hold any character. */
    abstract void putAnyName(String name, String value);

    final void room(int count) {
        int needed = size + count;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
        }
    }

    final void raw(byte[] part) {
        room(part.length);
        System.arraycopy(part, 0, bytes, size, part.length);
        size += part.length;
    }

    /** Appends characters that are known to be ASCII; room must be there. */
    @SuppressWarnings("deprecation") // Drops the high bytes, which ASCII doesn't have: one copy.
    final void ascii(String text) {
        text.getBytes(0, text.length(), bytes, size);
        size += text.length();
    }

    /**
     * Appends the character at {@code index}, and the second half where it is the first of a pair;
     * room for 4 bytes must be there.
     *
     * @return characters consumed
     */
    final int utf8(String text, int index) {
        char unit = text.charAt(index);
        if (unit < 0x80) {
            bytes[size++] = (byte) unit;
            return 1;
        }
        if (unit < 0x800) {
            bytes[size++] = (byte) (0xC0 | (unit >> 6));
            bytes[size++] = (byte) (0x80 | (unit & 0x3F));
            return 1;
        }
        if (Character.isSurrogate(unit)) {
            if (Character.isHighSurrogate(unit)
                    && index + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(index + 1))) {
                int point = Character.toCodePoint(unit, text.charAt(index + 1));
                bytes[size++] = (byte) (0xF0 | (point >> 18));
                bytes[size++] = (byte) (0x80 | ((point >> 12) & 0x3F));
                bytes[size++] = (byte) (0x80 | ((point >> 6) & 0x3F));
                bytes[size++] = (byte) (0x80 | (point & 0x3F));
                return 2;
            }
            bytes[size++] = '?';
            return 1;
        }
        bytes[size++] = (byte) (0xE0 | (unit >> 12));
        bytes[size++] = (byte) (0x80 | ((unit >> 6) & 0x3F));
        bytes[size++] = (byte) (0x80 | (unit & 0x3F));
        return 1;
    }
}
