package io.apogeemq.common.remoting;

import org.jspecify.annotations.Nullable;

/**
 * Why a call got no answer. The message names the peer's address; {@link #reason()} is what a
 * caller decides by.
 */
public final class RemotingException extends RuntimeException {
    /** The closed list of what can go wrong between a call and its answer. */
    public enum Reason {
        /** No connection could be opened; the request was not sent. */
        CONNECT_FAILED,
        /** No answer in time; the request may have been carried out. */
        TIMEOUT,
        /** The connection closed first; the request may have been carried out. */
        CLOSED,
        /** Too many calls or bytes are waiting on this connection; the request was not sent. */
        OVERLOADED
    }

    private final Reason reason;

    RemotingException(Reason reason, String message) {
        this(reason, message, null);
    }

    RemotingException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What kind of failure this is. */
    public Reason reason() {
        return reason;
    }
}
