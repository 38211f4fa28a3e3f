package io.apogeemq.common.json;

/**
 * A text that is not what its reader needs: not JSON of our dialect (the message then names the
 * position in bytes, from 0), or JSON without a field, or with one of another type (it then names
 * the field). Always the sender's fault; doors answer with the message.
 */
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JsonException(String message) {
        super(message);
    }

    JsonException(String message, int position) {
        super(message + " at position " + position);
    }
}
