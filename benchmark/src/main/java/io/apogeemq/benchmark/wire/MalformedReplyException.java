package io.apogeemq.benchmark.wire;

/**
 * A server sent bytes that are no reply, or not the reply that was asked for: the measurement is
 * void.
 */
public final class MalformedReplyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Names what was expected and what came. */
    public MalformedReplyException(String message) {
        super(message);
    }
}
