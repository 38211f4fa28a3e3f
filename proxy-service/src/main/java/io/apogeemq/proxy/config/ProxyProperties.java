package io.apogeemq.proxy.config;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Proxy's settings.
 *
 * @param grpcPort where gRPC clients come
 */
@ConfigurationProperties(prefix = "apogee.proxy", ignoreUnknownFields = false)
record ProxyProperties(@DefaultValue("8081") int grpcPort) {}
