package io.apogeemq.namesrv.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.common.boot.BootLine;
import io.apogeemq.common.boot.StartRefused;
import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.protocol.namesrv.GetRoute;
import io.apogeemq.common.remoting.ClientOptions;
import io.apogeemq.common.remoting.EventLoops;
import io.apogeemq.common.remoting.RemotingClient;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;
import io.apogeemq.namesrv.health.NamesrvDoor;
import io.apogeemq.namesrv.health.NamesrvFacts;
import io.apogeemq.namesrv.health.NamesrvMeters;
import io.apogeemq.namesrv.kvconfig.KvConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@Timeout(60)
class NamesrvConfigurationTest {
    @TempDir Path directory;

    @Test
    void aStartedContextServesAndTellsItsHealth() {
        runner("apogee.namesrv.listen-port=0")
                .run(
                        context -> {
                            NamesrvLifecycle door = context.getBean(NamesrvLifecycle.class);
                            assertThat(
                                            call(
                                                            door.address(),
                                                            new GetRoute("T", true, null)
                                                                    .toRequest())
                                                    .code())
                                    .isEqualTo(ResponseCode.TOPIC_NOT_EXIST);
                            assertThat(context.getBean(BootLine.class).text())
                                    .isEqualTo(
                                            "The Name Server boot success. serializeType=JSON, address "
                                                    + door.address());
                            assertThat(
                                            health(
                                                    context.getBean(
                                                            "namesrvHealthIndicator",
                                                            HealthIndicator.class)))
                                    .isEqualTo(Status.UP);
                            assertThat(
                                            health(
                                                    context.getBean(
                                                            "kvConfigHealthIndicator",
                                                            HealthIndicator.class)))
                                    .isEqualTo(Status.UP);
                            Info.Builder info = new Info.Builder();
                            context.getBean(NamesrvFacts.class).contribute(info);
                            assertThat(info.build().get("namesrv"))
                                    .isEqualTo(Map.of("address", door.address()));
                            SimpleMeterRegistry meters = new SimpleMeterRegistry();
                            context.getBean(NamesrvMeters.class).bindTo(meters);
                            assertThat(meters.get("apogee.namesrv.routing.topics").gauge().value())
                                    .isZero();
                            assertThat(meters.getMeters()).hasSize(3);
                            context.getSourceApplicationContext().stop();
                            assertThat(
                                            health(
                                                    context.getBean(
                                                            "namesrvHealthIndicator",
                                                            HealthIndicator.class)))
                                    .isEqualTo(Status.OUT_OF_SERVICE);
                        });
    }

    @Test
    void theBootLineIsTheClassicOne() {
        NamesrvBootLine line =
                new NamesrvBootLine(
                        new NamesrvDoor() {
                            @Override
                            public String address() {
                                return "0.0.0.0:9876";
                            }

                            @Override
                            public boolean isOpen() {
                                return true;
                            }

                            @Override
                            public long openConnections() {
                                return 0;
                            }
                        });
        assertThat(line.text())
                .isEqualTo(
                        "The Name Server boot success. serializeType=JSON, address 0.0.0.0:9876");
    }

    @Test
    void settingsAreChangedOverTheWireAndHoldForTheNextStart() {
        runner("apogee.namesrv.listen-port=0")
                .run(
                        context -> {
                            String address = context.getBean(NamesrvLifecycle.class).address();
                            Request change =
                                    Request.of(RequestCode.UPDATE_NAMESRV_CONFIG)
                                            .body("enableAllTopicList=false".getBytes(UTF_8));
                            assertThat(call(address, change).code()).isZero();
                            assertThat(
                                            call(
                                                            address,
                                                            Request.of(
                                                                    RequestCode
                                                                            .GET_ALL_TOPIC_LIST_FROM_NAMESERVER))
                                                    .remark())
                                    .isEqualTo("disable");
                        });
        assertThat(directory.resolve("namesrv.properties"))
                .content()
                .contains("enableAllTopicList=false");
    }

    @Test
    void aTakenPortStopsTheStartWithTheCure() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            runner("apogee.namesrv.listen-port=" + taken.getLocalPort())
                    .run(
                            context ->
                                    assertThat(refusal(context.getStartupFailure()).text())
                                            .contains("127.0.0.1:" + taken.getLocalPort())
                                            .contains("--listenPort=PORT"));
        }
    }

    @Test
    void anUnreadableKeyValueFileStopsTheStartWithFileAndCure() throws IOException {
        Path file = directory.resolve("kvConfig.json");
        Files.writeString(file, "not json");
        runner("apogee.namesrv.listen-port=0")
                .run(
                        context -> {
                            StartRefused refused = refusal(context.getStartupFailure());
                            assertThat(refused.exitCode()).isEqualTo(StartRefused.NOT_INITIALISED);
                            assertThat(refused.text())
                                    .contains(file.toString())
                                    .contains("move it away");
                        });
    }

    @Test
    void aKeyThatNobodyKnowsStopsTheStart() {
        runner("apogee.namesrv.listen-prot=1").run(context -> assertThat(context).hasFailed());
    }

    @Test
    void aPortThatIsGivenIsUsedAndTheKvFileIsWhereItIsSaid() {
        runner("apogee.namesrv.listen-port=0")
                .run(
                        context ->
                                assertThat(context.getBean(KvConfig.class).path())
                                        .isEqualTo(directory.resolve("kvConfig.json")));
    }

    private ApplicationContextRunner runner(String... properties) {
        return new ApplicationContextRunner()
                .withUserConfiguration(NamesrvConfiguration.class)
                .withPropertyValues(
                        "apogee.namesrv.bind-address=127.0.0.1",
                        "apogee.namesrv.kv-file=" + directory.resolve("kvConfig.json"),
                        "apogee.namesrv.changes-file=" + directory.resolve("namesrv.properties"))
                .withPropertyValues(properties);
    }

    private static Status health(HealthIndicator indicator) {
        var health = indicator.health();
        return health == null ? Status.UNKNOWN : health.getStatus();
    }

    private static StartRefused refusal(@Nullable Throwable failure) {
        Throwable at = failure;
        while (at != null && !(at instanceof StartRefused)) {
            at = at.getCause();
        }
        return Objects.requireNonNull((StartRefused) at, "the start was not refused");
    }

    private static Response call(String address, Request request) {
        try (EventLoops loops = EventLoops.start("test", 1);
                RemotingClient client = RemotingClient.start(ClientOptions.defaults(), loops)) {
            return client.call(address, request, Duration.ofSeconds(10))
                    .toCompletableFuture()
                    .join();
        }
    }
}
