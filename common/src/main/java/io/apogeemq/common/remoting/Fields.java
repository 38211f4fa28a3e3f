package io.apogeemq.common.remoting;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ext fields of one command, whatever its header form; a header without any counts as empty.
 *
 * <p>Those of a received {@link Command} are read where they lie and are valid until its handler
 * returns; {@link #of(Map)} wraps fields that were copied. Where a name comes twice the last value
 * counts. Fields whose value is a JSON null do not exist.
 */
public interface Fields {
    /** The value of {@code name}, or null where it is missing. An empty value is a value. */
    @Nullable String text(String name);

    /**
     * The value of {@code name}.
     *
     * @throws BadFieldException when missing
     */
    default String requireText(String name) {
        String value = text(name);
        if (value == null) {
            throw new BadFieldException(name, null, "a string");
        }
        return value;
    }

    /**
     * The value of {@code name} as a 32-bit number.
     *
     * @throws BadFieldException when missing or ill-typed
     */
    int requireInt(String name);

    /**
     * The value of {@code name} as a 32-bit number, or {@code otherwise} where it is missing.
     *
     * @throws BadFieldException when ill-typed
     */
    int intOr(String name, int otherwise);

    /**
     * The value of {@code name} as a 64-bit number.
     *
     * @throws BadFieldException when missing or ill-typed
     */
    long requireLong(String name);

    /**
     * The value of {@code name} as a 64-bit number, or {@code otherwise} where it is missing.
     *
     * @throws BadFieldException when ill-typed
     */
    long longOr(String name, long otherwise);

    /**
     * Whether the value is {@code true} in any case, or {@code otherwise} where it is missing. As
     * in the classic server any other text is false and never an error.
     */
    boolean booleanOr(String name, boolean otherwise);

    /** A copy in wire order that stays valid; unmodifiable. */
    Map<String, String> toMap();

    /** A cursor before the first field. */
    FieldCursor cursor();

    /** Fields over a copy of {@code values}. */
    static Fields of(Map<String, String> values) {
        return new CopiedFields(values);
    }

    /** No fields. */
    static Fields empty() {
        return of(Map.of());
    }
}
