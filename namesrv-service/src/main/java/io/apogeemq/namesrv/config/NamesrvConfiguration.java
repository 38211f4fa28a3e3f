package io.apogeemq.namesrv.config;

import org.springframework.context.annotation.Configuration;

/** The NameServer's beans. */
@Configuration(proxyBeanMethods = false)
public class NamesrvConfiguration {}
