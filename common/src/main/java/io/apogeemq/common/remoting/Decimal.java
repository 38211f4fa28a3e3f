package io.apogeemq.common.remoting;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Decimal numbers as they stand in header fields, read and written without a string between. */
final class Decimal {
    private static final long OVERFLOW_GUARD = Long.MIN_VALUE / 10;
    private static final byte[] LOWEST = "-9223372036854775808".getBytes(UTF_8);

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
        if (value == Long.MIN_VALUE) {
            System.arraycopy(LOWEST, 0, target, offset, LOWEST.length);
            return offset + LOWEST.length;
        }
        int position = offset;
        long rest = value;
        if (rest < 0) {
            target[position++] = '-';
            rest = -rest;
        }
        int digits = 1;
        for (long power = 10; digits < 19 && rest >= power; power *= 10) {
            digits++;
        }
        int end = position + digits;
        int at = end;
        while (rest > Integer.MAX_VALUE) {
            long tenth = rest / 10;
            target[--at] = (byte) ('0' + (int) (rest - tenth * 10));
            rest = tenth;
        }
        int small = (int) rest;
        do {
            int tenth = small / 10;
            target[--at] = (byte) ('0' + (small - tenth * 10));
            small = tenth;
        } while (small != 0);
        return end;
    }

    private static BadFieldException bad(
            byte[] bytes, int offset, int length, String field, String expectation) {
        return new BadFieldException(field, new String(bytes, offset, length, UTF_8), expectation);
    }
}
