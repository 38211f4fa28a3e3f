package io.apogeemq.broker.topic;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The attributes that topics, or groups, may have, and how they are changed: a change names an
 * attribute with {@code +} in front to set it, with {@code -} to remove it. Immutable once built.
 */
public final class AttributeTable {

    /** What came of a change. */
    public sealed interface Result {

        /** All attributes as they are now, sorted by name. */
        record Changed(Map<String, String> attributes) implements Result {}

        /** The change is at fault; nothing of it counts. */
        record Invalid(String detail) implements Result {}
    }

    /**
     * One attribute.
     *
     * @param changeable whether it may be altered once it is set
     * @param isValid accepts its values
     * @param expectation those values in words
     */
    private record Definition(boolean changeable, Predicate<String> isValid, String expectation) {}

    private final String owner;
    private final Map<String, Definition> definitions = new LinkedHashMap<>();

    /**
     * An empty table.
     *
     * @param owner what has such attributes, in words: {@code topic}
     */
    public AttributeTable(String owner) {
        this.owner = owner;
    }

    /** Adds an attribute that takes one of a few words. */
    public AttributeTable words(String name, boolean changeable, String... words) {
        Set<String> allowed = Set.of(words);
        return add(name, changeable, allowed::contains, String.join(", ", words));
    }

    /** Adds an attribute that takes a whole number of a range, both ends included. */
    public AttributeTable number(String name, long from, long to) {
        String expectation = to == Long.MAX_VALUE ? ">= " + from : from + " to " + to;
        return add(name, true, text -> isWithin(text, from, to), expectation);
    }

    /** Adds an attribute that takes any text. */
    public AttributeTable text(String name) {
        return add(name, true, text -> !text.isEmpty(), "some text");
    }

    private AttributeTable add(
            String name, boolean changeable, Predicate<String> isValid, String expectation) {
        definitions.put(name, new Definition(changeable, isValid, expectation));
        return this;
    }

    private static boolean isWithin(String text, long from, long to) {
        try {
            long value = Long.parseLong(text);
            return value >= from && value <= to;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /**
     * Reads the text form of changes, {@code +key=value,-key}.
     *
     * @return {@link Result.Changed} with the changes, names with their sign, or what is wrong
     */
    public static Result parse(String text) {
        Map<String, String> changes = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            String change = part.strip();
            if (change.isEmpty()) {
                continue;
            }
            int equals = change.indexOf('=');
            String key = equals < 0 ? change : change.substring(0, equals).strip();
            boolean sets = key.startsWith("+") && equals >= 0;
            boolean removes = key.startsWith("-") && equals < 0;
            if (key.length() < 2 || !(sets || removes)) {
                return new Result.Invalid("wrong format key: " + change);
            }
            String value = sets ? change.substring(equals + 1).strip() : "";
            if (changes.putIfAbsent(key, value) != null) {
                return new Result.Invalid("key duplication: " + key.substring(1));
            }
        }
        return new Result.Changed(changes);
    }

    /**
     * Applies changes.
     *
     * @param creating whether there is no such topic or group yet: then attributes are only set
     * @param present the attributes as they are, names without sign
     * @param changes names with their sign; empty leaves everything as it is
     */
    public Result apply(
            boolean creating, Map<String, String> present, Map<String, String> changes) {
        Map<String, String> next = new TreeMap<>(present);
        for (Map.Entry<String, String> change : changes.entrySet()) {
            String signed = change.getKey();
            String key = signed.isEmpty() ? "" : signed.substring(1);
            if (key.isEmpty() || (signed.charAt(0) != '+' && signed.charAt(0) != '-')) {
                return new Result.Invalid("wrong format key: " + signed);
            }
            boolean removes = signed.charAt(0) == '-';
            if (removes && changes.containsKey('+' + key)) {
                return new Result.Invalid("key duplication: " + key);
            }
            if (removes && creating) {
                return new Result.Invalid(
                        "only add attribute is supported while creating %s. key: %s"
                                .formatted(owner, key));
            }
            Definition definition = definitions.get(key);
            if (definition == null) {
                return new Result.Invalid("unsupported key: " + key);
            }
            String value = change.getValue();
            if (removes && !present.containsKey(key)) {
                return new Result.Invalid("attempt to delete a nonexistent key: " + key);
            }
            if (!removes && !definition.isValid().test(value)) {
                return new Result.Invalid(
                        "%s: %s (expected: %s)".formatted(key, value, definition.expectation()));
            }
            boolean alters = !creating && (removes || !value.equals(present.get(key)));
            if (alters && !definition.changeable()) {
                return new Result.Invalid(
                        "attempt to update an unchangeable attribute. key: " + key);
            }
            if (removes) {
                next.remove(key);
            } else {
                next.put(key, value);
            }
        }
        return new Result.Changed(next);
    }
}
