package io.apogeemq.namesrv.config;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The NameServer's settings.
 *
 * @param listenPort where clients and brokers come; 0 lets the system choose
 */
@ConfigurationProperties(prefix = "apogee.namesrv", ignoreUnknownFields = false)
record NamesrvProperties(@DefaultValue("9876") int listenPort) {}
