package io.apogeemq.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.broker.config.BrokerProperties.Flush;
import io.apogeemq.broker.config.BrokerProperties.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

@Timeout(20)
class BrokerPropertiesTest {

    private static final String LEVELS =
            "1s 5s 10s 30s 1m 2m 3m 4m 5m 6m 7m 8m 9m 10m 20m 30m 1h 2h";

    static BrokerProperties bind(Map<String, String> keys) {
        Map<String, String> full = new LinkedHashMap<>();
        keys.forEach((key, value) -> full.put("apogee.broker." + key, value));
        return new Binder(new MapConfigurationPropertySource(full))
                .bindOrCreate("apogee.broker", BrokerProperties.class);
    }

    @Test
    void theDefaultsAreTheClassicOnes() {
        BrokerProperties properties = bind(Map.of());

        assertThat(properties)
                .isEqualTo(
                        new BrokerProperties(
                                "DefaultCluster",
                                null,
                                0,
                                Role.ASYNC_MASTER,
                                "0.0.0.0",
                                10911,
                                null,
                                List.of(),
                                6,
                                "DefaultRegion",
                                true,
                                new BrokerProperties.Store(
                                        null,
                                        null,
                                        DataSize.ofGigabytes(1),
                                        Flush.ASYNC_FLUSH,
                                        Duration.ofMillis(500),
                                        Duration.ofSeconds(5),
                                        DataSize.ofMegabytes(64),
                                        DataSize.ofMegabytes(8),
                                        DataSize.ofMegabytes(4),
                                        true),
                                new BrokerProperties.Topics(
                                        true,
                                        100_000,
                                        1000,
                                        false,
                                        "RMQ_SYS_TRACE_TOPIC",
                                        8,
                                        true,
                                        true,
                                        false,
                                        LEVELS),
                                new BrokerProperties.Groups(true),
                                new BrokerProperties.Pull(
                                        32,
                                        DataSize.ofKilobytes(256),
                                        true,
                                        Duration.ofSeconds(1),
                                        true),
                                new BrokerProperties.Clients(Duration.ofMinutes(2), true, false),
                                new BrokerProperties.Registration(
                                        Duration.ofSeconds(30),
                                        Duration.ofSeconds(24),
                                        Duration.ofMinutes(2)),
                                new BrokerProperties.Replication(null, Duration.ofSeconds(3)),
                                new BrokerProperties.Network(Duration.ofMinutes(2))));
        Path store = Path.of(System.getProperty("user.home", "."), "store");
        assertThat(properties.store().directoryOrDefault()).isEqualTo(store);
        assertThat(properties.store().commitLogOrDefault()).isEqualTo(store.resolve("commitlog"));
        assertThat(properties.haPort()).isEqualTo(10912);
        assertThat(properties.nameOrHost()).isNotBlank();
    }

    @Test
    void everyKeyIsBound() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("cluster-name", "c");
        keys.put("name", "broker-a");
        keys.put("id", "3");
        keys.put("role", "sync-master");
        keys.put("bind-address", "127.0.0.1");
        keys.put("listen-port", "20911");
        keys.put("advertise", "10.0.0.1");
        keys.put("namesrv-addr", "a:1,b:2");
        keys.put("permission", "4");
        keys.put("region", "r");
        keys.put("trace-on", "false");
        keys.put("store.directory", "/store");
        keys.put("store.commit-log-directory", "/log");
        keys.put("store.segment-size", "1MB");
        keys.put("store.flush", "sync-flush");
        keys.put("store.flush-interval", "20ms");
        keys.put("store.sync-flush-timeout", "1s");
        keys.put("store.allocate-ahead", "2MB");
        keys.put("store.prefault-ahead", "3MB");
        keys.put("store.max-message-size", "1MB");
        keys.put("store.record-crc", "false");
        keys.put("topics.auto-create", "false");
        keys.put("topics.auto-create-up-to", "5000");
        keys.put("topics.max-per-connection", "50");
        keys.put("topics.trace", "true");
        keys.put("topics.trace-name", "T");
        keys.put("topics.queues", "4");
        keys.put("topics.cluster-topic", "false");
        keys.put("topics.broker-topic", "false");
        keys.put("topics.mixed-message-types", "true");
        keys.put("topics.delay-levels", "1s 2s");
        keys.put("groups.auto-create", "false");
        keys.put("pull.max-messages", "64");
        keys.put("pull.max-size", "1MB");
        keys.put("pull.long-polling", "false");
        keys.put("pull.short-polling", "200ms");
        keys.put("pull.lite", "false");
        keys.put("clients.expiry", "30s");
        keys.put("clients.notify-members", "false");
        keys.put("clients.reject-pull-consumers", "true");
        keys.put("registration.period", "10s");
        keys.put("registration.timeout", "3s");
        keys.put("registration.resolve-period", "60s");
        keys.put("replication.port", "20920");
        keys.put("replication.slave-timeout", "1s");
        keys.put("network.idle-timeout", "60s");

        BrokerProperties properties = bind(keys);

        assertThat(properties)
                .isEqualTo(
                        new BrokerProperties(
                                "c",
                                "broker-a",
                                3,
                                Role.SYNC_MASTER,
                                "127.0.0.1",
                                20911,
                                "10.0.0.1",
                                List.of("a:1", "b:2"),
                                4,
                                "r",
                                false,
                                new BrokerProperties.Store(
                                        Path.of("/store"),
                                        Path.of("/log"),
                                        DataSize.ofMegabytes(1),
                                        Flush.SYNC_FLUSH,
                                        Duration.ofMillis(20),
                                        Duration.ofSeconds(1),
                                        DataSize.ofMegabytes(2),
                                        DataSize.ofMegabytes(3),
                                        DataSize.ofMegabytes(1),
                                        false),
                                new BrokerProperties.Topics(
                                        false, 5000, 50, true, "T", 4, false, false, true, "1s 2s"),
                                new BrokerProperties.Groups(false),
                                new BrokerProperties.Pull(
                                        64,
                                        DataSize.ofMegabytes(1),
                                        false,
                                        Duration.ofMillis(200),
                                        false),
                                new BrokerProperties.Clients(Duration.ofSeconds(30), false, true),
                                new BrokerProperties.Registration(
                                        Duration.ofSeconds(10),
                                        Duration.ofSeconds(3),
                                        Duration.ofSeconds(60)),
                                new BrokerProperties.Replication(20920, Duration.ofSeconds(1)),
                                new BrokerProperties.Network(Duration.ofSeconds(60))));
        assertThat(properties.haPort()).isEqualTo(20920);
        assertThat(PullSources.settings(properties.pull()).shortHold())
                .isEqualTo(Duration.ofMillis(200));
        assertThat(LiveSettings.of(properties))
                .satisfies(
                        live -> {
                            assertThat(live.namesrvAddr()).containsExactly("a:1", "b:2");
                            assertThat(live.permission()).isEqualTo(4);
                            assertThat(live.send().maxMessageBytes()).isEqualTo(1 << 20);
                            assertThat(live.send().writable()).isFalse();
                            assertThat(live.pull().readable()).isTrue();
                            assertThat(live.pull().litePull()).isFalse();
                            assertThat(live.pull().maxMessages()).isEqualTo(64);
                            assertThat(live.pull().maxBytes()).isEqualTo(1 << 20);
                            assertThat(live.pull().longPolling()).isFalse();
                            assertThat(live.topics().autoCreate()).isFalse();
                            assertThat(live.topics().autoCreateUpTo()).isEqualTo(5000);
                            assertThat(live.send().maxTopicsPerConnection()).isEqualTo(50);
                            assertThat(live.topics().mixedMessageTypes()).isTrue();
                            assertThat(live.autoCreateGroups()).isFalse();
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "id,-2,-1..9223372036854775807",
        "listen-port,65536,0..65535",
        "permission,8,0..7",
        "store.segment-size,1KB,65536..2147483647",
        "store.flush-interval,0ms,1..3600000",
        "store.sync-flush-timeout,2h,1..3600000",
        "store.allocate-ahead,-1B,0..2147483647",
        "store.prefault-ahead,-1B,0..2147483647",
        "store.max-message-size,65MB,1..67108864",
        "store.commit-log-directory,'/a,/b',one directory",
        "topics.queues,0,1..65536",
        "topics.auto-create-up-to,-1,0..10000000",
        "topics.max-per-connection,-1,0..10000000",
        "pull.max-messages,0,1..10000",
        "pull.max-size,17MB,1..16711680",
        "pull.short-polling,0ms,1..120000",
        "clients.expiry,1ms,1000..86400000",
        "registration.period,61s,100..60000",
        "registration.timeout,1ms,100..600000",
        "registration.resolve-period,1ms,1000..86400000",
        "replication.port,70000,0..65535",
        "replication.slave-timeout,0ms,1..3600000",
        "network.idle-timeout,1ms,1000..86400000"
    })
    void aValueOutOfRangeIsRefusedWithKeyAndExpectation(
            String key, String value, String expectation) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .rootCause()
                .hasMessageStartingWith("apogee.broker." + key + ": ")
                .hasMessageContaining("(expected: " + expectation);
    }

    @ParameterizedTest
    @CsvSource({"role,slav", "store.flush,sometimes"})
    void aWordThatIsNoneOfThePossibleOnesIsRefused(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of(key, value))).rootCause().hasMessageContaining(value);
    }
}
