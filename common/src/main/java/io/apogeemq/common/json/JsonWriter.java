package io.apogeemq.common.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the JSON dialect of the protocol: compact, in the order of the calls, null fields left
 * out. The classic decoders sort the fields of an object by name; callers that want their exact
 * bytes call in that order.
 *
 * <p>Two forms. {@link #classic()} is what almost every body has: UTF-8, integer keys without
 * quotes ({@code {0:"a"}}). {@link #strict()} is plain JSON for requesters that ask for it: integer
 * keys quoted, everything beyond ASCII escaped. Both may have an object as a key, where a caller
 * asks for it.
 *
 * <p>One writer makes one text and belongs to one thread. Calls out of order, such as a field name
 * within a list, are bugs and throw {@link IllegalStateException}.
 */
public final class JsonWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** Where the writer stands: what may come next. */
    private enum State {
        START,
        FIRST_KEY,
        NEXT_KEY,
        VALUE,
        FIRST_ELEMENT,
        NEXT_ELEMENT,
        DONE
    }

    private final boolean asciiOnly;
    private final boolean quotedIntegerKeys;
    private final Output out = new Output();
    private State state = State.START;
    private State[] outer = new State[8];
    private int depth;

    private JsonWriter(boolean asciiOnly, boolean quotedIntegerKeys) {
        this.asciiOnly = asciiOnly;
        this.quotedIntegerKeys = quotedIntegerKeys;
    }

    /** UTF-8, integer keys without quotes. */
    public static JsonWriter classic() {
        return new JsonWriter(false, false);
    }

    /** Plain JSON in ASCII, integer keys quoted. */
    public static JsonWriter strict() {
        return new JsonWriter(true, true);
    }

    /** Begins an object as a value or list element. */
    public JsonWriter beginObject() {
        beginValue();
        return open('{', State.FIRST_KEY, afterValue());
    }

    /** Begins an object that is a key of the object at hand; its value follows its end. */
    public JsonWriter beginKeyObject() {
        beginKey();
        return open('{', State.FIRST_KEY, State.VALUE);
    }

    public JsonWriter endObject() {
        if (state != State.FIRST_KEY && state != State.NEXT_KEY) {
            throw misplaced("the end of an object");
        }
        out.write('}');
        close();
        return this;
    }

    public JsonWriter beginArray() {
        beginValue();
        return open('[', State.FIRST_ELEMENT, afterValue());
    }

    public JsonWriter endArray() {
        if (state != State.FIRST_ELEMENT && state != State.NEXT_ELEMENT) {
            throw misplaced("the end of a list");
        }
        out.write(']');
        close();
        return this;
    }

    public JsonWriter fieldName(String name) {
        beginKey();
        string(name);
        out.write(':');
        state = State.VALUE;
        return this;
    }

    /** An integer as key: quoted in the strict form only. */
    public JsonWriter fieldName(long name) {
        beginKey();
        if (quotedIntegerKeys) {
            out.write('"');
        }
        ascii(Long.toString(name));
        if (quotedIntegerKeys) {
            out.write('"');
        }
        out.write(':');
        state = State.VALUE;
        return this;
    }

    public JsonWriter value(String value) {
        beginValue();
        string(value);
        state = afterValue();
        return this;
    }

    public JsonWriter value(long value) {
        return plain(Long.toString(value));
    }

    /** A number; it must be finite. */
    public JsonWriter value(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("value: " + value + " (expected: a finite number)");
        }
        return plain(Double.toString(value));
    }

    public JsonWriter value(boolean value) {
        return plain(value ? "true" : "false");
    }

    public JsonWriter nullValue() {
        return plain("null");
    }

    /** An object as it was read, keys included. */
    public JsonWriter value(JsonObject value) {
        beginObject();
        members(value);
        return endObject();
    }

    /** A field with text, left out when null. */
    public JsonWriter field(String name, @Nullable String value) {
        return value == null ? this : fieldName(name).value(value);
    }

    public JsonWriter field(String name, long value) {
        return fieldName(name).value(value);
    }

    public JsonWriter field(String name, double value) {
        return fieldName(name).value(value);
    }

    public JsonWriter field(String name, boolean value) {
        return fieldName(name).value(value);
    }

    /** A field with an object from text to text, in the map's order. */
    public JsonWriter field(String name, Map<String, String> values) {
        fieldName(name).beginObject();
        values.forEach(this::field);
        return endObject();
    }

    /** A field with a list of texts, in the collection's order. */
    public JsonWriter field(String name, Collection<String> values) {
        fieldName(name).beginArray();
        values.forEach(this::value);
        return endArray();
    }

    /** The whole text as bytes; {@link IllegalStateException} when it is not complete. */
    public byte[] toBytes() {
        if (state != State.DONE) {
            throw misplaced("the end of the text");
        }
        return out.toByteArray();
    }

    /** What was written so far. */
    @Override
    public String toString() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private void members(JsonObject object) {
        object.forEach(
                (key, value) -> {
                    if (key instanceof JsonObject keyObject) {
                        beginKeyObject();
                        members(keyObject);
                        endObject();
                    } else {
                        fieldName((String) key);
                    }
                    tree(value);
                });
    }

    private void tree(@Nullable Object value) {
        switch (value) {
            case null -> nullValue();
            case JsonObject object -> value(object);
            case String text -> value(text);
            case Long number -> value(number.longValue());
            case Double number -> value(number.doubleValue());
            case Boolean flag -> value(flag.booleanValue());
            case Collection<?> list -> {
                beginArray();
                list.forEach(this::tree);
                endArray();
            }
            default -> throw new IllegalArgumentException("not a JSON value: " + value.getClass());
        }
    }

    private JsonWriter plain(String text) {
        beginValue();
        ascii(text);
        state = afterValue();
        return this;
    }

    private void beginKey() {
        switch (state) {
            case FIRST_KEY -> {}
            case NEXT_KEY -> out.write(',');
            case START, VALUE, FIRST_ELEMENT, NEXT_ELEMENT, DONE -> throw misplaced("a key");
        }
    }

    private void beginValue() {
        switch (state) {
            case START, VALUE, FIRST_ELEMENT -> {}
            case NEXT_ELEMENT -> out.write(',');
            case FIRST_KEY, NEXT_KEY, DONE -> throw misplaced("a value");
        }
    }

    /** What may follow once the value that begins now is complete. */
    private State afterValue() {
        return switch (state) {
            case START, DONE -> State.DONE;
            case VALUE, FIRST_KEY, NEXT_KEY -> State.NEXT_KEY;
            case FIRST_ELEMENT, NEXT_ELEMENT -> State.NEXT_ELEMENT;
        };
    }

    private JsonWriter open(char bracket, State inside, State after) {
        if (depth == outer.length) {
            outer = Arrays.copyOf(outer, 2 * depth);
        }
        outer[depth++] = after;
        out.write(bracket);
        state = inside;
        return this;
    }

    private void close() {
        state = outer[--depth];
        if (state == State.VALUE) {
            out.write(':');
        }
    }

    private void string(String text) {
        out.write('"');
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean paired =
                    Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1));
            if (paired && !asciiOnly) {
                i++;
            } else if (c < ' ' || c == '"' || c == '\\' || (c > '~' && needsEscape(c))) {
                plainRun(text, from, i);
                escape(c);
                from = i + 1;
            }
        }
        plainRun(text, from, text.length());
        out.write('"');
    }

    /** In UTF-8 only what it has no bytes for: halves of a pair. */
    private boolean needsEscape(char c) {
        return asciiOnly || Character.isSurrogate(c);
    }

    private void plainRun(String text, int from, int to) {
        if (from < to) {
            out.writeBytes(text.substring(from, to).getBytes(StandardCharsets.UTF_8));
        }
    }

    private void escape(char c) {
        out.write('\\');
        switch (c) {
            case '"', '\\' -> out.write(c);
            case '\b' -> out.write('b');
            case '\f' -> out.write('f');
            case '\n' -> out.write('n');
            case '\r' -> out.write('r');
            case '\t' -> out.write('t');
            default -> {
                out.write('u');
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.write(HEX[c >> shift & 0xF]);
                }
            }
        }
    }

    private void ascii(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private IllegalStateException misplaced(String what) {
        return new IllegalStateException(what + " is misplaced after: " + this);
    }

    /** A byte sink without the lock that its parent takes for every byte. */
    private static final class Output extends ByteArrayOutputStream {
        Output() {
            super(256);
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // Belongs to one thread.
        public void write(int b) {
            if (count == buf.length) {
                buf = Arrays.copyOf(buf, 2 * count);
            }
            buf[count++] = (byte) b;
        }
    }
}
