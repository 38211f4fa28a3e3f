package io.apogeemq.namesrv.routing;

/**
 * The connection over which a broker registered, as far as the route table cares: when it goes, the
 * broker goes. One object per connection; told apart by identity.
 */
public interface BrokerLink {
    /** Says whether the connection still stands; may change at any moment. */
    boolean isOpen();

    /** Closes the connection. */
    void close(String reason);
}
