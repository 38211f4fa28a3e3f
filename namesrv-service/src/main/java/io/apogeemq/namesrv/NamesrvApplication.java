package io.apogeemq.namesrv;

import io.apogeemq.namesrv.config.NamesrvConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Starts the NameServer as its own process. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(NamesrvConfiguration.class)
public class NamesrvApplication {

    public static void main(String[] args) {
        SpringApplication.run(NamesrvApplication.class, args);
    }
}
