package io.apogeemq.broker.log;

import java.io.IOException;

/**
 * What was appended cannot be made durable any more. Everybody who waited is told; the log has
 * written one line for all of them.
 */
public final class NotDurableException extends IOException {

    private static final long serialVersionUID = 1L;

    NotDurableException(Throwable cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
