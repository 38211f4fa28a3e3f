package io.apogeemq.common.remoting;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Decimal numbers as they stand in header fields, read and written without a string between. */
final class Decimal {
    private static final long OVERFLOW_GUARD = Long.MIN_VALUE / 10;
    private static final byte[] LOWEST = "-9223372036854775808".getBytes(UTF_8);

    private static final int BILLION = 1_000_000_000;
    private static final int BILLION_DIGITS = 9;

    /** The digits of 00 to 99. */
    private static final byte[] PAIRS = new byte[200];

    static {
        for (int i = 0; i < 100; i++) {
            PAIRS[2 * i] = (byte) ('0' + i / 10);
            PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
        }
    }

    /** The most characters that {@link #write} needs. */
    static final int MAX_LENGTH = LOWEST.length;

    private Decimal() {}

    static int toInt(byte[] bytes, int offset, int length, String field) {
        long value = parse(bytes, offset, length, field, "a 32-bit integer");
        if (value != (int) value) {
            throw bad(bytes, offset, length, field, "a 32-bit integer");
        }
        return (int) value;
    }

    static long toLong(byte[] bytes, int offset, int length, String field) {
        return parse(bytes, offset, length, field, "a 64-bit integer");
    }

    private static long parse(
            byte[] bytes, int offset, int length, String field, String expectation) {
        int position = offset;
        int end = offset + length;
        boolean negative = false;
        if (length > 0 && (bytes[position] == '-' || bytes[position] == '+')) {
            negative = bytes[position++] == '-';
        }
        if (position == end) {
            throw bad(bytes, offset, length, field, expectation);
        }
        // Counts downwards: the lowest number has no positive counterpart.
        long value = 0;
        while (position < end) {
            int digit = bytes[position++] - '0';
            if (digit < 0 || digit > 9 || value < OVERFLOW_GUARD) {
                throw bad(bytes, offset, length, field, expectation);
            }
            value = value * 10 - digit;
            if (value > 0) {
                throw bad(bytes, offset, length, field, expectation);
            }
        }
        if (negative) {
            return value;
        }
        if (value == Long.MIN_VALUE) {
            throw bad(bytes, offset, length, field, expectation);
        }
        return -value;
    }

    /** Writes {@code value} at {@code offset}; returns the offset behind it. */
    static int write(long value, byte[] target, int offset) {
        if (value >= 0 && value < BILLION) {
            return writeSmall((int) value, target, offset);
        }
        if (value == Long.MIN_VALUE) {
            System.arraycopy(LOWEST, 0, target, offset, LOWEST.length);
            return offset + LOWEST.length;
        }
        if (value < 0) {
            target[offset] = '-';
            return write(-value, target, offset + 1);
        }
        long billions = value / BILLION;
        int end = write(billions, target, offset) + BILLION_DIGITS;
        int rest = (int) (value - billions * BILLION);
        Arrays.fill(target, end - BILLION_DIGITS, end, (byte) '0');
        digits(rest, target, end);
        return end;
    }

    /** Writes a number below 10^9. */
    private static int writeSmall(int value, byte[] target, int offset) {
        if (value < 10) {
            target[offset] = (byte) ('0' + value);
            return offset + 1;
        }
        int count = value < 100 ? 2 : value < 1_000 ? 3 : value < 10_000 ? 4 : 5;
        if (value >= 100_000) {
            count = value < 1_000_000 ? 6 : value < 10_000_000 ? 7 : value < 100_000_000 ? 8 : 9;
        }
        int end = offset + count;
        digits(value, target, end);
        return end;
    }

    /** Writes the digits of {@code value}, at least one, so that they end before {@code end}. */
    private static void digits(int value, byte[] target, int end) {
        int rest = value;
        int at = end;
        while (rest >= 100) {
            int hundredth = rest / 100;
            int pair = 2 * (rest - 100 * hundredth);
            target[--at] = PAIRS[pair + 1];
            target[--at] = PAIRS[pair];
            rest = hundredth;
        }
        if (rest >= 10) {
            target[--at] = PAIRS[2 * rest + 1];
            target[--at] = PAIRS[2 * rest];
        } else {
            target[--at] = (byte) ('0' + rest);
        }
    }

    private static BadFieldException bad(
            byte[] bytes, int offset, int length, String field, String expectation) {
        return new BadFieldException(field, new String(bytes, offset, length, UTF_8), expectation);
    }
}
