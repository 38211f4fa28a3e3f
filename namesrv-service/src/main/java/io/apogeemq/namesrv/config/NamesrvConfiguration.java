package io.apogeemq.namesrv.config;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** The NameServer's beans. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NamesrvProperties.class)
public class NamesrvConfiguration {}
