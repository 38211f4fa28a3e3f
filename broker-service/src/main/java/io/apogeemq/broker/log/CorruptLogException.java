package io.apogeemq.broker.log;

/** The files of a log contradict each other in a way that must not be repaired by guessing. */
public final class CorruptLogException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CorruptLogException(String message) {
        super(message);
    }
}
