package io.apogeemq.benchmark.wire;

import java.nio.ByteBuffer;

/** Numbers as text of a fixed width, written into and read out of bytes that are already there. */
final class Digits {

    private static final byte[] HEX = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
    };

    private Digits() {}

    /** Writes the last {@code width} decimal digits of a number that is not negative. */
    static void putDecimal(byte[] target, int at, int width, int value) {
        int rest = value;
        for (int i = at + width - 1; i >= at; i--) {
            int tenth = rest / 10;
            target[i] = (byte) ('0' + rest - tenth * 10);
            rest = tenth;
        }
    }

    /** Writes a number as eight upper-case hexadecimal digits. */
    static void putHex(byte[] target, int at, int value) {
        int rest = value;
        for (int i = at + 7; i >= at; i--) {
            target[i] = HEX[rest & 0xF];
            rest >>>= 4;
        }
    }

    /**
     * Reads the decimal number that begins at a position, a minus sign allowed.
     *
     * @param end position after the last byte that may be read
     * @throws MalformedReplyException if there is no digit, or the number is longer than a long
     */
    static long readDecimal(ByteBuffer source, int at, int end) {
        boolean negative = at < end && source.get(at) == '-';
        int first = negative ? at + 1 : at;
        int i = first;
        long value = 0;
        while (i < end) {
            int digit = source.get(i) - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            if (i - first == 18) {
                throw new MalformedReplyException("number at byte " + at + ": over 18 digits");
            }
            value = value * 10 + digit;
            i++;
        }
        if (i == first) {
            throw new MalformedReplyException("number at byte " + at + ": no digit");
        }
        return negative ? -value : value;
    }
}
