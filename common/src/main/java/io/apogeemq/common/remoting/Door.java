package io.apogeemq.common.remoting;

/**
 * One port of a server and what is served there.
 *
 * @param port 0 to let the system choose
 * @param handlers by request code
 */
public record Door(int port, HandlerTable handlers) {
    /** Checks the port. */
    public Door {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
        }
    }
}
