package io.apogeemq.common.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as it was read: its members in the order of the text. Keys are strings (a numeric
 * key, quoted or not, is its decimal text) or, in the maps that are keyed by a message queue,
 * objects themselves. Values are {@link JsonObject}, {@code List}, {@code String}, {@code Long},
 * {@code Double}, {@code Boolean} or null. Immutable once the reader has returned it; any thread
 * may read it.
 *
 * <p>The typed accessors take what the classic decoders take: a number or a boolean written as a
 * string is read as such, and the other way round. A field that is absent or null is "not there". A
 * field of a type that can't be read so is a {@link JsonException} that names it.
 *
 * <p>Members lie in one array, and are indexed only when there are many, because a large
 * registration holds tens of thousands of small objects.
 */
public final class JsonObject {
    /** The object without members. */
    public static final JsonObject EMPTY = new JsonObject();

    private static final int INDEXED_FROM = 16;
    private static final @Nullable Object[] NONE = {};

    private @Nullable Object[] members = NONE;
    private int size;
    private @Nullable Map<Object, Integer> index;

    JsonObject() {}

    /**
     * Adds a member, or gives an earlier one of the same key its new value. Only for the reader.
     */
    void put(Object key, @Nullable Object value) {
        int at = indexOf(key);
        if (at >= 0) {
            members[2 * at + 1] = value;
            return;
        }
        if (2 * size == members.length) {
            members =
                    Arrays.copyOf(
                            members, size == 0 ? 4 : size < 8 ? 4 * size : 4 * (size * 3 / 4));
        }
        members[2 * size] = key;
        members[2 * size + 1] = value;
        if (index != null) {
            index.put(key, size);
        }
        size++;
        if (size == INDEXED_FROM && index == null) {
            Map<Object, Integer> built = new HashMap<>(64);
            for (int i = 0; i < size; i++) {
                built.put(keyAt(i), i);
            }
            index = built;
        }
    }

    /** Whether members are found by an index, which takes memory of its own. */
    boolean isIndexed() {
        return index != null;
    }

    /** Drops the growth reserve. Only for the reader, at the object's end. */
    void trim() {
        if (2 * size < members.length) {
            members = Arrays.copyOf(members, 2 * size);
        }
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** Says whether the field is there and not null. */
    public boolean has(String key) {
        return find(key) != null;
    }

    /** The value as it was read, or null when the field is absent or null. */
    public @Nullable Object find(String key) {
        int at = indexOf(key);
        return at < 0 ? null : members[2 * at + 1];
    }

    /** The field as text; numbers and booleans come as they were written. Null when not there. */
    public @Nullable String text(String key) {
        Object value = find(key);
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Long number -> number.toString();
            case Double number -> number.toString();
            case Boolean flag -> flag.toString();
            default -> throw wrongType(key, "text", value);
        };
    }

    /** The field as text, or the fallback when not there. */
    public String textOr(String key, String fallback) {
        String text = text(key);
        return text != null ? text : fallback;
    }

    /** The field as text; a {@link JsonException} when not there. */
    public String requireText(String key) {
        String text = text(key);
        if (text == null) {
            throw missing(key);
        }
        return text;
    }

    /** The field as a whole number, or the fallback when not there. */
    public long longOr(String key, long fallback) {
        Object value = find(key);
        return switch (value) {
            case null -> fallback;
            case Long number -> number;
            case String text when text.isEmpty() -> fallback;
            case String text -> {
                try {
                    yield Long.parseLong(text);
                } catch (NumberFormatException e) {
                    throw wrongType(key, "a whole number", value);
                }
            }
            default -> throw wrongType(key, "a whole number", value);
        };
    }

    /** The field as a whole number; a {@link JsonException} when not there. */
    public long requireLong(String key) {
        if (!has(key)) {
            throw missing(key);
        }
        return longOr(key, 0);
    }

    /** The field as a whole number of 32 bits, or the fallback when not there. */
    public int intOr(String key, int fallback) {
        long value = longOr(key, fallback);
        if (value != (int) value) {
            throw wrongType(key, "a whole number of 32 bits", value);
        }
        return (int) value;
    }

    /** The field as a whole number of 32 bits; a {@link JsonException} when not there. */
    public int requireInt(String key) {
        if (!has(key)) {
            throw missing(key);
        }
        return intOr(key, 0);
    }

    /** The field as a number, or the fallback when not there. */
    public double doubleOr(String key, double fallback) {
        Object value = find(key);
        return switch (value) {
            case null -> fallback;
            case Double number -> number;
            case Long number -> number;
            case String text when text.isEmpty() -> fallback;
            case String text -> {
                try {
                    yield Double.parseDouble(text);
                } catch (NumberFormatException e) {
                    throw wrongType(key, "a number", value);
                }
            }
            default -> throw wrongType(key, "a number", value);
        };
    }

    /**
     * The field as true or false, or the fallback when not there. Text in any case, 0 and 1 too.
     */
    public boolean booleanOr(String key, boolean fallback) {
        Object value = find(key);
        return switch (value) {
            case null -> fallback;
            case Boolean flag -> flag;
            case Long number when number == 0 || number == 1 -> number == 1;
            case String text when text.isEmpty() -> fallback;
            case String text when text.equalsIgnoreCase("true") -> true;
            case String text when text.equalsIgnoreCase("false") -> false;
            default -> throw wrongType(key, "true or false", value);
        };
    }

    /** The field as an object, or null when not there. */
    public @Nullable JsonObject object(String key) {
        Object value = find(key);
        return switch (value) {
            case null -> null;
            case JsonObject object -> object;
            default -> throw wrongType(key, "an object", value);
        };
    }

    /** The field as an object; an empty one when not there. */
    public JsonObject objectOrEmpty(String key) {
        JsonObject object = object(key);
        return object != null ? object : EMPTY;
    }

    /** The field as an object; a {@link JsonException} when not there. */
    public JsonObject requireObject(String key) {
        JsonObject object = object(key);
        if (object == null) {
            throw missing(key);
        }
        return object;
    }

    /** The field as a list; an empty one when not there. Elements may be null. Unmodifiable. */
    @SuppressWarnings("unchecked")
    public List<@Nullable Object> list(String key) {
        Object value = find(key);
        return switch (value) {
            case null -> List.of();
            case List<?> list -> (List<@Nullable Object>) list;
            default -> throw wrongType(key, "a list", value);
        };
    }

    /** The field as a list of objects; an empty one when not there, null elements left out. */
    public List<JsonObject> objects(String key) {
        List<JsonObject> objects = new ArrayList<>();
        for (Object element : list(key)) {
            switch (element) {
                case null -> {}
                case JsonObject object -> objects.add(object);
                default -> throw wrongType(key, "a list of objects", element);
            }
        }
        return objects;
    }

    /** The field as a list of texts; an empty one when not there, null elements left out. */
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Object element : list(key)) {
            switch (element) {
                case null -> {}
                case String text -> texts.add(text);
                case Long number -> texts.add(number.toString());
                default -> throw wrongType(key, "a list of texts", element);
            }
        }
        return texts;
    }

    /** Hands out every member in order; the key is a string or an object. */
    public void forEach(BiConsumer<Object, @Nullable Object> action) {
        for (int i = 0; i < size; i++) {
            action.accept(keyAt(i), members[2 * i + 1]);
        }
    }

    /** The keys that are strings, in order. */
    public List<String> keys() {
        List<String> keys = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            if (keyAt(i) instanceof String text) {
                keys.add(text);
            }
        }
        return keys;
    }

    /**
     * All members as a map of texts; members that are null or have an object as key are left out.
     */
    public Map<String, String> textMap() {
        Map<String, String> map = new LinkedHashMap<>();
        for (String key : keys()) {
            String text = text(key);
            if (text != null) {
                map.put(key, text);
            }
        }
        return map;
    }

    /** What the object takes of the heap with all that is in it, roughly and rounded up. */
    public long heapBytes() {
        return JsonWeight.of(this);
    }

    /** Equal when both have the same keys with equal values, in any order. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof JsonObject that) || that.size != size) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            int at = that.indexOf(keyAt(i));
            if (at < 0 || !Objects.equals(members[2 * i + 1], that.members[2 * at + 1])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 0;
        for (int i = 0; i < size; i++) {
            hash += keyAt(i).hashCode() * 31 + Objects.hashCode(members[2 * i + 1]);
        }
        return hash;
    }

    /** The object as text of the dialect, for logs. */
    @Override
    public String toString() {
        return JsonWriter.classic().value(this).toString();
    }

    private int indexOf(Object key) {
        if (index != null) {
            Integer at = index.get(key);
            return at == null ? -1 : at;
        }
        for (int i = 0; i < size; i++) {
            if (keyAt(i).equals(key)) {
                return i;
            }
        }
        return -1;
    }

    private Object keyAt(int i) {
        return Objects.requireNonNull(members[2 * i]);
    }

    private static JsonException missing(String key) {
        return new JsonException("JSON field '" + key + "' is missing");
    }

    private static JsonException wrongType(String key, String expected, Object value) {
        String shown = String.valueOf(value);
        return new JsonException(
                "JSON field '%s': %s (expected: %s)"
                        .formatted(
                                key,
                                shown.length() > 64 ? shown.substring(0, 64) + "…" : shown,
                                expected));
    }
}
