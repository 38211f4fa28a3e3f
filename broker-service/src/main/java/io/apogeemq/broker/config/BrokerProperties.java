package io.apogeemq.broker.config;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The broker's identity and addresses.
 *
 * @param listenPort where clients come; 0 lets the system choose
 * @param namesrvAddr NameServers, each {@code host:port}; none for a broker on its own
 */
@ConfigurationProperties(prefix = "apogee.broker", ignoreUnknownFields = false)
record BrokerProperties(
        @DefaultValue("10911") int listenPort, @DefaultValue List<String> namesrvAddr) {

    public BrokerProperties {
        namesrvAddr = List.copyOf(namesrvAddr);
    }
}
