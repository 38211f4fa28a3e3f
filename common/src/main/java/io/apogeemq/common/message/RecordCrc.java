package io.apogeemq.common.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** The two checksums of a record: of the body, and of all that precedes the record CRC property. */
public final class RecordCrc {

    private static final byte[] NAME =
            (PropertyKeys.RECORD_CRC + (char) MessageProperties.NAME_END)
                    .getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 10;

    private RecordCrc() {}

    /**
     * The masked CRC-32 of a stretch of bytes. Ownership: {@code source} is lent until return; its
     * position and limit stay.
     */
    public static int of(ByteBuffer source, int position, int length) {
        return (int) unmasked(source, position, length) & RecordLayout.CRC_MASK;
    }

    static long unmasked(ByteBuffer source, int position, int length) {
        CRC32 crc = new CRC32();
        update(crc, source, position, length);
        return crc.getValue();
    }

    static void update(CRC32 crc, ByteBuffer source, int position, int length) {
        if (source.hasArray()) {
            crc.update(source.array(), source.arrayOffset() + position, length);
        } else {
            crc.update(source.slice(position, length));
        }
    }

    /** Writes the 20 bytes of the property. */
    static void writeProperty(ByteBuffer target, int position, int maskedCrc) {
        target.put(position, NAME, 0, NAME.length);
        int at = position + NAME.length;
        int rest = maskedCrc;
        for (int i = 0; i < DIGITS; i++) {
            target.put(at + i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        target.put(at + DIGITS, MessageProperties.VALUE_END);
    }

    /**
     * Whether the record at {@code [start, end)}, whose properties begin at {@code
     * propertiesPosition}, carries a record CRC that contradicts it. Absence is no contradiction.
     */
    static boolean contradicts(ByteBuffer buffer, int start, int propertiesPosition, int end) {
        int at = end - RecordLayout.RECORD_CRC_BYTES;
        if (at < propertiesPosition
                || buffer.get(end - 1) != MessageProperties.VALUE_END
                || !startsWithName(buffer, at)) {
            return false;
        }
        int actual = of(buffer, start, at - start);
        if (actual == storedValue(buffer, at + NAME.length)) {
            return false;
        }
        // Apache writes the property without a separator behind a batch item of an old client, so
        // it has to be accepted in the middle of a value. But there a user's property whose name
        // happens to end like ours looks the same, and must not pass for corruption.
        return at == propertiesPosition || buffer.get(at - 1) == MessageProperties.VALUE_END;
    }

    /**
     * Whether the record that ends at {@code end}, and whose properties begin at {@code
     * propertiesPosition}, carries a record CRC as its last property.
     */
    static boolean isPresent(ByteBuffer buffer, int propertiesPosition, int end) {
        int at = end - RecordLayout.RECORD_CRC_BYTES;
        return at >= propertiesPosition
                && buffer.get(end - 1) == MessageProperties.VALUE_END
                && startsWithName(buffer, at)
                && storedValue(buffer, at + NAME.length) >= 0
                && (at == propertiesPosition || buffer.get(at - 1) == MessageProperties.VALUE_END);
    }

    private static boolean startsWithName(ByteBuffer buffer, int at) {
        for (int i = 0; i < NAME.length; i++) {
            if (buffer.get(at + i) != NAME[i]) {
                return false;
            }
        }
        return true;
    }

    private static long storedValue(ByteBuffer buffer, int at) {
        long value = 0;
        for (int i = DIGITS - 1; i >= 0; i--) {
            int digit = buffer.get(at + i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
