package io.apogeemq.common.remoting;

import java.net.InetSocketAddress;

/** An address that a server should listen on is taken or not ours. The message names it. */
public final class PortInUseException extends RuntimeException {
    private final InetSocketAddress address;

    PortInUseException(InetSocketAddress address, Throwable cause) {
        super(
                "cannot listen on "
                        + address.getHostString()
                        + ":"
                        + address.getPort()
                        + ": "
                        + cause.getMessage(),
                cause);
        this.address = address;
    }

    /** The address that could not be bound. */
    public InetSocketAddress address() {
        return address;
    }
}
