package io.apogeemq.proxy.config;

import org.springframework.context.annotation.Configuration;

/** The Proxy's beans. */
@Configuration(proxyBeanMethods = false)
public class ProxyConfiguration {}
