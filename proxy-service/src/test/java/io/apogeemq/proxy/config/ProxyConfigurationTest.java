package io.apogeemq.proxy.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.proxy.health.DoorHealth;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.ResourcePropertySource;

@Timeout(60)
class ProxyConfigurationTest {

    @Test
    void aProxyWithoutADoorIsOutOfServiceAndAlive() throws IOException {
        ResourcePropertySource defaults = new ResourcePropertySource("classpath:proxy.properties");
        assertThat(defaults.getProperty("management.endpoint.health.group.readiness.include"))
                .isEqualTo("readinessState,proxy");
        assertThat(defaults.getProperty("management.endpoint.health.group.liveness.include"))
                .isEqualTo("livenessState");
        runner("apogee.proxy.grpc-port=18081")
                .run(
                        context -> {
                            Health health =
                                    requireNonNull(
                                            context.getBean(
                                                            "proxyHealthIndicator",
                                                            DoorHealth.class)
                                                    .health());
                            assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
                            assertThat(health.getDetails()).containsEntry("grpcPort", 18081);
                        });
    }

    @Test
    void anOpenDoorIsUp() {
        assertThat(new DoorHealth(() -> true, 8081).health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void aMisspeltKeyStopsTheStart() {
        runner("apogee.proxy.grpc-prot=1")
                .run(
                        context ->
                                assertThat(context)
                                        .getFailure()
                                        .rootCause()
                                        .hasMessageContaining("apogee.proxy.grpc-prot"));
    }

    private static ApplicationContextRunner runner(String... properties) {
        return new ApplicationContextRunner()
                .withInitializer(
                        context -> {
                            StandardEnvironment quiet =
                                    (StandardEnvironment) context.getEnvironment();
                            // The test's own properties are all that counts.
                            quiet.getPropertySources()
                                    .remove(
                                            StandardEnvironment
                                                    .SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
                        })
                .withUserConfiguration(ProxyConfiguration.class)
                .withPropertyValues(properties);
    }
}
