package io.apogeemq.common.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a message, decoded: names and values in the order in which they came.
 *
 * <table>
 * <caption>Encoding (UTF-8, no escapes)</caption>
 * <tr><th>Bytes</th><th>Meaning</th></tr>
 * <tr><td>1..n</td><td>name</td></tr>
 * <tr><td>1</td><td>{@link #NAME_END}</td></tr>
 * <tr><td>1..n</td><td>value, up to the next {@link #VALUE_END}</td></tr>
 * <tr><td>1</td><td>{@link #VALUE_END}; writers before 5.0 leave out the last one</td></tr>
 * </table>
 *
 * <p>Reading is tolerant: a stretch without a name or without {@link #NAME_END} is counted and
 * passed over, an empty value is dropped, of equal names the last one wins. Writing always ends
 * with {@link #VALUE_END}. For the hot path there is {@link PropertyScan}.
 *
 * <p>Mutable, used by one thread at a time.
 */
public final class MessageProperties {

    /** Between a name and its value. */
    public static final byte NAME_END = 1;

    /** Behind a value. */
    public static final byte VALUE_END = 2;

    private final Map<String, String> entries = new LinkedHashMap<>();
    private int malformed;

    /** No properties yet. */
    public MessageProperties() {}

    /** Decodes what a record or a batch item holds. */
    public static MessageProperties parse(byte[] encoded) {
        return parse(new String(encoded, StandardCharsets.UTF_8));
    }

    /** Decodes what a request's field holds. */
    public static MessageProperties parse(String encoded) {
        MessageProperties properties = new MessageProperties();
        int end = encoded.length();
        for (int entry = 0; entry < end; ) {
            int entryEnd = encoded.indexOf(VALUE_END, entry);
            if (entryEnd < 0) {
                entryEnd = end;
            }
            properties.take(encoded, entry, entryEnd);
            entry = entryEnd + 1;
        }
        return properties;
    }

    private void take(String encoded, int entry, int entryEnd) {
        int nameEnd = encoded.indexOf(NAME_END, entry);
        if (entryEnd == entry) {
            return;
        }
        if (nameEnd <= entry || nameEnd >= entryEnd) {
            malformed++;
            return;
        }
        if (nameEnd + 1 < entryEnd) {
            entries.put(
                    encoded.substring(entry, nameEnd), encoded.substring(nameEnd + 1, entryEnd));
        }
    }

    /** How many stretches of what was parsed were no property. */
    public int malformed() {
        return malformed;
    }

    public @Nullable String get(String name) {
        return entries.get(name);
    }

    public boolean has(String name) {
        return entries.containsKey(name);
    }

    /**
     * Sets a property; an existing one keeps its place.
     *
     * @throws IllegalArgumentException when the name or the value is empty or holds a separator
     */
    public MessageProperties put(String name, String value) {
        requireEncodable("property name", name);
        requireEncodable("property " + name, value);
        entries.put(name, value);
        return this;
    }

    /** Removes a property if it is there. */
    public MessageProperties remove(String name) {
        entries.remove(name);
        return this;
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** A read-only view in order. */
    public Map<String, String> asMap() {
        return Collections.unmodifiableMap(entries);
    }

    /** Encodes into bytes. Ownership: the result is given to the caller. */
    public byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(entries.size() * 24);
        entries.forEach(
                (name, value) -> {
                    bytes.writeBytes(name.getBytes(StandardCharsets.UTF_8));
                    bytes.write(NAME_END);
                    bytes.writeBytes(value.getBytes(StandardCharsets.UTF_8));
                    bytes.write(VALUE_END);
                });
        return bytes.toByteArray();
    }

    /** Encodes into text, for a request's field. */
    public String encodeText() {
        StringBuilder text = new StringBuilder(entries.size() * 24);
        entries.forEach(
                (name, value) ->
                        text.append(name)
                                .append((char) NAME_END)
                                .append(value)
                                .append((char) VALUE_END));
        return text.toString();
    }

    private static void requireEncodable(String what, String text) {
        if (text.isEmpty() || text.indexOf(NAME_END) >= 0 || text.indexOf(VALUE_END) >= 0) {
            throw new IllegalArgumentException(
                    what + ": expected at least one character, none of them 0x01 or 0x02");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MessageProperties that && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return entries.toString();
    }
}
