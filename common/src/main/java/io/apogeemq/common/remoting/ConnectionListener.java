package io.apogeemq.common.remoting;

/** Hears of connections coming and going, on the event loop of each; must not block it. */
public interface ConnectionListener {
    /** A listener that does nothing. */
    ConnectionListener NONE = new ConnectionListener() {};

    /** The connection was opened; nothing has been read from it yet. */
    default void opened(Connection connection) {}

    /** The connection is closed for good; called exactly once per opened one. */
    default void closed(Connection connection) {}
}
