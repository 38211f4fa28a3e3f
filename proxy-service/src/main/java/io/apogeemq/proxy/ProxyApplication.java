package io.apogeemq.proxy;

import io.apogeemq.common.boot.ServiceStarter;
import io.apogeemq.proxy.config.ProxyConfiguration;
import io.apogeemq.proxy.config.ProxyService;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Starts the Proxy as its own process. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ProxyConfiguration.class)
public class ProxyApplication {

    public static void main(String[] args) {
        ServiceStarter.run(ProxyService.describe(ProxyApplication.class), args);
    }
}
