package io.apogeemq.broker;

import io.apogeemq.broker.config.BrokerConfiguration;
import io.apogeemq.broker.config.BrokerService;
import io.apogeemq.common.boot.ServiceStarter;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Starts the Broker as its own process. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(BrokerConfiguration.class)
public class BrokerApplication {

    public static void main(String[] args) {
        ServiceStarter.run(BrokerService.describe(BrokerApplication.class), args);
    }
}
