package io.apogeemq.common.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks into encoded properties without decoding them ({@link MessageProperties} tells the format).
 *
 * <p>A found value is a slice, packed into a long so that nothing is allocated: {@link #position}
 * and {@link #length} take it apart. Entries that {@link MessageProperties#parse} would drop (no
 * name, no separator, empty value) are passed over here too. All buffers are big-endian, lent until
 * return, and read by absolute position.
 */
public final class PropertyScan {

    /** No such property. */
    public static final long ABSENT = -1;

    private static final long EVERY_BYTE = 0x0101010101010101L;
    private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;

    private PropertyScan() {}

    /** Where in the buffer a found value starts. */
    public static int position(long slice) {
        return (int) (slice >>> 32);
    }

    /** How many bytes a found value has, at least 1. */
    public static int length(long slice) {
        return (int) slice;
    }

    /**
     * The value of a property, or {@link #ABSENT}. Of several with the same name the last counts.
     */
    public static long find(ByteBuffer source, int position, int length, String name) {
        int end = position + length;
        int nameLength = name.length();
        long found = ABSENT;
        for (int entry = position; entry < end; ) {
            int entryEnd = entryEnd(source, entry, end);
            int valueAt = entry + nameLength + 1;
            if (valueAt < entryEnd
                    && source.get(valueAt - 1) == MessageProperties.NAME_END
                    && matches(source, entry, name)) {
                found = slice(valueAt, entryEnd - valueAt);
            }
            entry = entryEnd + 1;
        }
        // Bytes are signed and chars are not: a name that is not ASCII never matches above.
        return found == ABSENT && !isAscii(name)
                ? findEncoded(source, position, length, name)
                : found;
    }

    /**
     * The values of several properties in one walk.
     *
     * @param names ASCII
     * @param found the slices in the order of the names, {@link #ABSENT} for those that are not
     *     there; of several with the same name the last counts
     */
    public static void findAll(
            ByteBuffer source, int position, int length, String[] names, long[] found) {
        Arrays.fill(found, ABSENT);
        int end = position + length;
        for (int entry = position; entry < end; ) {
            int entryEnd = entryEnd(source, entry, end);
            for (int i = 0; i < names.length; i++) {
                int valueAt = entry + names[i].length() + 1;
                if (valueAt < entryEnd
                        && source.get(valueAt - 1) == MessageProperties.NAME_END
                        && matches(source, entry, names[i])) {
                    found[i] = slice(valueAt, entryEnd - valueAt);
                }
            }
            entry = entryEnd + 1;
        }
    }

    /** The value of a property as a string, or null. */
    public static @Nullable String value(ByteBuffer source, int position, int length, String name) {
        long slice = find(source, position, length, name);
        if (slice == ABSENT) {
            return null;
        }
        byte[] value = new byte[length(slice)];
        source.get(position(slice), value);
        return new String(value, StandardCharsets.UTF_8);
    }

    /** Whether the property is there with exactly this ASCII value. */
    public static boolean has(
            ByteBuffer source, int position, int length, String name, String value) {
        long slice = find(source, position, length, name);
        return slice != ABSENT
                && length(slice) == value.length()
                && matches(source, position(slice), value);
    }

    /**
     * How many stretches between separators are no property: without a name, without a separator
     * behind it. An empty value is not counted, nor are repeated separators.
     */
    public static int malformed(ByteBuffer source, int position, int length) {
        int end = position + length;
        int count = 0;
        for (int entry = position; entry < end; ) {
            int entryEnd = entryEnd(source, entry, end);
            if (entryEnd > entry && indexOfNameEnd(source, entry, entryEnd) <= entry) {
                count++;
            }
            entry = entryEnd + 1;
        }
        return count;
    }

    /**
     * Whether any of the names occurs, be it with an empty value; then {@link #without} has work to
     * do.
     */
    public static boolean containsAny(
            ByteBuffer source, int position, int length, Set<String> names) {
        int end = position + length;
        for (int entry = position; entry < end; ) {
            int entryEnd = entryEnd(source, entry, end);
            if (isAnyOf(source, entry, entryEnd, names)) {
                return true;
            }
            entry = entryEnd + 1;
        }
        return false;
    }

    /**
     * A copy without the named properties, otherwise byte for byte in the order given.
     *
     * <p>Ownership: the result is given to the caller.
     *
     * @param names ASCII
     */
    public static byte[] without(ByteBuffer source, int position, int length, Set<String> names) {
        int end = position + length;
        byte[] kept = new byte[length];
        int size = 0;
        for (int entry = position; entry < end; ) {
            int entryEnd = entryEnd(source, entry, end);
            int next = Math.min(entryEnd + 1, end);
            if (!isAnyOf(source, entry, entryEnd, names)) {
                source.get(entry, kept, size, next - entry);
                size += next - entry;
            }
            entry = entryEnd + 1;
        }
        return size == length ? kept : Arrays.copyOf(kept, size);
    }

    private static boolean isAnyOf(ByteBuffer source, int entry, int entryEnd, Set<String> names) {
        for (String name : names) {
            int nameEnd = entry + name.length();
            if (nameEnd < entryEnd
                    && source.get(nameEnd) == MessageProperties.NAME_END
                    && matches(source, entry, name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(ByteBuffer source, int at, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (source.get(at + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAscii(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static long findEncoded(ByteBuffer source, int position, int length, String name) {
        byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
        int end = position + length;
        long found = ABSENT;
        for (int entry = position; entry < end; ) {
            int entryEnd = entryEnd(source, entry, end);
            int valueAt = entry + encoded.length + 1;
            if (valueAt < entryEnd
                    && source.get(valueAt - 1) == MessageProperties.NAME_END
                    && source.slice(entry, encoded.length).equals(ByteBuffer.wrap(encoded))) {
                found = slice(valueAt, entryEnd - valueAt);
            }
            entry = entryEnd + 1;
        }
        return found;
    }

    private static long slice(int position, int length) {
        return (long) position << 32 | length;
    }

    private static int indexOfNameEnd(ByteBuffer source, int from, int to) {
        int at = indexOf(source, MessageProperties.NAME_END, from, to);
        return at == to ? -1 : at;
    }

    private static int entryEnd(ByteBuffer source, int from, int to) {
        return indexOf(source, MessageProperties.VALUE_END, from, to);
    }

    /**
     * The position of the next byte of that value, or {@code to} when there is none before it;
     * eight bytes are looked at at a time. Ownership: {@code source} (big-endian) is lent until
     * return.
     */
    public static int indexOf(ByteBuffer source, byte wanted, int from, int to) {
        long pattern = wanted * EVERY_BYTE;
        int at = from;
        for (; at + 8 <= to; at += 8) {
            long difference = source.getLong(at) ^ pattern;
            // 0x80 in exactly those bytes that are zero: the carry of an addition cannot leave a
            // byte whose top bit was cleared, so that there are no false hits before the first.
            long zeros = ~(((difference & LOW_BITS) + LOW_BITS) | difference | LOW_BITS);
            if (zeros != 0) {
                return at + (Long.numberOfLeadingZeros(zeros) >>> 3);
            }
        }
        for (; at < to; at++) {
            if (source.get(at) == wanted) {
                return at;
            }
        }
        return to;
    }
}
