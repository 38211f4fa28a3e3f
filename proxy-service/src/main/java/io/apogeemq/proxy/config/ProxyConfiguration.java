package io.apogeemq.proxy.config;

import io.apogeemq.proxy.health.DoorHealth;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The Proxy's beans. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProxyProperties.class)
public class ProxyConfiguration {

    /** This version opens no door, see {@link ProxyService}. */
    @Bean
    DoorHealth proxyHealthIndicator(ProxyProperties properties) {
        return new DoorHealth(() -> false, properties.grpcPort());
    }
}
