package io.apogeemq.common.json;

import java.nio.ByteBuffer;
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
 * that is not well formed, numbers outside 64 bits, or nesting deeper than {@value #MAX_NESTING}.
 * Of members with the same key the last one holds. Nothing in the text names a type to be made of
 * it: an {@code @type} is a member like any other.
 *
 * <p>What is made of a text has a limit too, in bytes of the heap, since a short text can become a
 * large tree: {@code [[],[]…} one of ten times its size. Each value is counted before it is made,
 * roughly as it lies in memory; a text that goes beyond is refused. Without a limit of the caller's
 * it is {@link #MAX_TREE_BYTES}.
 *
 * <p>A text that is large for a good reason is read piece by piece: {@link #over}, then {@link
 * #beginObject}, {@link #nextKey} and {@link #value} or {@link #skip}.
 *
 * <p>A reader belongs to one thread; the static methods may be called by any. Errors are {@link
 * JsonException}s that name the position in bytes, from 0.
 */
public final class JsonReader {
    /** How deep objects and lists may lie within each other. */
    public static final int MAX_NESTING = 64;

    /**
     * What a tree may take where the caller says nothing: an eighth of the heap, 4 MiB at least.
     */
    public static final long MAX_TREE_BYTES =
            Math.max(4L << 20, Runtime.getRuntime().maxMemory() / 8);

    private final JsonText text;
    private boolean beforeFirst;

    private JsonReader(JsonText text) {
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
        return parse(utf8, MAX_TREE_BYTES);
    }

    public static @Nullable Object parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable Object parse(ByteBuffer utf8, long treeBytes) {
        return reader(utf8, treeBytes).document();
    }

    /** Reads UTF-8 that must hold an object. */
    public static JsonObject parseObject(byte[] utf8) {
        return object(parse(utf8));
    }

    /** Reads UTF-8 that must hold an object. Ownership: lent until return. */
    public static JsonObject parseObject(ByteBuffer utf8) {
        return object(parse(utf8));
    }

    /**
     * Reads UTF-8 that must hold an object. Ownership: lent until return.
     *
     * @param treeBytes what may be made of it
     */
    public static JsonObject parseObject(ByteBuffer utf8, long treeBytes) {
        return object(parse(utf8, treeBytes));
    }

    /** Reads text that must hold an object. */
    public static JsonObject parseObject(String text) {
        return object(parse(text));
    }

    private static JsonObject object(@Nullable Object value) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw noObject();
    }

    private static JsonException noObject() {
        return new JsonException("the text is no JSON object");
    }

    private static JsonReader reader(ByteBuffer utf8, long treeBytes) {
        int length = utf8.remaining();
        if (utf8.hasArray()) {
            int from = utf8.arrayOffset() + utf8.position();
            return new JsonReader(new JsonText(utf8.array(), from, from + length, treeBytes));
        }
        byte[] copy = new byte[length];
        utf8.get(utf8.position(), copy);
        return new JsonReader(new JsonText(copy, 0, length, treeBytes));
    }

    // ---- Piece by piece.

    /**
     * Begins to read UTF-8 piece by piece. Ownership: lent until the reader is done.
     *
     * @param pieceBytes what may be made of one piece
     */
    public static JsonReader over(byte[] utf8, long pieceBytes) {
        return reader(ByteBuffer.wrap(utf8), pieceBytes);
    }

    /** Enters the object that comes next: the whole text, or the value of the last key. */
    public void beginObject() {
        text.skipBlanks();
        if (text.isAtEnd() || text.peek() != '{') {
            throw noObject();
        }
        text.step();
        beforeFirst = true;
    }

    /**
     * Goes to the next member of the object entered last, whose value then has to be read, entered
     * or skipped. Null at the object's end, which leads back to the one around it.
     */
    public @Nullable String nextKey() {
        text.forget();
        text.skipBlanks();
        if (text.peek() == '}') {
            text.step();
            beforeFirst = false;
            return null;
        }
        if (!beforeFirst) {
            text.expect(',');
            text.skipBlanks();
        }
        beforeFirst = false;
        if (text.peek() != '"') {
            throw text.unexpected("a key");
        }
        String key = text.string();
        text.skipBlanks();
        text.expect(':');
        return key;
    }

    /** Says whether the value of the last key is an object that can be entered. */
    public boolean isObjectNext() {
        text.skipBlanks();
        return text.peek() == '{';
    }

    /** Reads the value of the last key. */
    public @Nullable Object value() {
        return value(0);
    }

    /** Reads the value of the last key, which has to be an object or null. */
    public @Nullable JsonObject objectValue() {
        return switch (value(0)) {
            case null -> null;
            case JsonObject object -> object;
            default -> throw noObject();
        };
    }

    /** Passes over the value of the last key; it costs no memory. */
    public void skip() {
        skip(0);
    }

    /** Checks that nothing follows the outermost object. */
    public void end() {
        text.skipBlanks();
        if (!text.isAtEnd()) {
            throw text.unexpected("the end of the text");
        }
    }

    private void skip(int depth) {
        text.skipBlanks();
        switch (text.peek()) {
            case '{' -> skipMembers(depth, '}');
            case '[' -> skipMembers(depth, ']');
            case '"' -> text.skipString();
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> text.passNumber();
            default -> value(depth);
        }
    }

    private void skipMembers(int depth, char closing) {
        enter(depth);
        text.step();
        text.skipBlanks();
        if (text.peek() == closing) {
            text.step();
            return;
        }
        while (true) {
            skip(depth + 1);
            text.skipBlanks();
            if (closing == '}') {
                text.expect(':');
                skip(depth + 1);
                text.skipBlanks();
            }
            if (text.peek() == closing) {
                text.step();
                return;
            }
            text.expect(',');
        }
    }

    // ---- As a tree.

    private @Nullable Object document() {
        Object value = value(0);
        end();
        return value;
    }

    private @Nullable Object value(int depth) {
        text.skipBlanks();
        return switch (text.peek()) {
            case '{' -> readObject(depth);
            case '[' -> readList(depth);
            case '"' -> text.string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
                text.take(JsonWeight.NUMBER);
                yield text.number();
            }
            default -> throw text.unexpected("a value");
        };
    }

    private <T extends @Nullable Object> T word(String word, T value) {
        text.word(word);
        return value;
    }

    private JsonObject readObject(int depth) {
        enter(depth);
        text.step();
        text.skipBlanks();
        if (text.peek() == '}') {
            text.step();
            return JsonObject.EMPTY;
        }
        text.take(JsonWeight.OBJECT);
        JsonObject object = new JsonObject();
        while (true) {
            text.skipBlanks();
            Object key = readKey(depth);
            text.skipBlanks();
            text.expect(':');
            Object value = value(depth + 1);
            text.take(JsonWeight.member(object));
            object.put(key, value);
            text.skipBlanks();
            if (text.peek() == '}') {
                text.step();
                object.trim();
                return object;
            }
            text.expect(',');
        }
    }

    private Object readKey(int depth) {
        return switch (text.peek()) {
            case '"' -> text.string();
            case '{' -> readObject(depth + 1);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> text.wholeNumberText();
            default -> throw text.unexpected("a key");
        };
    }

    private List<@Nullable Object> readList(int depth) {
        enter(depth);
        text.step();
        text.skipBlanks();
        if (text.peek() == ']') {
            text.step();
            return List.of();
        }
        text.take(JsonWeight.LIST);
        ArrayList<@Nullable Object> list = new ArrayList<>(4);
        while (true) {
            text.take(JsonWeight.ELEMENT);
            list.add(value(depth + 1));
            text.skipBlanks();
            if (text.peek() == ']') {
                text.step();
                list.trimToSize();
                return Collections.unmodifiableList(list);
            }
            text.expect(',');
        }
    }

    private void enter(int depth) {
        if (depth >= MAX_NESTING) {
            throw new JsonException("nested deeper than " + MAX_NESTING, text.position());
        }
    }
}
