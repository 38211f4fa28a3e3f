package io.apogeemq.common.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The words of a JSON text, read where they lie in its UTF-8 bytes: nothing but a word that is
 * asked for is ever copied. Knows no nesting. Belongs to one reader.
 *
 * <p>Strings that come again, such as the few field names that fill large bodies, are one object as
 * long as they are not crowded out.
 */
final class JsonText {
    private static final int CACHED = 256;
    private static final int MOST_CACHED_BYTES = 48;

    private final byte[] bytes;
    private final int end;
    private final long allowedBytes;
    private final @Nullable String[] cache;
    private long leftBytes;
    private int at;

    /**
     * @param heapBytes what may be made of the text; checked before it is made
     */
    JsonText(byte[] bytes, int from, int to, long heapBytes) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
        this.allowedBytes = heapBytes;
        this.leftBytes = heapBytes;
        this.cache = new String[Integer.highestOneBit(Math.clamp((to - from) / 16, 1, CACHED))];
    }

    /** Gives the next value the whole allowance again: what was made before is gone by now. */
    void forget() {
        leftBytes = allowedBytes;
    }

    /** Takes from what may be made of the text. */
    void take(long count) {
        leftBytes -= count;
        if (leftBytes < 0) {
            throw new JsonException(
                    "more values than fit into %d bytes of memory".formatted(allowedBytes), at);
        }
    }

    int position() {
        return at;
    }

    boolean isAtEnd() {
        return at >= end;
    }

    byte peek() {
        if (at >= end) {
            throw new JsonException("the text ends too early", at);
        }
        return bytes[at];
    }

    void step() {
        at++;
    }

    void skipBlanks() {
        while (at < end) {
            byte b = bytes[at];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return;
            }
            at++;
        }
    }

    void expect(char wanted) {
        if (peek() != wanted) {
            throw unexpected("'" + wanted + "'");
        }
        at++;
    }

    void word(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= end || bytes[at + i] != word.charAt(i)) {
                throw unexpected("a value");
            }
        }
        at += word.length();
    }

    /** Reads a string, quotes included. */
    String string() {
        int start = ++at;
        int hash = 0;
        int signs = 0;
        while (at < end) {
            byte b = bytes[at];
            if (b == '"') {
                String string = string(start, at, hash, signs >= 0);
                at++;
                return string;
            }
            if (b == '\\') {
                return escapedString(start);
            }
            if (b >= 0 && b < ' ') {
                throw new JsonException("a bare control character in a string", at);
            }
            hash = 31 * hash + b;
            signs |= b;
            at++;
        }
        throw new JsonException("a string without end", start - 1);
    }

    private String string(int from, int to, int hash, boolean isAscii) {
        int length = to - from;
        if (!isAscii || length > MOST_CACHED_BYTES) {
            take(JsonWeight.TEXT + (isAscii ? length : 2L * length));
            return isAscii ? ascii(from, to) : decoded(from, to);
        }
        int slot = (hash ^ hash >>> 8 ^ hash >>> 16) & (cache.length - 1);
        String cached = cache[slot];
        if (cached == null || !isAt(cached, from, length)) {
            take(JsonWeight.TEXT + length);
            cached = ascii(from, to);
            cache[slot] = cached;
        }
        return cached;
    }

    private boolean isAt(String ascii, int from, int length) {
        if (ascii.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String ascii(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private String decoded(int from, int to) {
        try {
            // A new decoder reports what is malformed; the constructor of String would replace it.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new JsonException("the text is not well-formed UTF-8");
        }
    }

    private String escapedString(int start) {
        int stop = endOfString(start);
        take(JsonWeight.TEXT + 2L * (stop - start));
        StringBuilder string = new StringBuilder(stop - start);
        int from = start;
        while (true) {
            byte b = bytes[at];
            if (at == stop || b == '\\') {
                string.append(decoded(from, at));
                if (at++ == stop) {
                    return string.toString();
                }
                string.append(escape());
                from = at;
            } else if (b >= 0 && b < ' ') {
                throw new JsonException("a bare control character in a string", at);
            } else {
                at++;
            }
        }
    }

    /** Where the quote is that ends the string; its content is looked at by nobody yet. */
    private int endOfString(int start) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == '"') {
                return i;
            }
            if (bytes[i] == '\\') {
                i++;
            }
        }
        if (bytes[end - 1] == '\\') {
            throw new JsonException("the text ends too early", end);
        }
        throw new JsonException("a string without end", start - 1);
    }

    private char escape() {
        byte b = peek();
        at++;
        return switch (b) {
            case '"', '\\', '/' -> (char) b;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = hexDigit(peek());
                    if (digit < 0) {
                        throw unexpected("four hexadecimal digits");
                    }
                    code = code << 4 | digit;
                    at++;
                }
                yield (char) code;
            }
            default -> throw new JsonException("an unknown escape", at - 1);
        };
    }

    private static int hexDigit(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int letter = b | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    /** Passes over a string without making it. */
    void skipString() {
        at = endOfString(at + 1) + 1;
    }

    /** Reads a number: a {@code Long} when it is whole, otherwise a {@code Double}. */
    Object number() {
        int start = at;
        if (!passNumber()) {
            return fraction(start);
        }
        boolean negative = bytes[start] == '-';
        long value = 0;
        for (int i = negative ? start + 1 : start; i < at; i++) {
            // Counted downwards: there is one negative number more than there are positive ones.
            int digit = bytes[i] - '0';
            if (value < Long.MIN_VALUE / 10 || 10 * value < Long.MIN_VALUE + digit) {
                throw new JsonException("a number outside 64 bits", start);
            }
            value = 10 * value - digit;
        }
        if (!negative && value == Long.MIN_VALUE) {
            throw new JsonException("a number outside 64 bits", start);
        }
        return negative ? value : -value;
    }

    private Double fraction(int start) {
        Double value = Double.valueOf(ascii(start, at));
        if (value.isInfinite()) {
            throw new JsonException("a number outside 64 bits", start);
        }
        return value;
    }

    /** Reads a whole number as text. */
    String wholeNumberText() {
        int start = at;
        if (!(number() instanceof Long)) {
            throw new JsonException("a bare key must be a whole number", start);
        }
        take(JsonWeight.TEXT + (at - start));
        return ascii(start, at);
    }

    /** Passes over a number; says whether it is a whole one. */
    boolean passNumber() {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        int firstDigit = at;
        digits();
        if (bytes[firstDigit] == '0' && at > firstDigit + 1) {
            throw new JsonException("a number with a leading zero", start);
        }
        boolean whole = true;
        if (at < end && bytes[at] == '.') {
            whole = false;
            at++;
            digits();
        }
        if (at < end && (bytes[at] | 0x20) == 'e') {
            whole = false;
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        return whole;
    }

    private void digits() {
        int first = at;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        if (at == first) {
            throw unexpected("a digit");
        }
    }

    JsonException unexpected(String expected) {
        if (isAtEnd()) {
            return new JsonException("the end where " + expected + " should be", at);
        }
        byte found = bytes[at];
        String shown =
                found > ' ' && found < 0x7f
                        ? "'" + (char) found + "'"
                        : "byte 0x%02x".formatted(found & 0xff);
        return new JsonException(shown + " where " + expected + " should be", at);
    }
}
