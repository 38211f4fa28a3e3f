package io.apogeemq.common.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Timeout(60)
class StartupTest {

    enum Role {
        ASYNC_MASTER,
        SLAVE
    }

    @ConfigurationProperties(prefix = "apogee.broker", ignoreUnknownFields = false)
    record Sample(
            @DefaultValue("0") int listenPort,
            @Nullable String name,
            @DefaultValue List<String> namesrvAddr,
            @DefaultValue("500ms") Duration pace,
            @DefaultValue("async-master") Role role,
            @DefaultValue Nested store) {}

    record Nested(@DefaultValue("72h") Duration keep, @Nullable String password) {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableConfigurationProperties(Sample.class)
    static class SampleApplication {
        @Bean
        BootLine bootLine(Sample sample) {
            return () -> "The sample[" + sample.name() + "] boot success.";
        }
    }

    /** Notes what health says while the service's doors open and close. */
    static final class Doors implements SmartLifecycle {
        private final Environment environment;
        private final List<String> seen = new ArrayList<>();
        private boolean running;

        Doors(Environment environment) {
            this.environment = environment;
        }

        @Override
        public void start() {
            look("at the start");
            running = true;
        }

        @Override
        public void stop() {
            look("at the stop");
            running = false;
        }

        private void look(String when) {
            String port = environment.getProperty("local.server.port");
            for (String probe : List.of("liveness", "readiness")) {
                seen.add(when + " " + get(port, "/actuator/health/" + probe));
            }
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return ServiceStarter.DOORS_PHASE;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableConfigurationProperties(Sample.class)
    static class ServingApplication {
        @Bean
        Doors doors(Environment environment) {
            return new Doors(environment);
        }
    }

    private static final ClassicKeys KEYS =
            ClassicKeys.table()
                    .honoured("listenPort", ClassicType.port(), "apogee.broker.listen-port")
                    .honoured("brokerName", ClassicType.text(), "apogee.broker.name")
                    .honoured("namesrvAddr", ClassicType.addresses(), "apogee.broker.namesrv-addr")
                    .alsoFrom("namesrvAddr", "sample.namesrv.addr", "NAMESRV_ADDR")
                    .live("flushInterval", ClassicType.millis(1, 10_000), "apogee.broker.pace")
                    .honoured(
                            "brokerRole",
                            ClassicType.oneOf("ASYNC_MASTER", "SLAVE"),
                            "apogee.broker.role")
                    .limited(
                            "fileReservedTime",
                            ClassicType.hours(1, 8760),
                            "apogee.broker.store.keep",
                            "Whole segments only.")
                    .honoured("storePassword", ClassicType.text(), "apogee.broker.store.password")
                    .ignored("useABSLock")
                    .refused("enableDLegerCommitLog", "true", "There is no raft log.")
                    .misspelt("fileReserverdTime", "fileReservedTime")
                    .alias("nameSrvAddr", "namesrvAddr")
                    .build();

    @TempDir private Path home;

    private final Map<String, String> variables = new HashMap<>();
    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private ServiceDescription service =
            ServiceDescription.of(
                    "broker",
                    SampleApplication.class,
                    KEYS,
                    new ServiceDescription.MainPort("apogee.broker.listen-port", 10911),
                    Sample.class);

    @BeforeEach
    void captureWhatUsersSee() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void giveTheStreamsBack() {
        System.setOut(realOut);
        System.setErr(realErr);
    }

    @Test
    void theCommandLineBeatsTheFileAndTheFileBeatsTheEnvironment() throws IOException {
        variables.put("NAMESRV_ADDR", "env:1");
        Path file =
                file("namesrvAddr = file:1;file:2 ", "brokerName=of-file", "flushInterval = 250 ");

        Sample sample = running("-c", file.toString(), "--brokerName=of-command");

        assertThat(sample.name()).isEqualTo("of-command");
        assertThat(sample.namesrvAddr()).containsExactly("file:1", "file:2");
        assertThat(sample.pace()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void theEnvironmentCountsWhereNothingStrongerSpeaks() {
        variables.put("NAMESRV_ADDR", "env:1");

        assertThat(running().namesrvAddr()).containsExactly("env:1");
    }

    @Test
    void theBootLineIsALineOfItsOwnAndInTheLogFile() throws IOException {
        running("--brokerName=a");

        assertThat(seen().lines()).contains("The sample[a] boot success.");
        Path log = home.resolve("logs/rocketmqlogs/broker.log");
        assertThat(log).content().contains("The sample[a] boot success.");
        LoggerFactory.getLogger("io.apogeemq.sample")
                .atInfo()
                .addKeyValue("broker", "a")
                .addKeyValue("bytes", 12)
                .log("What it is about");
        assertThat(log).content().contains(": What it is about broker=\"a\" bytes=\"12\"\n");
        assertThat(Files.readSymbolicLink(log.resolveSibling("Broker.log")))
                .hasToString("broker.log");
    }

    @Test
    void changesMadeAtRunTimeBeatTheFileButNotTheCommandLine() throws IOException {
        service =
                service.withChanges(
                        settings -> Map.of("flushInterval", "7", "brokerName", "changed"));
        Path file = file("flushInterval=250", "brokerName=of-file");

        Sample sample = running("-c", file.toString(), "--brokerName=of-command");

        assertThat(sample.pace()).isEqualTo(Duration.ofMillis(7));
        assertThat(sample.name()).isEqualTo("of-command");
    }

    @Test
    void theReportNamesEachKeyWithItsSource() throws IOException {
        Path file =
                file(
                        "fileReservedTime=48",
                        "useABSLock=true",
                        "brokerNmae=x",
                        "fileReserverdTime=12",
                        "storePassword=geheim");

        running("-c", file.toString());

        assertThat(seen())
                .contains(
                        "Settings honoured: fileReservedTime=48, storePassword=****** ("
                                + file
                                + ")")
                .contains("fileReservedTime: Whole segments only.")
                .contains("not used by Apogee MQ: useABSLock=true (" + file + ")")
                .contains(
                        "Unknown setting brokerNmae ("
                                + file
                                + "): not used; nearest known key: brokerName.")
                .contains(
                        "fileReserverdTime ("
                                + file
                                + "): a known misspelling; the key is fileReservedTime.")
                .doesNotContain("geheim");
    }

    @Test
    void xmlCommentsAreSteppedOver() throws IOException {
        Path file = file("<!--", "  Some words = of a licence", "-->", "brokerName=a");

        assertThat(running("-c", file.toString()).name()).isEqualTo("a");
        assertThat(seen()).doesNotContain("Unknown setting");
    }

    @Test
    void allMistakesOfAFileAreToldAtOnceWithTheirLines() throws IOException {
        Path file = file("# a comment", "brokerRole=SLAV", "listenPort=10911a");

        assertThat(exit("-c", file.toString())).isEqualTo(255);
        assertThat(seen())
                .contains(file + ":2: brokerRole: SLAV (expected: one of ASYNC_MASTER, SLAVE)")
                .contains(
                        file + ":3: listenPort: 10911a (expected: a whole number from 0 to 65535)");
    }

    @Test
    void lenientReadingLeavesDefaultsButNeverGuessesARole() throws IOException {
        Path file = file("flushInterval=soon", "apogee.broker.lenient-config=true");
        assertThat(running("-c", file.toString()).pace()).isEqualTo(Duration.ofMillis(500));

        Path role = file("brokerRole=SLAV", "apogee.broker.lenient-config=true");
        assertThat(exit("-c", role.toString())).isEqualTo(255);
    }

    @Test
    void anIllFormedAddressListEndsWithTheClassicSentence() {
        assertThat(exit("-n", "localhost")).isEqualTo(253);
        assertThat(seen())
                .contains(
                        "The Name Server Address[localhost] illegal, please set it as follows,"
                                + " \"127.0.0.1:9876;192.168.0.1:9876\"");
    }

    @Test
    void anUnknownOptionPrintsTheUsageToStandardErrorAndExitsWithOne() {
        assertThat(exit("-x")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("Unrecognized option: -x")
                .contains("usage: mqbroker");
    }

    @Test
    void anOptionWithoutItsValueIsNamed() {
        assertThat(exit("-n")).isEqualTo(1);
        assertThat(exit("--configFile", "-n", "a:1")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("Missing argument for option: -n")
                .contains("Missing argument for option: --configFile");
    }

    @Test
    void anOptionsValueMayStandBehindAnEqualsSignAndTheLastOneHolds() throws IOException {
        Path file = file("brokerName=filed");
        assertThat(running("-c=" + file, "--namesrvAddr=a:1", "-n", "b:2"))
                .satisfies(sample -> assertThat(sample.name()).isEqualTo("filed"))
                .satisfies(sample -> assertThat(sample.namesrvAddr()).containsExactly("b:2"));
    }

    @Test
    void helpIsPrintedToStandardOutput() {
        assertThat(exit("-n", "a:1", "--help")).isZero();
        assertThat(seen())
                .startsWith("usage: mqbroker [-n <LIST>] [-c <FILE>]")
                .contains(" -h,--help ")
                .contains(" --key=value ");
    }

    @Test
    void anUnknownKeyOnTheCommandLineIsAnUnknownOption() {
        assertThat(exit("--listnPort=1")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("nearest known key: --listenPort");
    }

    @Test
    void aSettingWithoutDashesIsTakenAsGuidesMeanIt() {
        assertThat(running("-n", "a:1", "brokerName=bare").name()).isEqualTo("bare");
    }

    @Test
    void anUnknownKeyOfOursStopsTheStart() {
        assertThat(exit("--apogee.broker.store.kep=1h")).isEqualTo(255);
        assertThat(seen()).contains("unknown key (nearest known key: apogee.broker.store.keep)");
    }

    @Test
    void aBadValueOfOursNamesKeyAndValue() {
        assertThat(exit("--apogee.broker.pace=soon")).isEqualTo(255);
        assertThat(seen()).contains("apogee.broker.pace").contains("soon");
    }

    @Test
    void aMissingFileNamesItsPathAndTheCure() {
        assertThat(exit("-c", "/conf/none.conf")).isEqualTo(255);
        assertThat(seen()).contains("/conf/none.conf").contains("export ROCKETMQ_HOME=");

        variables.put("ROCKETMQ_HOME", home.toString());
        out.reset();
        assertThat(exit("-c", "/conf/none.conf")).isEqualTo(255);
        assertThat(seen()).contains("/conf/none.conf").doesNotContain("export");
    }

    @Test
    void aModeThatIsNotThereIsRefusedWithItsSentence() throws IOException {
        Path file = file("enableDLegerCommitLog=true");
        assertThat(exit("-c", file.toString())).isEqualTo(255);
        assertThat(seen()).contains("There is no raft log.");

        assertThat(running("-c", file("enableDLegerCommitLog=false").toString())).isNotNull();
    }

    @Test
    void aRuleSeesTheEffectiveSettings() {
        service =
                service.withRules(
                        settings -> {
                            if ("slave".equals(settings.find("apogee.broker.role", ""))) {
                                throw new StartRefused(253, "Slave's brokerId must be > 0");
                            }
                        });

        assertThat(exit("--brokerRole=SLAVE")).isEqualTo(253);
        assertThat(seen()).contains("Slave's brokerId must be > 0");
        assertThat(running()).isNotNull();
    }

    @Test
    void printingItemsShowsWhatHoldsAndHidesSecrets() {
        assertThat(exit("-p", "--flushInterval=250", "--storePassword=geheim")).isZero();
        assertThat(seen().lines())
                .contains(
                        "flushInterval=250",
                        "fileReservedTime=72",
                        "brokerRole=ASYNC_MASTER",
                        "storePassword=******");
        assertThat(home.resolve("logs")).doesNotExist();
    }

    @Test
    void healthAndFiguresAreServedAsJsonOnThePortForOperators() {
        switch (start("--server.port=0")) {
            case Startup.Ended ended ->
                    throw new AssertionError("ended with " + ended.exitCode() + ": " + seen());
            case Startup.Running running -> {
                try (var context = running.context()) {
                    String port = context.getEnvironment().getProperty("local.server.port");
                    assertThat(get(port, "/actuator/health/readiness"))
                            .isEqualTo("200 {\"status\":\"UP\"}");
                    assertThat(get(port, "/actuator/metrics/jvm.memory.used")).startsWith("200 {");
                    assertThat(get(port, "/actuator")).startsWith("200 {");
                    assertThat(get(port, "/")).startsWith("404 ");
                }
            }
        }
    }

    @Test
    void aServiceThatStartsOrStopsIsAliveAndOutOfServiceForThoseWhoAsk() {
        service =
                ServiceDescription.of(
                        "broker",
                        ServingApplication.class,
                        KEYS,
                        new ServiceDescription.MainPort("apogee.broker.listen-port", 10911),
                        Sample.class);
        switch (start("--server.port=0")) {
            case Startup.Ended ended ->
                    throw new AssertionError("ended with " + ended.exitCode() + ": " + seen());
            case Startup.Running running -> {
                Doors doors = running.context().getBean(Doors.class);
                running.context().close();
                assertThat(doors.seen)
                        .containsExactly(
                                "at the start 200 {\"status\":\"UP\"}",
                                "at the start 503 {\"status\":\"OUT_OF_SERVICE\"}",
                                "at the stop 200 {\"status\":\"UP\"}",
                                "at the stop 503 {\"status\":\"OUT_OF_SERVICE\"}");
            }
        }
    }

    private static String get(@Nullable String port, String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response =
                    client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Sample running(String... args) {
        return switch (start(args)) {
            case Startup.Ended ended ->
                    throw new AssertionError("ended with " + ended.exitCode() + ": " + seen());
            case Startup.Running running -> {
                try (var context = running.context()) {
                    yield context.getBean(Sample.class);
                }
            }
        };
    }

    private int exit(String... args) {
        return switch (start(args)) {
            case Startup.Ended ended -> ended.exitCode();
            case Startup.Running running -> {
                running.context().close();
                throw new AssertionError("started: " + seen());
            }
        };
    }

    private Startup.Outcome start(String... args) {
        Properties system = new Properties();
        system.setProperty("user.home", home.toString());
        return new Startup(service, system, variables).start(args);
    }

    private Path file(String... lines) throws IOException {
        return Files.write(Files.createTempFile(home, "broker", ".conf"), List.of(lines));
    }

    private String seen() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
