package io.apogeemq.broker.config;

import io.apogeemq.broker.health.BrokerFacts;
import io.apogeemq.broker.health.BrokerHealth;
import io.apogeemq.broker.metrics.BrokerMetrics;
import io.apogeemq.broker.registration.BrokerInstance;
import io.apogeemq.common.boot.BootLine;
import io.apogeemq.common.boot.ClassicSettings;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** The Broker's beans. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BrokerProperties.class)
public class BrokerConfiguration {

    @Bean
    SettingsHolder settingsHolder(
            BrokerProperties properties,
            ConfigurableEnvironment environment,
            ClassicSettings classic) {
        return new SettingsHolder(
                properties,
                environment,
                classic,
                RuntimeChanges.of(properties.store().directoryOrDefault()));
    }

    @Bean
    PortCheck brokerPortCheck(BrokerProperties properties) {
        return new PortCheck(properties.bindAddress(), properties.listenPort());
    }

    @Bean
    BrokerLifecycle brokerLifecycle(BrokerProperties properties, SettingsHolder settings) {
        return new BrokerLifecycle(
                new RunningBroker.Recipe(properties, settings, InstantSource.system()));
    }

    @Bean
    BootLine brokerBootLine(BrokerLifecycle lifecycle, SettingsHolder settings) {
        return () -> {
            RunningBroker broker = lifecycle.broker();
            if (broker == null) {
                throw new IllegalStateException("the broker does not run");
            }
            return BootText.of(
                    broker.instance().brokerName(),
                    broker.instance().address(),
                    settings.get().namesrvAddr());
        };
    }

    /** The bean's name is that of the health contributor: {@code /actuator/health/broker}. */
    @Bean
    BrokerHealth broker(BrokerLifecycle lifecycle) {
        return new BrokerHealth(() -> RunningState.of(lifecycle.broker()));
    }

    @Bean
    BrokerMetrics brokerMetrics(BrokerLifecycle lifecycle) {
        return new BrokerMetrics(new RunningMeasures(lifecycle::broker));
    }

    /** What {@code /actuator/serviceregistry} shows the status of, and changes it. */
    @Bean
    BrokerInstance brokerInstance(BrokerProperties properties) {
        return RunningBroker.instance(properties, AdvertisedAddress.of(properties.advertise()));
    }

    @Bean
    BrokerFacts brokerFacts(BrokerProperties properties, BrokerInstance instance) {
        return new BrokerFacts(
                new BrokerFacts.Identity(
                        instance.brokerName(),
                        instance.brokerId(),
                        instance.clusterName(),
                        properties.role().name(),
                        instance.address(),
                        instance.haAddress(),
                        "the message is "
                                + Durabilities.inWords(
                                        properties.role(), properties.store().flush())));
    }

    @Bean
    ServiceRegistry<BrokerInstance> brokerServiceRegistry(BrokerLifecycle lifecycle) {
        return new RunningRegistry(lifecycle::broker);
    }
}
