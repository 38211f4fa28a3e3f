package io.apogeemq.common.remoting;

import org.jspecify.annotations.Nullable;

/**
 * A header field is missing or is not what the reader expected. The message names field, value and
 * expectation and may be shown to the peer: where a handler lets it escape, the transport answers
 * code 1 with it.
 */
public final class BadFieldException extends RuntimeException {
    private static final int SHOWN_CHARACTERS = 64;

    private final String field;

    /**
     * @param field name on the wire
     * @param value what was there, or null where nothing was; shortened in the message
     * @param expectation for instance {@code a 32-bit integer}
     */
    public BadFieldException(String field, @Nullable String value, String expectation) {
        // No stack trace: the cause is the peer's, and a flood of bad requests has to stay cheap.
        super(text(field, value, expectation), null, false, false);
        this.field = field;
    }

    /** The name of the field on the wire. */
    public String field() {
        return field;
    }

    private static String text(String field, @Nullable String value, String expectation) {
        if (value == null) {
            return field + ": missing (expected: " + expectation + ")";
        }
        String shown =
                value.length() <= SHOWN_CHARACTERS
                        ? value
                        : value.substring(0, SHOWN_CHARACTERS) + "...";
        return field + ": '" + shown + "' (expected: " + expectation + ")";
    }
}
