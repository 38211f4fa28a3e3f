package io.apogeemq.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.broker.registration.BrokerInstance;
import io.apogeemq.broker.registration.NamesrvRegistry;
import io.apogeemq.common.boot.BootLine;
import io.apogeemq.common.boot.ClassicSettings;
import io.apogeemq.common.boot.StartRefused;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.context.ApplicationContext;

/** The broker's beans as actuator and Spring Cloud see them, around a broker that runs. */
@Timeout(60)
class BrokerConfigurationTest {

    @TempDir Path directory;

    private ApplicationContextRunner runner(String... properties) {
        return new ApplicationContextRunner()
                .withUserConfiguration(BrokerConfiguration.class)
                .withBean(
                        ClassicSettings.class,
                        () -> ClassicSettings.of(BrokerClassicKeys.TABLE, key -> Optional.empty()))
                .withPropertyValues(
                        "apogee.broker.name=broker-a",
                        "apogee.broker.bind-address=127.0.0.1",
                        "apogee.broker.advertise=127.0.0.1",
                        "apogee.broker.listen-port=0",
                        "apogee.broker.store.directory=" + directory,
                        "apogee.broker.store.segment-size=1MB",
                        "apogee.broker.store.allocate-ahead=64KB",
                        "apogee.broker.store.prefault-ahead=0B")
                .withPropertyValues(properties);
    }

    @Test
    void aStartedBrokerIsUpWithoutAnyNameServerAndSaysWhoItIs() {
        runner("apogee.broker.role=sync-master")
                .run(
                        context -> {
                            assertThat(context.getBean(BootLine.class).text())
                                    .startsWith("The broker[broker-a, 127.0.0.1:0] boot success.");
                            Health health = health(context);
                            assertThat(health.getStatus()).isEqualTo(Status.UP);
                            assertThat(health.getDetails())
                                    .containsEntry("namesrv", Map.of())
                                    .containsKeys("logEnd", "forcedEnd", "notIndexedBytes");
                            assertThat(facts(context))
                                    .containsEntry("name", "broker-a")
                                    .containsEntry("id", 0L)
                                    .containsEntry("cluster", "DefaultCluster")
                                    .containsEntry("role", "SYNC_MASTER")
                                    .containsEntry("address", "127.0.0.1:0")
                                    .hasEntrySatisfying(
                                            "acknowledgedWhen",
                                            words ->
                                                    assertThat(words.toString())
                                                            .startsWith("the message is "));
                        });
    }

    @Test
    void aNameServerThatIsAwayChangesNoStatus() throws IOException {
        String away = freeAddress();
        runner("apogee.broker.namesrv-addr=" + away)
                .run(
                        context -> {
                            Health health = health(context);
                            assertThat(health.getStatus()).isEqualTo(Status.UP);
                            assertThat(String.valueOf(health.getDetails().get("namesrv")))
                                    .contains(away);
                        });
    }

    @Test
    @SuppressWarnings("unchecked") // The bean's type is known here.
    void theRegistryTakesTheBrokerOutOfServiceAndBack() {
        runner().run(
                        context -> {
                            ServiceRegistry<BrokerInstance> registry =
                                    (ServiceRegistry<BrokerInstance>)
                                            context.getBean("brokerServiceRegistry");
                            BrokerInstance broker = context.getBean(BrokerInstance.class);
                            assertThat(registry.<String>getStatus(broker)).isEqualTo("UP");

                            registry.setStatus(broker, NamesrvRegistry.OUT_OF_SERVICE);

                            assertThat(registry.<String>getStatus(broker))
                                    .isEqualTo("OUT_OF_SERVICE");
                            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
                            assertThatThrownBy(() -> registry.setStatus(broker, "ODD"))
                                    .isInstanceOf(InvalidEndpointRequestException.class)
                                    .hasMessageContaining("OUT_OF_SERVICE");
                            registry.setStatus(broker, NamesrvRegistry.UP);
                            assertThat(registry.<String>getStatus(broker)).isEqualTo("UP");

                            context.getSourceApplicationContext().stop();

                            assertThat(registry.<String>getStatus(broker)).isEqualTo("DOWN");
                            assertThatThrownBy(() -> registry.setStatus(broker, NamesrvRegistry.UP))
                                    .isInstanceOf(InvalidEndpointRequestException.class)
                                    .hasMessageContaining("does not run");
                        });
    }

    @Test
    void metersMeasureWhileTheBrokerRuns() {
        runner().run(
                        context -> {
                            SimpleMeterRegistry meters = new SimpleMeterRegistry();
                            context.getBean(io.apogeemq.broker.metrics.BrokerMetrics.class)
                                    .bindTo(meters);
                            assertThat(gauge(meters, "apogee.broker.topic.count")).isPositive();
                            assertThat(gauge(meters, "apogee.broker.log.disk.usable")).isPositive();
                            assertThat(
                                            meters.get("apogee.broker.produce.stored")
                                                    .functionCounter()
                                                    .count())
                                    .isZero();

                            context.getSourceApplicationContext().stop();

                            assertThat(gauge(meters, "apogee.broker.topic.count")).isNaN();
                            assertThat(health(context).getStatus())
                                    .isEqualTo(Status.OUT_OF_SERVICE);
                        });
    }

    @Test
    void aTakenPortStopsTheStartWithTheKeysThatCureIt() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            runner("apogee.broker.listen-port=" + taken.getLocalPort())
                    .run(
                            context ->
                                    assertThat(refusal(context.getStartupFailure()).text())
                                            .contains(Integer.toString(taken.getLocalPort()))
                                            .contains("--listenPort")
                                            .contains("--storePathRootDir"));
        }
    }

    @Test
    void aKeyThatNobodyKnowsStopsTheStart() {
        runner("apogee.broker.listen-prot=1").run(context -> assertThat(context).hasFailed());
    }

    private static Health health(ApplicationContext context) {
        return Objects.requireNonNull(context.getBean("broker", HealthIndicator.class).health());
    }

    private static Map<String, Object> facts(ApplicationContext context) {
        Info.Builder info = new Info.Builder();
        context.getBean(InfoContributor.class).contribute(info);
        @SuppressWarnings("unchecked") // What the contributor puts there.
        Map<String, Object> broker = (Map<String, Object>) info.build().get("broker");
        return Objects.requireNonNull(broker);
    }

    private static double gauge(SimpleMeterRegistry meters, String name) {
        return meters.get(name).gauge().value();
    }

    private static StartRefused refusal(@Nullable Throwable failure) {
        Throwable at = failure;
        while (at != null && !(at instanceof StartRefused)) {
            at = at.getCause();
        }
        return Objects.requireNonNull((StartRefused) at, "the start was not refused");
    }

    private static String freeAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }
}
