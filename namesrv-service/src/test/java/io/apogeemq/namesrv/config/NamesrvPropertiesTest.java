package io.apogeemq.namesrv.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.namesrv.endpoint.AnswerOptions;
import io.apogeemq.namesrv.routing.RoutingOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

@Timeout(20)
class NamesrvPropertiesTest {
    @Test
    void theDefaultsAreTheClassicOnesButForActingMasters() {
        NamesrvProperties properties = bind(Map.of());
        assertThat(properties)
                .isEqualTo(
                        new NamesrvProperties(
                                9876,
                                "0.0.0.0",
                                0,
                                Duration.ofMinutes(2),
                                DataSize.ofMegabytes(16),
                                Duration.ofSeconds(1),
                                null,
                                null,
                                "configBlackList;configStorePath;kvConfigPath",
                                new RoutingProperties(
                                        Duration.ofSeconds(5),
                                        Duration.ofMinutes(2),
                                        Duration.ZERO,
                                        false),
                                new AnswerProperties(
                                        false,
                                        true,
                                        true,
                                        true,
                                        true,
                                        false,
                                        Duration.ofSeconds(45))));
        Path home = Path.of(System.getProperty("user.home", "."), "namesrv");
        assertThat(properties.kvFileOrDefault()).isEqualTo(home.resolve("kvConfig.json"));
        assertThat(properties.changesFileOrDefault()).isEqualTo(home.resolve("namesrv.properties"));
        assertThat(properties.answers().toOptions().routesAfterMillis()).isZero();
        assertThat(properties.protectedKeyNames())
                .containsExactly(
                        "configBlackList", "configStorePath", "kvConfigPath", "rocketmqHome");
    }

    @Test
    void everyKeyIsBound() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("listen-port", "1234");
        keys.put("bind-address", "127.0.0.1");
        keys.put("loop-threads", "3");
        keys.put("idle-timeout", "60s");
        keys.put("max-frame", "1MB");
        keys.put("stop-grace", "2s");
        keys.put("kv-file", "/kv");
        keys.put("changes-file", "/changes");
        keys.put("protected-keys", "a; b");
        keys.put("routing.scan-interval", "1s");
        keys.put("routing.broker-timeout", "10s");
        keys.put("routing.close-grace", "3s");
        keys.put("routing.delete-missing-topics", "true");
        keys.put("answers.order-topics-in-routes", "true");
        keys.put("answers.order-topics-to-brokers", "false");
        keys.put("answers.acting-master", "false");
        keys.put("answers.all-topic-list", "false");
        keys.put("answers.topic-lists", "false");
        keys.put("answers.wait-for-service", "true");
        keys.put("answers.wait-time", "4s");
        NamesrvProperties properties = bind(keys);
        assertThat(properties)
                .isEqualTo(
                        new NamesrvProperties(
                                1234,
                                "127.0.0.1",
                                3,
                                Duration.ofMinutes(1),
                                DataSize.ofMegabytes(1),
                                Duration.ofSeconds(2),
                                Path.of("/kv"),
                                Path.of("/changes"),
                                "a; b",
                                new RoutingProperties(
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(10),
                                        Duration.ofSeconds(3),
                                        true),
                                new AnswerProperties(
                                        true,
                                        false,
                                        false,
                                        false,
                                        false,
                                        true,
                                        Duration.ofSeconds(4))));
        assertThat(properties.routing().toOptions())
                .isEqualTo(
                        new RoutingOptions(
                                10_000, 3_000, true, Runtime.getRuntime().maxMemory() / 4));
        assertThat(properties.answers().toOptions())
                .isEqualTo(new AnswerOptions(true, false, false, false, false, 4_000));
        assertThat(properties.protectedKeyNames()).contains("a", "b", "configBlackList");
        assertThat(properties.toServerOptions().limits().maxFrameBytes()).isEqualTo(1 << 20);
        assertThat(properties.toServerOptions().limits().idleTimeout())
                .isEqualTo(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @CsvSource({
        "listen-port,65536,a port from 0 to 65535",
        "listen-port,-1,a port from 0 to 65535",
        "bind-address,' ',a host or address",
        "loop-threads,257,0 to 256",
        "idle-timeout,10ms,at least PT1S",
        "max-frame,1KB,65536B to 268435456B",
        "stop-grace,-1s,at least PT0S",
        "routing.scan-interval,1ms,at least PT0.01S",
        "routing.broker-timeout,0s,at least PT1S",
        "routing.close-grace,-1s,at least PT0S",
        "answers.wait-time,-1s,at least PT0S"
    })
    void aValueOutOfRangeIsRefusedWithKeyAndExpectation(
            String key, String value, String expectation) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .rootCause()
                .hasMessageStartingWith("apogee.namesrv." + key + ": ")
                .hasMessageContaining("(expected: " + expectation + ")");
    }

    @ParameterizedTest
    @CsvSource({
        "listenPort,19876,listen-port,19876",
        "bindAddress,127.0.0.1,bind-address,127.0.0.1",
        "serverChannelMaxIdleTimeSeconds,60,idle-timeout,60s",
        "kvConfigPath,/kv,kv-file,/kv",
        "configStorePath,/c,changes-file,/c",
        "configBlackList,a;b,protected-keys,a;b",
        "scanNotActiveBrokerInterval,1000,routing.scan-interval,1000ms",
        "deleteTopicWithBrokerRegistration,true,routing.delete-missing-topics,true",
        "orderMessageEnable,true,answers.order-topics-in-routes,true",
        "returnOrderTopicConfigToBroker,false,answers.order-topics-to-brokers,false",
        "supportActingMaster,false,answers.acting-master,false",
        "enableAllTopicList,false,answers.all-topic-list,false",
        "enableTopicList,false,answers.topic-lists,false",
        "needWaitForService,true,answers.wait-for-service,true",
        "waitSecondsForService,30,answers.wait-time,30s"
    })
    void classicKeysBecomeOurs(String classic, String value, String key, String property) {
        assertThat(NamesrvClassicKeys.TABLE.targetOf(classic)).contains("apogee.namesrv." + key);
        assertThat(NamesrvClassicKeys.TABLE.toProperty(classic, value)).isEqualTo(property);
        assertThat(bind(Map.of(key, property))).isNotEqualTo(bind(Map.of()));
    }

    private static NamesrvProperties bind(Map<String, String> keys) {
        Map<String, String> full = new LinkedHashMap<>();
        keys.forEach((key, value) -> full.put(NamesrvProperties.PREFIX + "." + key, value));
        return new Binder(new MapConfigurationPropertySource(full))
                .bindOrCreate(NamesrvProperties.PREFIX, NamesrvProperties.class);
    }
}
