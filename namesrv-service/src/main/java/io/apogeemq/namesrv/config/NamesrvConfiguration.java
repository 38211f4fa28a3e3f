package io.apogeemq.namesrv.config;

import io.apogeemq.common.boot.ClassicSettings;
import io.apogeemq.common.boot.StartRefused;
import io.apogeemq.namesrv.endpoint.NamesrvEndpoint;
import io.apogeemq.namesrv.health.DoorHealth;
import io.apogeemq.namesrv.health.KvConfigHealth;
import io.apogeemq.namesrv.health.NamesrvFacts;
import io.apogeemq.namesrv.health.NamesrvMeters;
import io.apogeemq.namesrv.kvconfig.KvConfig;
import io.apogeemq.namesrv.kvconfig.KvFileException;
import io.apogeemq.namesrv.routing.RouteTable;
import io.apogeemq.namesrv.routing.RoutingOptions;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** The NameServer's beans, from the inside out: tables, door, life cycle, health. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NamesrvProperties.class)
public class NamesrvConfiguration {

    @Bean
    RuntimeSettings namesrvSettings(
            NamesrvProperties properties,
            ConfigurableEnvironment environment,
            ObjectProvider<ClassicSettings> classic) {
        ClassicSettings given = classic.getIfAvailable();
        return new RuntimeSettings(
                properties, environment, given == null ? Map.of() : given.maskedItems());
    }

    @Bean
    KvConfig namesrvKvConfig(NamesrvProperties properties) {
        try {
            return KvConfig.open(properties.kvFileOrDefault());
        } catch (KvFileException e) {
            throw new StartRefused(StartRefused.NOT_INITIALISED, String.valueOf(e.getMessage()), e);
        }
    }

    @Bean
    RouteTable namesrvRouteTable(NamesrvProperties properties) {
        RoutingOptions options = properties.routing().toOptions();
        return new RouteTable(new SteadyClock(), () -> options);
    }

    @Bean(destroyMethod = "close")
    Threads namesrvThreads() {
        return new Threads();
    }

    @Bean
    NamesrvEndpoint namesrvEndpoint(
            RouteTable table, KvConfig kv, RuntimeSettings settings, Threads threads) {
        InstantSource clock = new SteadyClock();
        return new NamesrvEndpoint(table, kv, settings, settings::answers, clock, threads.lanes());
    }

    @Bean
    NamesrvLifecycle namesrvLifecycle(
            NamesrvProperties properties,
            NamesrvEndpoint endpoint,
            RouteTable table,
            Threads threads) {
        return new NamesrvLifecycle(properties, endpoint, table, threads);
    }

    @Bean
    NamesrvBootLine namesrvBootLine(NamesrvLifecycle door) {
        return new NamesrvBootLine(door);
    }

    @Bean
    DoorHealth namesrvHealthIndicator(NamesrvLifecycle door, RouteTable table) {
        return new DoorHealth(door, table);
    }

    @Bean
    NamesrvFacts namesrvFacts(NamesrvLifecycle door) {
        return new NamesrvFacts(door);
    }

    @Bean
    NamesrvMeters namesrvMeters(NamesrvLifecycle door, RouteTable table) {
        return new NamesrvMeters(door, table);
    }

    @Bean
    KvConfigHealth kvConfigHealthIndicator(KvConfig kv) {
        return new KvConfigHealth(kv);
    }
}
