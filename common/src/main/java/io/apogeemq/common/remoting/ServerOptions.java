package io.apogeemq.common.remoting;

/**
 * How a {@link RemotingServer} listens and what it says about itself.
 *
 * @param bindAddress host name or address of the interface; {@code 0.0.0.0} for all
 * @param limits per connection
 * @param version protocol version written into answers and pushes; clients read it
 * @param language language written into answers and pushes
 */
public record ServerOptions(
        String bindAddress, ConnectionLimits limits, int version, Language language) {
    /** The protocol version of the release whose behaviour we keep (5.5.1). */
    public static final int PROTOCOL_VERSION = 515;

    /** Checks the values. */
    public ServerOptions {
        if (bindAddress.isBlank()) {
            throw new IllegalArgumentException("bind-address: blank (expected: a host or address)");
        }
        if (version < 0 || version > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "version: " + version + " (expected: 0 to " + Short.MAX_VALUE + ")");
        }
    }

    /** All interfaces, default limits, version 515, JAVA. */
    public static ServerOptions defaults() {
        return new ServerOptions(
                "0.0.0.0", ConnectionLimits.defaults(), PROTOCOL_VERSION, Language.JAVA);
    }

    /** The same on another interface. */
    public ServerOptions withBindAddress(String address) {
        return new ServerOptions(address, limits, version, language);
    }

    /** The same with other limits. */
    public ServerOptions withLimits(ConnectionLimits other) {
        return new ServerOptions(bindAddress, other, version, language);
    }
}
