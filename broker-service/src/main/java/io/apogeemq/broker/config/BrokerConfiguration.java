package io.apogeemq.broker.config;

import org.springframework.context.annotation.Configuration;

/** The Broker's beans. */
@Configuration(proxyBeanMethods = false)
public class BrokerConfiguration {}
