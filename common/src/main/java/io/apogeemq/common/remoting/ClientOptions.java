package io.apogeemq.common.remoting;

import java.time.Duration;

/**
 * How a {@link RemotingClient} connects and what it says about itself.
 *
 * @param connectTimeout from resolving the name to the established connection, per address
 * @param limits per connection
 * @param version protocol version written into requests
 * @param language language written into requests
 */
public record ClientOptions(
        Duration connectTimeout, ConnectionLimits limits, int version, Language language) {
    /** Checks the values. */
    public ClientOptions {
        if (connectTimeout.toMillis() < 1 || connectTimeout.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "connect-timeout: " + connectTimeout + " (expected: 1 ms to 24 days)");
        }
        if (version < 0 || version > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "version: " + version + " (expected: 0 to " + Short.MAX_VALUE + ")");
        }
    }

    /** 3 s to connect, default limits, version 515, JAVA. */
    public static ClientOptions defaults() {
        return new ClientOptions(
                Duration.ofSeconds(3),
                ConnectionLimits.defaults(),
                ServerOptions.PROTOCOL_VERSION,
                Language.JAVA);
    }

    /** The same with other limits. */
    public ClientOptions withLimits(ConnectionLimits other) {
        return new ClientOptions(connectTimeout, other, version, language);
    }

    /** The same with another time to connect. */
    public ClientOptions withConnectTimeout(Duration timeout) {
        return new ClientOptions(timeout, limits, version, language);
    }
}
