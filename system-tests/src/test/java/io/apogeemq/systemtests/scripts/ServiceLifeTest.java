package io.apogeemq.systemtests.scripts;

import static io.apogeemq.systemtests.process.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.systemtests.process.FreePorts;
import io.apogeemq.systemtests.process.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands with the real services behind them. */
@Timeout(900)
class ServiceLifeTest {

    private static final Path BIN = Installation.checkout().resolve("bin");

    @TempDir private Path scratch;
    private Path home;
    private Shell shell;

    @BeforeEach
    void prepare() throws IOException {
        home = Files.createDirectories(scratch.resolve("a home"));
        shell =
                new Shell(home)
                        .with("JAVA_HOME", System.getProperty("java.home"))
                        .with("APOGEE_AOT", "existing");
    }

    @Test
    void aNameServerStartedAsTheGuideSaysServesSurvivesAHangUpAndIsShutDown() throws IOException {
        FreePorts ports = FreePorts.reserve();
        int port = ports.port();
        Path out = home.resolve("nohup.out");
        Process process =
                shell.start(
                        BIN,
                        out,
                        out,
                        "nohup",
                        "dash",
                        "mqnamesrv",
                        "--listenPort=" + port,
                        "--server.port=0");
        try {
            String line =
                    "The Name Server boot success. serializeType=JSON, address 0.0.0.0:" + port;
            await("the boot line")
                    .until(() -> Files.readString(out).lines().anyMatch(line::equals));
            await("the boot line in the log")
                    .until(() -> Files.readString(logs().resolve("namesrv.log")).contains(line));

            kill("-HUP", process);
            assertThat(answers(port)).isTrue();

            Shell.Result stop = shell.run(scratch, BIN.resolve("mqshutdown").toString(), "namesrv");
            assertThat(stop.exit()).isZero();
            assertThat(process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(answers(port)).isFalse();
            assertThat(shell.run(scratch, BIN.resolve("mqshutdown").toString(), "namesrv").out())
                    .isEqualTo("No mqnamesrv running.\n");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
            ports.close();
        }
    }

    @Test
    void whatAKilledServiceLeavesBehindIsSeenToBeStale() throws IOException {
        Path out = home.resolve("out");
        Process process =
                shell.start(
                        scratch,
                        out,
                        out,
                        "dash",
                        BIN.resolve("mqnamesrv").toString(),
                        "--listenPort=0");
        try {
            await("the boot line").until(() -> Files.readString(out).contains("boot success"));
            Path pid = logs().resolve("namesrv." + process.pid() + ".pid");
            assertThat(pid).exists();

            kill("-KILL", process);
            await("its end").until(() -> !process.isAlive());

            Shell.Result stop =
                    shell.run(scratch, "dash", BIN.resolve("mqshutdown").toString(), "namesrv");
            assertThat(stop).isEqualTo(new Shell.Result(1, "No mqnamesrv running.\n", ""));
            assertThat(pid).doesNotExist();
        } finally {
            process.destroyForcibly();
        }
    }

    @TestFactory
    Stream<DynamicTest> aStartThatEndsEarlyLeavesNoPidFile() throws IOException {
        return Stream.of("-h", "-x", "-p", "-c none.conf", "--brokerRole=none", "-n localhost")
                .map(
                        arguments ->
                                DynamicTest.dynamicTest(
                                        arguments,
                                        () -> {
                                            command("mqbroker", arguments.split(" ", -1));
                                            assertThat(logs())
                                                    .isDirectoryNotContaining("glob:**.pid");
                                        }));
    }

    @Test
    void aPortForSlavesThatIsOneOfTheOthersIsNamed() {
        Shell.Result result = command("mqbroker", "--listenPort=20911", "--haListenPort=20909");

        assertThat(result.exit()).isEqualTo(253);
        assertThat(result.out())
                .contains("haListenPort is 20909, as is the fast port")
                .contains("--haListenPort=PORT");
    }

    @Test
    void aSampleWhosePathLostItsHomeNamesTheCure() {
        Shell.Result result = command("mqbroker", "-c", "/conf/2m-noslave/broker-a.properties");

        assertThat(result.exit()).isEqualTo(255);
        assertThat(result.out())
                .contains("/conf/2m-noslave/broker-a.properties doesn't exist")
                .contains("export ROCKETMQ_HOME=" + Installation.checkout());
    }

    @Test
    void aMissingFileIsNamedAndNothingElseWhenTheHomeIsSet() {
        shell.with("ROCKETMQ_HOME", Installation.checkout().toString());

        Shell.Result result = command("mqbroker", "-c", "none.properties");

        assertThat(result.exit()).isEqualTo(255);
        assertThat(result.out()).contains("none.properties").doesNotContain("export");
    }

    @Test
    void anUnknownOptionPrintsTheUsageAndExitsWithOne() {
        Shell.Result result = command("mqbroker", "-x");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("Unrecognized option: -x").contains("usage: mqbroker");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void anIllFormedAddressListExitsWithTheClassicCode() {
        Shell.Result result = command("mqbroker", "-n", "localhost");

        assertThat(result.exit()).isEqualTo(253);
        assertThat(result.out())
                .contains(
                        "The Name Server Address[localhost] illegal, please set it as follows,"
                                + " \"127.0.0.1:9876;192.168.0.1:9876\"");
    }

    @Test
    void aTakenPortIsNamedAndEndsTheStart() throws IOException {
        try (var taken = new java.net.ServerSocket(0)) {
            Shell.Result result =
                    command("mqnamesrv", "--listenPort=" + taken.getLocalPort(), "--server.port=0");

            assertThat(result.exit()).isEqualTo(253);
            assertThat(result.all())
                    .contains(String.valueOf(taken.getLocalPort()))
                    .contains("listenPort");
        }
    }

    @Test
    void theProxySaysThatItIsNotThereYet() {
        Shell.Result result = command("mqproxy", "-pm", "local");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).contains("This version has no Proxy yet");
    }

    @Test
    void aSecondBrokerOfASampleNeedsOnlyPortsAndStoreOfItsOwn() throws Exception {
        FreePorts ports = FreePorts.reserve();
        FreePorts others = FreePorts.reserve();
        int first = ports.port();
        String sample =
                Installation.checkout().resolve("conf/2m-noslave/broker-a.properties").toString();
        String other =
                Installation.checkout().resolve("conf/2m-noslave/broker-b.properties").toString();
        Path out = home.resolve("first.out");
        Path secondOut = home.resolve("second.out");
        Process broker =
                shell.start(
                        scratch,
                        out,
                        out,
                        "dash",
                        BIN.resolve("mqbroker").toString(),
                        "-c",
                        sample,
                        "--listenPort=" + first);
        Process second = null;
        try {
            await("the boot line").until(() -> Files.readString(out).contains("boot success"));

            Shell.Result collision = command("mqbroker", "-c", other, "--listenPort=" + first);
            assertThat(collision.exit()).isEqualTo(253);
            assertThat(collision.all())
                    .contains(String.valueOf(first))
                    .contains("--listenPort=")
                    .contains("--storePathRootDir=");

            second =
                    shell.start(
                            scratch,
                            secondOut,
                            secondOut,
                            "dash",
                            BIN.resolve("mqbroker").toString(),
                            "-c",
                            other,
                            "--listenPort=" + others.port(),
                            "--storePathRootDir=" + home.resolve("store b"));
            await("the boot line")
                    .until(() -> Files.readString(secondOut).contains("The broker[broker-b, "));

            Shell.Result stop =
                    shell.run(scratch, "dash", BIN.resolve("mqshutdown").toString(), "broker");
            assertThat(stop.exit()).isZero();
            assertThat(stop.out().lines().filter(l -> l.endsWith(" OK"))).hasSize(2);
            assertThat(broker.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(second.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            broker.destroyForcibly();
            if (second != null) {
                second.destroyForcibly();
            }
            ports.close();
            others.close();
        }
    }

    @TestFactory
    @Tag("full")
    Stream<DynamicTest> everySampleIsReadUnchangedOrRefusedWithASentence() throws IOException {
        Path conf = Installation.checkout().resolve("conf");
        List<Path> samples;
        try (Stream<Path> files = Files.walk(conf)) {
            samples =
                    files.filter(f -> f.toString().matches(".*\\.(conf|properties)"))
                            .sorted()
                            .toList();
        }
        return samples.stream()
                .map(
                        sample ->
                                DynamicTest.dynamicTest(
                                        conf.relativize(sample).toString(),
                                        () -> isReadOrRefused(sample)));
    }

    private void isReadOrRefused(Path sample) {
        String name = sample.toString();
        String program =
                name.matches(".*(nameserver|namesrv|controller-)[^/]*") ? "mqnamesrv" : "mqbroker";

        Shell.Result result = command(program, "-p", "-c", name);

        boolean runs =
                name.matches(
                        ".*/(2m-noslave|single-host)/.*|.*/conf/broker.conf|.*/2m-2s-[^/]*/broker-.\\.properties");
        if (runs) {
            assertThat(result.exit()).as(result.all()).isZero();
            assertThat(result.out()).contains("fileReservedTime=48").contains("deleteWhen=04");
        } else {
            assertThat(result.all()).doesNotContain("Exception").doesNotContain("\tat ");
            assertThat(result.exit()).as(result.all()).isIn(0, 253, 255);
            assertThat(
                            result.exit() == 0
                                    || result.out().contains(". ")
                                    || result.out().contains(": "))
                    .isTrue();
        }
    }

    @Test
    void aSlaveOfTheSamplesStopsWithASentence() {
        Shell.Result result =
                command(
                        "mqbroker",
                        "-c",
                        Installation.checkout()
                                .resolve("conf/2m-2s-sync/broker-a-s.properties")
                                .toString());

        assertThat(result.exit()).isEqualTo(255);
        assertThat(result.out().toLowerCase(java.util.Locale.ROOT))
                .contains("slave")
                .doesNotContain("exception");
    }

    @Test
    @Tag("full")
    void anInstalledCopyWorksWithoutTheCheckout() throws IOException {
        Path target = scratch.resolve("opt/apogee mq");
        Shell.Result install =
                shell.run(scratch, "dash", BIN.resolve("install.sh").toString(), target.toString());
        assertThat(install.exit()).as(install.all()).isZero();
        assertThat(target.resolve("lib/broker/app.aot")).exists();
        assertThat(target.resolve("conf/broker.conf")).exists();

        Path link =
                Files.createSymbolicLink(
                        scratch.resolve("mqnamesrv"), target.resolve("bin/mqnamesrv"));
        Path out = home.resolve("out");
        Process process = shell.start(scratch, out, out, "dash", link.toString(), "--listenPort=0");
        try {
            await("the boot line").until(() -> Files.readString(out).contains("boot success"));
            assertThat(Files.readString(out)).doesNotContain("class cache");
            assertThat(
                            shell.run(
                                            scratch,
                                            "dash",
                                            target.resolve("bin/mqshutdown").toString(),
                                            "namesrv")
                                    .exit())
                    .isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private Shell.Result command(String name, String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "dash";
        all[1] = BIN.resolve(name).toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return shell.run(scratch, all);
    }

    private Path logs() {
        return home.resolve("logs/rocketmqlogs");
    }

    private void kill(String signal, Process process) {
        assertThat(shell.run(scratch, "kill", signal, String.valueOf(process.pid())).exit())
                .isZero();
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 30_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
