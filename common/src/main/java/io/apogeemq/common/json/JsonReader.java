package io.apogeemq.common.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON dialect of the protocol into a tree of plain values: {@link JsonObject}, {@code
 * List}, {@code String}, {@code Long}, {@code Double}, {@code Boolean}, null.
 *
 * <p>Beyond plain JSON it takes whole numbers as keys without quotes and objects as keys. It does
 * not take comments, single quotes, other bare words, trailing commas, data after the value, UTF-8
 * that is not well formed, numbers outside 64 bits, nesting deeper than {@value #MAX_NESTING} or
 * more than {@value #MAX_VALUES} values: the tree of a short hostile text must not fill the heap.
 * Of members with the same key the last one holds. Nothing in the text names a type to be made of
 * it: an {@code @type} is a member like any other.
 *
 * <p>Each call is on its own; any thread may call. Errors are {@link JsonException}s that name the
 * position in characters, from 0.
 */
public final class JsonReader {
    /** How deep objects and lists may lie within each other. */
    public static final int MAX_NESTING = 64;

    /** How many values, keys left aside, a text may hold. */
    public static final int MAX_VALUES = 1 << 21;

    private static final int KEY_CACHE = 256;
    private static final int MAX_CACHED_KEY = 48;

    private final String text;
    private final @Nullable String[] keyCache = new String[KEY_CACHE];
    private int at;
    private int values;

    private JsonReader(String text) {
        this.text = text;
    }

    /**
     * Reads UTF-8.
     *
     * @return the value, which is null for the text {@code null}
     */
    public static @Nullable Object parse(byte[] utf8) {
        return parse(ByteBuffer.wrap(utf8));
    }

    /** Reads UTF-8. Ownership: lent until return; the buffer's position is left as it was. */
    public static @Nullable Object parse(ByteBuffer utf8) {
        CharBuffer characters;
        try {
            characters =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(utf8.duplicate());
        } catch (CharacterCodingException e) {
            throw new JsonException("the text is not well-formed UTF-8");
        }
        return parse(characters.toString());
    }

    public static @Nullable Object parse(String text) {
        return new JsonReader(text).document();
    }

    /** Reads UTF-8 that must hold an object. */
    public static JsonObject parseObject(byte[] utf8) {
        return object(parse(utf8));
    }

    /** Reads UTF-8 that must hold an object. Ownership: lent until return. */
    public static JsonObject parseObject(ByteBuffer utf8) {
        return object(parse(utf8));
    }

    /** Reads text that must hold an object. */
    public static JsonObject parseObject(String text) {
        return object(parse(text));
    }

    private static JsonObject object(@Nullable Object value) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new JsonException("the text is no JSON object");
    }

    private @Nullable Object document() {
        Object value = value(0);
        skipBlanks();
        if (at < text.length()) {
            throw unexpected("the end of the text");
        }
        return value;
    }

    private @Nullable Object value(int depth) {
        skipBlanks();
        if (++values > MAX_VALUES) {
            throw new JsonException("more than " + MAX_VALUES + " values", at);
        }
        return switch (peek()) {
            case '{' -> readObject(depth);
            case '[' -> readList(depth);
            case '"' -> readString();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> readNumber();
            default -> throw unexpected("a value");
        };
    }

    private JsonObject readObject(int depth) {
        enter(depth);
        at++;
        skipBlanks();
        if (peek() == '}') {
            at++;
            return JsonObject.EMPTY;
        }
        JsonObject object = new JsonObject();
        while (true) {
            skipBlanks();
            Object key = readKey(depth);
            skipBlanks();
            expect(':');
            object.put(key, value(depth + 1));
            skipBlanks();
            if (peek() == '}') {
                at++;
                object.trim();
                return object;
            }
            expect(',');
        }
    }

    private Object readKey(int depth) {
        return switch (peek()) {
            case '"' -> readKeyText();
            case '{' -> {
                if (++values > MAX_VALUES) {
                    throw new JsonException("more than " + MAX_VALUES + " values", at);
                }
                yield readObject(depth + 1);
            }
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
                int start = at;
                if (readNumber() instanceof Long) {
                    yield text.substring(start, at);
                }
                throw new JsonException("a bare key must be a whole number", start);
            }
            default -> throw unexpected("a key");
        };
    }

    private List<@Nullable Object> readList(int depth) {
        enter(depth);
        at++;
        skipBlanks();
        if (peek() == ']') {
            at++;
            return List.of();
        }
        ArrayList<@Nullable Object> list = new ArrayList<>(4);
        while (true) {
            list.add(value(depth + 1));
            skipBlanks();
            if (peek() == ']') {
                at++;
                list.trimToSize();
                return Collections.unmodifiableList(list);
            }
            expect(',');
        }
    }

    private void enter(int depth) {
        if (depth >= MAX_NESTING) {
            throw new JsonException("nested deeper than " + MAX_NESTING, at);
        }
    }

    /** Reads a key; the few names that fill large bodies are kept once per text. */
    private String readKeyText() {
        int start = at + 1;
        int hash = 0;
        for (int i = start; i < text.length() && i - start <= MAX_CACHED_KEY; i++) {
            char c = text.charAt(i);
            if (c == '"') {
                int slot = (hash ^ hash >>> 8) & (KEY_CACHE - 1);
                String cached = keyCache[slot];
                if (cached == null
                        || cached.length() != i - start
                        || !text.startsWith(cached, start)) {
                    cached = text.substring(start, i);
                    keyCache[slot] = cached;
                }
                at = i + 1;
                return cached;
            }
            if (c == '\\' || c < ' ') {
                break;
            }
            hash = 31 * hash + c;
        }
        return readString();
    }

    private String readString() {
        int start = ++at;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                return text.substring(start, at++);
            }
            if (c == '\\') {
                return readEscapedString(start);
            }
            if (c < ' ') {
                throw new JsonException("a bare control character in a string", at);
            }
            at++;
        }
        throw new JsonException("a string without end", start - 1);
    }

    private String readEscapedString(int start) {
        StringBuilder string = new StringBuilder(2 * (at - start) + 16);
        string.append(text, start, at);
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return string.toString();
            }
            if (c == '\\') {
                string.append(readEscape());
            } else if (c < ' ') {
                throw new JsonException("a bare control character in a string", at - 1);
            } else {
                string.append(c);
            }
        }
        throw new JsonException("a string without end", start - 1);
    }

    private char readEscape() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
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

    private static int hexDigit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int letter = c | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    private Object readNumber() {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        int firstDigit = at;
        digits();
        if (text.charAt(firstDigit) == '0' && at > firstDigit + 1) {
            throw new JsonException("a number with a leading zero", start);
        }
        boolean whole = true;
        if (at < text.length() && text.charAt(at) == '.') {
            whole = false;
            at++;
            digits();
        }
        if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
            whole = false;
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        String number = text.substring(start, at);
        if (whole) {
            try {
                return Long.valueOf(number);
            } catch (NumberFormatException e) {
                throw new JsonException("a number outside 64 bits", start);
            }
        }
        Double value = Double.valueOf(number);
        if (value.isInfinite()) {
            throw new JsonException("a number outside 64 bits", start);
        }
        return value;
    }

    private void digits() {
        int first = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == first) {
            throw unexpected("a digit");
        }
    }

    private <T extends @Nullable Object> T word(String word, T value) {
        if (!text.startsWith(word, at)) {
            throw unexpected("a value");
        }
        at += word.length();
        return value;
    }

    private void skipBlanks() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return;
            }
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw new JsonException("the text ends too early", at);
        }
        return text.charAt(at);
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw unexpected("'" + wanted + "'");
        }
        at++;
    }

    private JsonException unexpected(String expected) {
        String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
        return new JsonException(found + " where " + expected + " should be", at);
    }
}
