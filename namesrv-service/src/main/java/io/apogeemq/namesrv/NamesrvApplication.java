package io.apogeemq.namesrv;

import io.apogeemq.common.boot.ServiceStarter;
import io.apogeemq.namesrv.config.NamesrvConfiguration;
import io.apogeemq.namesrv.config.NamesrvService;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Starts the NameServer as its own process. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(NamesrvConfiguration.class)
public class NamesrvApplication {

    public static void main(String[] args) {
        ServiceStarter.run(NamesrvService.describe(NamesrvApplication.class), args);
    }
}
