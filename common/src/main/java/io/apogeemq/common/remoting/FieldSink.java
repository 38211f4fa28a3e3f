package io.apogeemq.common.remoting;

/**
 * Takes ext fields for the frame being written, in either header form. Valid only during {@link
 * AnswerFields#writeTo}.
 */
public interface FieldSink {
    /**
     * Puts a number.
     *
     * @param asciiName printable ASCII without quote and backslash, not checked
     */
    void put(String asciiName, long value);

    /** Puts a text, escaped as the header form needs. The name as in {@link #put(String, long)}. */
    void put(String asciiName, String value);

    /** Puts {@code true} or {@code false}. */
    default void put(String asciiName, boolean value) {
        put(asciiName, value ? "true" : "false");
    }

    /**
     * Puts a text of printable ASCII without quote and backslash, not checked: hexadecimal ids and
     * the like. Costs one copy.
     */
    void putAscii(String asciiName, String asciiValue);

    /** Puts a field whose name and value never change; costs one copy. */
    void put(EncodedField field);
}
