package io.apogeemq.proxy;

import io.apogeemq.proxy.config.ProxyConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Starts the Proxy as its own process. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ProxyConfiguration.class)
public class ProxyApplication {

    public static void main(String[] args) {
        SpringApplication.run(ProxyApplication.class, args);
    }
}
