package io.apogeemq.common.remoting;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The header of the frame being handled: its bytes and where in them the fields lie.
 *
 * <p>One per event loop, overwritten by every frame. The header is copied out of the network buffer
 * once (some hundred bytes that then sit in the first-level cache): a plain array is scanned
 * several times faster than a direct buffer byte by byte, and JSON escapes can be resolved where
 * they stand. Nothing else is copied or allocated until somebody asks for a string.
 *
 * <p>Owner: the event loop.
 */
final class ReceivedHeader implements Fields {
    private static final int USUAL_BYTES = 4096;
    private static final int KEPT_BYTES = 64 * 1024;
    private static final int USUAL_FIELDS = 32;
    private static final int KEPT_FIELDS = 256;

    /** Ints per field: name offset, name length, value offset, value length. */
    private static final int SPAN = 4;

    private final Cursor cursor = new Cursor();
    private byte[] bytes = new byte[USUAL_BYTES];
    private int[] spans = new int[SPAN * USUAL_FIELDS];
    private int count;
    private int maxFields;
    private int remarkOffset;
    private int remarkLength;

    int code;
    int opaque;
    int flag;
    int version;
    Language language = Language.OTHER;

    /** Takes the header's bytes in and forgets the former ones; the readers then fill the rest. */
    byte[] load(ByteBuffer frame, int offset, int length, int mostFields) {
        if (length > bytes.length || (bytes.length > KEPT_BYTES && length <= KEPT_BYTES)) {
            bytes = new byte[Math.max(length, USUAL_BYTES)];
        }
        if (spans.length > SPAN * KEPT_FIELDS) {
            spans = new int[SPAN * USUAL_FIELDS];
        }
        frame.get(offset, bytes, 0, length);
        maxFields = mostFields;
        count = 0;
        remarkLength = -1;
        code = 0;
        opaque = 0;
        flag = 0;
        version = 0;
        language = Language.OTHER;
        return bytes;
    }

    void clearFields() {
        count = 0;
    }

    void add(int nameOffset, int nameLength, int valueOffset, int valueLength) {
        if (count == maxFields) {
            throw MalformedFrameException.header("more than " + maxFields + " ext fields");
        }
        int at = count++ * SPAN;
        if (at == spans.length) {
            spans = Arrays.copyOf(spans, 2 * spans.length);
        }
        spans[at] = nameOffset;
        spans[at + 1] = nameLength;
        spans[at + 2] = valueOffset;
        spans[at + 3] = valueLength;
    }

    void remark(int offset, int length) {
        remarkOffset = offset;
        remarkLength = length;
    }

    void noRemark() {
        remarkLength = -1;
    }

    @Nullable String remark() {
        return remarkLength < 0 ? null : new String(bytes, remarkOffset, remarkLength, UTF_8);
    }

    @Override
    public @Nullable String text(String name) {
        int at = find(name);
        return at < 0 ? null : new String(bytes, spans[at + 2], spans[at + 3], UTF_8);
    }

    @Override
    public int requireInt(String name) {
        int at = find(name);
        if (at < 0) {
            throw new BadFieldException(name, null, "a 32-bit integer");
        }
        return Decimal.toInt(bytes, spans[at + 2], spans[at + 3], name);
    }

    @Override
    public int intOr(String name, int otherwise) {
        int at = find(name);
        return at < 0 ? otherwise : Decimal.toInt(bytes, spans[at + 2], spans[at + 3], name);
    }

    @Override
    public long requireLong(String name) {
        int at = find(name);
        if (at < 0) {
            throw new BadFieldException(name, null, "a 64-bit integer");
        }
        return Decimal.toLong(bytes, spans[at + 2], spans[at + 3], name);
    }

    @Override
    public long longOr(String name, long otherwise) {
        int at = find(name);
        return at < 0 ? otherwise : Decimal.toLong(bytes, spans[at + 2], spans[at + 3], name);
    }

    @Override
    public boolean booleanOr(String name, boolean otherwise) {
        int at = find(name);
        return at < 0 ? otherwise : isTrue(spans[at + 2], spans[at + 3]);
    }

    @Override
    public Map<String, String> toMap() {
        if (count == 0) {
            return Map.of();
        }
        Map<String, String> map = LinkedHashMap.newLinkedHashMap(count);
        for (int at = 0; at < count * SPAN; at += SPAN) {
            map.put(
                    new String(bytes, spans[at], spans[at + 1], UTF_8),
                    new String(bytes, spans[at + 2], spans[at + 3], UTF_8));
        }
        return Collections.unmodifiableMap(map);
    }

    @Override
    public FieldCursor cursor() {
        cursor.at = -SPAN;
        return cursor;
    }

    /** Where the last field of this name is described, or -1. */
    private int find(String name) {
        for (int at = (count - 1) * SPAN; at >= 0; at -= SPAN) {
            if (spans[at + 1] == name.length() && equalsAscii(spans[at], name)) {
                return at;
            }
        }
        // Names beyond ASCII differ in length between characters and bytes; nobody uses them, so
        // their cost doesn't matter.
        return isAscii(name) ? -1 : findBytes(name.getBytes(UTF_8));
    }

    private int findBytes(byte[] name) {
        for (int at = (count - 1) * SPAN; at >= 0; at -= SPAN) {
            int offset = spans[at];
            if (Arrays.equals(bytes, offset, offset + spans[at + 1], name, 0, name.length)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isAscii(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private boolean equalsAscii(int offset, String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[offset + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean isTrue(int offset, int length) {
        // Setting bit 5 makes ASCII letters small.
        return length == 4
                && (bytes[offset] | 0x20) == 't'
                && (bytes[offset + 1] | 0x20) == 'r'
                && (bytes[offset + 2] | 0x20) == 'u'
                && (bytes[offset + 3] | 0x20) == 'e';
    }

    private final class Cursor implements FieldCursor {
        private int at = -SPAN;

        @Override
        public boolean next() {
            int following = at + SPAN;
            if (following >= count * SPAN) {
                return false;
            }
            at = following;
            return true;
        }

        @Override
        public int nameLength() {
            return spans[at + 1];
        }

        @Override
        public byte nameByte(int index) {
            return bytes[spans[at] + index];
        }

        @Override
        public boolean nameIs(String ascii) {
            return spans[at + 1] == ascii.length() && equalsAscii(spans[at], ascii);
        }

        @Override
        public String name() {
            return new String(bytes, spans[at], spans[at + 1], UTF_8);
        }

        @Override
        public String text() {
            return new String(bytes, spans[at + 2], spans[at + 3], UTF_8);
        }

        @Override
        public int valueLength() {
            return spans[at + 3];
        }

        @Override
        public byte valueByte(int index) {
            return bytes[spans[at + 2] + index];
        }

        @Override
        public long number() {
            try {
                return Decimal.toLong(bytes, spans[at + 2], spans[at + 3], "");
            } catch (BadFieldException e) {
                // The name becomes a string only when it has to be shown.
                throw new BadFieldException(name(), text(), "a 64-bit integer");
            }
        }

        @Override
        public boolean bool() {
            return isTrue(spans[at + 2], spans[at + 3]);
        }

        @Override
        public int copyTo(ByteBuffer target) {
            int copied = Math.min(spans[at + 3], target.remaining());
            target.put(bytes, spans[at + 2], copied);
            return copied;
        }
    }
}
