package io.apogeemq.common.remoting;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads a JSON header in one pass, as leniently as the classic servers do: keys in any order,
 * unknown keys skipped, numbers written as strings, field values that are numbers or booleans,
 * nulls as absence, the last of duplicates.
 *
 * <p>Not recursive: nested values are skipped by counting brackets, {@value #MAX_DEPTH} deep at
 * most; one that stands for a field's value is taken as its text. Escapes are resolved in place, as
 * UTF-8 is never longer than its escaped form.
 *
 * <p>Owner: the event loop.
 */
final class JsonHeaderReader {
    static final int MAX_DEPTH = 64;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';

    private static final byte[] CODE = "code".getBytes(US_ASCII);
    private static final byte[] FLAG = "flag".getBytes(US_ASCII);
    private static final byte[] OPAQUE = "opaque".getBytes(US_ASCII);
    private static final byte[] REMARK = "remark".getBytes(US_ASCII);
    private static final byte[] VERSION = "version".getBytes(US_ASCII);
    private static final byte[] LANGUAGE = "language".getBytes(US_ASCII);
    private static final byte[] EXT_FIELDS = "extFields".getBytes(US_ASCII);

    /** The value of a hexadecimal digit, -1 for other bytes. */
    private static final byte[] HEX = new byte[256];

    static {
        for (int i = 0; i < HEX.length; i++) {
            HEX[i] = (byte) Character.digit(i < 0x80 ? i : -1, 16);
        }
    }

    private byte[] bytes = {};
    private int position;
    private int end;

    // The string or token read last; written by readString and readScalar.
    private int start;
    private int length;

    /** Reads {@code headerLength} bytes that {@code header} has loaded into {@code source}. */
    void read(ReceivedHeader header, byte[] source, int headerLength) {
        bytes = source;
        position = 0;
        end = headerLength;
        try {
            readObject(header);
        } catch (BadFieldException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
        skipBlanks();
        if (position != end) {
            throw malformed("more after the JSON object");
        }
    }

    private void readObject(ReceivedHeader header) {
        expect('{');
        if (peek() == '}') {
            position++;
        } else {
            do {
                readString();
                int keyStart = start;
                int keyLength = length;
                expect(':');
                readEntry(header, keyStart, keyLength);
            } while (nextElement());
        }
    }

    private void readEntry(ReceivedHeader header, int keyStart, int keyLength) {
        switch (keyLength) {
            case 4 -> {
                if (is(CODE, keyStart)) {
                    header.code = readInteger("code");
                } else if (is(FLAG, keyStart)) {
                    header.flag = readInteger("flag");
                } else {
                    skipValue();
                }
            }
            case 6 -> {
                if (is(OPAQUE, keyStart)) {
                    header.opaque = readInteger("opaque");
                } else if (is(REMARK, keyStart)) {
                    if (readScalar()) {
                        header.remark(start, length);
                    } else {
                        header.noRemark();
                    }
                } else {
                    skipValue();
                }
            }
            case 7 -> {
                if (is(VERSION, keyStart)) {
                    header.version = readInteger("version");
                } else {
                    skipValue();
                }
            }
            case 8 -> {
                if (is(LANGUAGE, keyStart)) {
                    readLanguage(header);
                } else {
                    skipValue();
                }
            }
            case 9 -> {
                if (is(EXT_FIELDS, keyStart)) {
                    readFields(header);
                } else {
                    skipValue();
                }
            }
            default -> skipValue();
        }
    }

    private void readFields(ReceivedHeader header) {
        header.clearFields();
        if (peek() != '{') {
            if (readScalar()) {
                throw malformed("extFields is not an object");
            }
            return;
        }
        position++;
        if (peek() == '}') {
            position++;
            return;
        }
        do {
            readPlainFields(header);
            readString();
            int nameStart = start;
            int nameLength = length;
            expect(':');
            if (readScalar()) {
                header.add(nameStart, nameLength, start, length);
            }
        } while (nextElement());
    }

    /**
     * Reads fields as long as they look as nearly all do: {@code "name":"value",} without blanks
     * and escapes. Whatever looks otherwise, the last field included, is left to the caller. Only
     * local variables here: this loop is most of what reading a header costs.
     */
    private void readPlainFields(ReceivedHeader header) {
        byte[] source = bytes;
        // Behind the last byte looked at there are always three more before the end.
        int last = end - 4;
        int at = position;
        while (at < last && source[at] == '"') {
            int nameStart = at + 1;
            int nameEnd = nameStart;
            while (nameEnd < last && source[nameEnd] != '"') {
                if (source[nameEnd] == '\\') {
                    return;
                }
                nameEnd++;
            }
            if (source[nameEnd] != '"'
                    || source[nameEnd + 1] != ':'
                    || source[nameEnd + 2] != '"') {
                return;
            }
            int valueStart = nameEnd + 3;
            int valueEnd = quoteOrBackslash(source, valueStart, end);
            if (valueEnd >= end - 1 || source[valueEnd] != '"' || source[valueEnd + 1] != ',') {
                return;
            }
            header.add(nameStart, nameEnd - nameStart, valueStart, valueEnd - valueStart);
            at = valueEnd + 2;
            position = at;
        }
    }

    private void readLanguage(ReceivedHeader header) {
        if (!readScalar()) {
            return;
        }
        if (length == 4
                && bytes[start] == 'J'
                && bytes[start + 1] == 'A'
                && bytes[start + 2] == 'V'
                && bytes[start + 3] == 'A') {
            header.language = Language.JAVA;
        } else if (length > 0 && bytes[start] >= '0' && bytes[start] <= '9') {
            header.language =
                    length <= 3
                            ? Language.ofCode(Decimal.toLong(bytes, start, length, "language"))
                            : Language.OTHER;
        } else {
            header.language = Language.ofName(new String(bytes, start, length, UTF_8));
        }
    }

    private int readInteger(String key) {
        int at = position;
        // Nine digits always fit.
        int most = Math.min(end, at + 9);
        int value = 0;
        while (at < most && bytes[at] >= '0' && bytes[at] <= '9') {
            value = value * 10 + (bytes[at++] - '0');
        }
        if (at > position && at < end && (bytes[at] == ',' || bytes[at] == '}')) {
            position = at;
            return value;
        }
        return readScalar() ? Decimal.toInt(bytes, start, length, key) : 0;
    }

    /** Reads any value as text into start and length; false for null. */
    private boolean readScalar() {
        byte first = peek();
        if (first == '"') {
            readString();
            return true;
        }
        if (first == '{' || first == '[') {
            start = position;
            skipNested();
            length = position - start;
            return true;
        }
        start = position;
        while (position < end && isTokenByte(bytes[position])) {
            position++;
        }
        length = position - start;
        return checkToken(first);
    }

    private boolean checkToken(byte first) {
        switch (first) {
            case 'n' -> {
                requireToken("null");
                return false;
            }
            case 't' -> requireToken("true");
            case 'f' -> requireToken("false");
            default -> {
                if (length == 0 || (first != '-' && (first < '0' || first > '9'))) {
                    throw malformed("a value was expected");
                }
            }
        }
        return true;
    }

    private void requireToken(String token) {
        boolean same = length == token.length();
        for (int i = 0; same && i < length; i++) {
            same = bytes[start + i] == token.charAt(i);
        }
        if (!same) {
            throw malformed("a value was expected");
        }
    }

    private static boolean isTokenByte(byte b) {
        return (b >= '0' && b <= '9')
                || (b >= 'a' && b <= 'z')
                || b == '-'
                || b == '+'
                || b == '.'
                || b == 'E';
    }

    private void skipValue() {
        byte first = peek();
        if (first == '"') {
            skipString();
        } else if (first == '{' || first == '[') {
            skipNested();
        } else {
            readScalar();
        }
    }

    /** Skips an object or array by its brackets; what stands between them is not checked. */
    private void skipNested() {
        // One bit per open bracket, set for objects; the header itself is level one.
        long objects = 0;
        int depth = 0;
        do {
            if (position == end) {
                throw malformed("ends inside a nested value");
            }
            byte b = bytes[position];
            switch (b) {
                case '"' -> {
                    skipString();
                    continue;
                }
                case '{', '[' -> {
                    if (++depth >= MAX_DEPTH) {
                        throw malformed("nested more than " + MAX_DEPTH + " deep");
                    }
                    objects = (objects << 1) | (b == '{' ? 1 : 0);
                }
                case '}', ']' -> {
                    if ((objects & 1) != (b == '}' ? 1 : 0)) {
                        throw malformed("brackets don't match");
                    }
                    objects >>>= 1;
                    depth--;
                }
                default -> {
                    // Content.
                }
            }
            position++;
        } while (depth > 0);
    }

    private void skipString() {
        position++;
        while (true) {
            int at = nextMark(position);
            if (bytes[at] == '"') {
                position = at + 1;
                return;
            }
            position = at + 2;
        }
    }

    /** Reads a string into start and length, resolving escapes in place. */
    private void readString() {
        if (peek() != '"') {
            throw malformed("a string was expected");
        }
        start = position + 1;
        int at = nextMark(start);
        int target = at;
        while (bytes[at] == '\\') {
            target = unescape(at, target);
            int from = position;
            at = moveToMark(from, target);
            target += at - from;
        }
        length = target - start;
        position = at + 1;
    }

    /**
     * Moves what lies between {@code from} and the next mark to {@code target}, which is lower by
     * one at least; returns where the mark is. Eight bytes are written only after the same eight
     * were read and found free of marks, so nothing unread is overwritten.
     */
    private int moveToMark(int from, int target) {
        byte[] source = bytes;
        int at = from;
        int to = target;
        while (at + Long.BYTES <= end) {
            long word = (long) LONG.get(source, at);
            if (marks(word) != 0) {
                break;
            }
            LONG.set(source, to, word);
            at += Long.BYTES;
            to += Long.BYTES;
        }
        while (at < end && source[at] != '"' && source[at] != '\\') {
            source[to++] = source[at++];
        }
        if (at == end) {
            throw malformed("ends inside a string");
        }
        return at;
    }

    /** Resolves the escape at {@code at} into {@code target}; leaves position behind it. */
    private int unescape(int at, int target) {
        if (at + 1 >= end) {
            throw malformed("ends inside a string");
        }
        byte kind = bytes[at + 1];
        position = at + 2;
        if (kind == 'u') {
            // The separators of message properties come so, in every send.
            if (at + 6 <= end && bytes[at + 2] == '0' && bytes[at + 3] == '0') {
                int unit = (HEX[bytes[at + 4] & 0xFF] << 4) | HEX[bytes[at + 5] & 0xFF];
                if (unit >= 0 && unit < 0x80) {
                    position = at + 6;
                    bytes[target] = (byte) unit;
                    return target + 1;
                }
            }
            return unescapeUnicode(target);
        }
        bytes[target] =
                switch (kind) {
                    case '"', '\\', '/', '\'' -> kind;
                    case 'b' -> '\b';
                    case 'f' -> '\f';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    default -> throw malformed("an unknown escape");
                };
        return target + 1;
    }

    private int unescapeUnicode(int target) {
        int unit = hexUnit(position);
        position += 4;
        if (unit < 0x80) {
            bytes[target] = (byte) unit;
            return target + 1;
        }
        if (unit < 0x800) {
            bytes[target] = (byte) (0xC0 | (unit >> 6));
            bytes[target + 1] = (byte) (0x80 | (unit & 0x3F));
            return target + 2;
        }
        if (Character.isHighSurrogate((char) unit)
                && position + 6 <= end
                && bytes[position] == '\\'
                && bytes[position + 1] == 'u') {
            int low = hexUnit(position + 2);
            if (Character.isLowSurrogate((char) low)) {
                position += 6;
                int point = Character.toCodePoint((char) unit, (char) low);
                bytes[target] = (byte) (0xF0 | (point >> 18));
                bytes[target + 1] = (byte) (0x80 | ((point >> 12) & 0x3F));
                bytes[target + 2] = (byte) (0x80 | ((point >> 6) & 0x3F));
                bytes[target + 3] = (byte) (0x80 | (point & 0x3F));
                return target + 4;
            }
        }
        if (Character.isSurrogate((char) unit)) {
            // Half a pair is no character; Java's own encoder writes the same.
            bytes[target] = '?';
            return target + 1;
        }
        bytes[target] = (byte) (0xE0 | (unit >> 12));
        bytes[target + 1] = (byte) (0x80 | ((unit >> 6) & 0x3F));
        bytes[target + 2] = (byte) (0x80 | (unit & 0x3F));
        return target + 3;
    }

    private int hexUnit(int at) {
        if (at + 4 > end) {
            throw malformed("ends inside a string");
        }
        int unit = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = HEX[bytes[i] & 0xFF];
            if (digit < 0) {
                throw malformed("an unknown escape");
            }
            unit = (unit << 4) | digit;
        }
        return unit;
    }

    /** The index of the next quote or backslash, which must be there. */
    private int nextMark(int from) {
        int at = quoteOrBackslash(bytes, from, end);
        if (at >= end) {
            throw malformed("ends inside a string");
        }
        return at;
    }

    /** The index of the next quote or backslash, or {@code end}; eight bytes at a time. */
    private static int quoteOrBackslash(byte[] source, int from, int end) {
        int at = from;
        while (at + Long.BYTES <= end) {
            long hit = marks((long) LONG.get(source, at));
            if (hit != 0) {
                return at + (Long.numberOfTrailingZeros(hit) >>> 3);
            }
            at += Long.BYTES;
        }
        while (at < end && source[at] != '"' && source[at] != '\\') {
            at++;
        }
        return at;
    }

    /** Sets the high bit of quotes and backslashes; only the lowest mark is exact. */
    private static long marks(long word) {
        return zeroBytes(word ^ QUOTES) | zeroBytes(word ^ BACKSLASHES);
    }

    private static long zeroBytes(long word) {
        return (word - ONES) & ~word & HIGHS;
    }

    /** After an element: true at a comma, false at the closing brace; both are consumed. */
    private boolean nextElement() {
        byte b = peek();
        position++;
        if (b == ',') {
            return true;
        }
        if (b != '}') {
            throw malformed("a comma or brace was expected");
        }
        return false;
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw malformed("'" + wanted + "' was expected");
        }
        position++;
    }

    /** The next byte that is no blank, not consumed. */
    private byte peek() {
        skipBlanks();
        if (position >= end) {
            throw malformed("ends too early");
        }
        return bytes[position];
    }

    private void skipBlanks() {
        while (position < end
                && (bytes[position] == ' '
                        || bytes[position] == '\t'
                        || bytes[position] == '\n'
                        || bytes[position] == '\r')) {
            position++;
        }
    }

    private boolean is(byte[] key, int keyStart) {
        for (int i = 0; i < key.length; i++) {
            if (bytes[keyStart + i] != key[i]) {
                return false;
            }
        }
        return true;
    }

    private MalformedFrameException malformed(String detail) {
        return MalformedFrameException.header("JSON header at byte " + position + ": " + detail);
    }
}
