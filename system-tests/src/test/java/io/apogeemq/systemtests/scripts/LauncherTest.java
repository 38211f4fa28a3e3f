package io.apogeemq.systemtests.scripts;

import static io.apogeemq.systemtests.process.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.systemtests.process.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(900)
class LauncherTest {

    @TempDir private Path scratch;
    private Installation installation;
    private Shell shell;

    @BeforeEach
    void install() throws IOException {
        Path home = Files.createDirectories(scratch.resolve("a home"));
        installation =
                Installation.in(scratch.resolve("an installation"), scratch.resolve("a jdk"));
        shell =
                new Shell(home)
                        .with("JAVA_HOME", installation.jdk().toString())
                        .with("APOGEE_AOT", "existing");
    }

    @TestFactory
    Stream<DynamicTest> everyScriptIsPlainShellForDash() throws IOException {
        List<Path> scripts;
        try (Stream<Path> files = Files.list(Installation.checkout().resolve("bin"))) {
            scripts =
                    files.filter(f -> !f.toString().endsWith(".xml"))
                            .filter(Files::isRegularFile)
                            .toList();
        }
        return scripts.stream()
                .map(
                        script ->
                                DynamicTest.dynamicTest(
                                        script.getFileName().toString(),
                                        () ->
                                                assertThat(
                                                                shell.run(
                                                                        scratch,
                                                                        "dash",
                                                                        "-n",
                                                                        script.toString()))
                                                        .isEqualTo(new Shell.Result(0, "", ""))));
    }

    @Test
    void aCommandIsFoundFromItsOwnDirectoryByItsBareName() throws IOException {
        assertThat(shell.run(installation.root().resolve("bin"), "dash", "mqnamesrv").exit())
                .isZero();
        assertThat(installation.lastCall().arguments()).contains(jar("namesrv"));
    }

    @Test
    void aCommandIsFoundByARelativePath() throws IOException {
        assertThat(shell.run(installation.root(), "dash", "bin/mqbroker").exit()).isZero();
        assertThat(installation.lastCall().arguments()).contains(jar("broker"));
    }

    @Test
    void aCommandIsFoundByItsFullPathFromElsewhere() throws IOException {
        assertThat(shell.run(Path.of("/"), installation.script("mqbroker").toString()).exit())
                .isZero();
        assertThat(installation.lastCall().arguments()).contains(jar("broker"));
    }

    @Test
    void aCommandIsFoundThroughLinksToLinks() throws IOException {
        Path far = Files.createDirectories(scratch.resolve("far away"));
        Files.createSymbolicLink(far.resolve("first"), installation.script("mqnamesrv"));
        Files.createSymbolicLink(far.resolve("second"), Path.of("first"));

        assertThat(shell.run(Path.of("/"), "dash", far.resolve("second").toString()).exit())
                .isZero();

        assertThat(installation.lastCall().arguments()).contains(jar("namesrv"));
    }

    @Test
    void theHomeIsDerivedUnlessItIsGiven() throws IOException {
        start("mqbroker");
        assertThat(installation.lastCall().value("home")).isEqualTo(installation.root().toString());
        assertThat(installation.lastCall().arguments()).contains("-Dapogee.boot.home-derived=true");

        shell.with("ROCKETMQ_HOME", "/opt/some where");
        start("mqbroker");
        assertThat(installation.lastCall().value("home")).isEqualTo("/opt/some where");
        assertThat(installation.lastCall().arguments())
                .contains("-Dapogee.boot.home-derived=false");
    }

    @Test
    void argumentsArriveAsTheyWereGiven() throws IOException {
        start("mqbroker", "-n", "a:1;b:2", "-c", "a file.conf", "--brokerName=*");

        List<String> arguments = installation.lastCall().arguments();
        assertThat(arguments.subList(arguments.indexOf("-jar") + 2, arguments.size()))
                .containsExactly("-n", "a:1;b:2", "-c", "a file.conf", "--brokerName=*");
    }

    @Test
    void javaOptComesFirstAndJavaOptExtLastBeforeTheJar() throws IOException {
        shell.with("JAVA_OPT", "-Dfirst=1 -Dsecond=*").with("JAVA_OPT_EXT", "-Dlast=1");

        start("mqbroker");

        List<String> arguments = installation.lastCall().arguments();
        assertThat(arguments).startsWith("-Dfirst=1", "-Dsecond=*");
        assertThat(arguments.get(arguments.indexOf("-jar") - 1)).isEqualTo("-Dlast=1");
    }

    @Test
    void heapAndCollectorOfTheUserReplaceOurs() throws IOException {
        start("mqbroker");
        assertThat(installation.lastCall().arguments())
                .contains("-XX:+UseSerialGC")
                .anyMatch(a -> a.matches("-Xmx\\d+m"));

        shell.with("JAVA_OPT", "-Xmx3g -XX:+UseG1GC");
        start("mqbroker");
        assertThat(installation.lastCall().arguments())
                .contains("-Xmx3g", "-XX:+UseG1GC")
                .doesNotContain("-XX:+UseSerialGC")
                .noneMatch(a -> a.matches("-Xmx\\d+m"));
    }

    @Test
    void standardInputIsNeverRead() throws IOException {
        // The stand-in reads to the end of its input, which is ours if it is not cut off.
        Shell.Result result =
                shell.run(
                        scratch,
                        "dash",
                        "-c",
                        "echo words | dash '" + installation.script("mqnamesrv") + "'");

        assertThat(result.exit()).isZero();
        assertThat(installation.lastCall().value("stdin")).isEmpty();
    }

    @Test
    void theServiceTakesTheLaunchersPlaceAndSurvivesAHangUp() throws IOException {
        installation.stayAlive();
        Path out = scratch.resolve("out");
        Process process =
                shell.start(scratch, out, out, "dash", installation.script("mqbroker").toString());
        try {
            await("the service").until(installation::wasCalled);
            assertThat(installation.lastCall().value("pid"))
                    .isEqualTo(String.valueOf(process.pid()));
            Path file = logs().resolve("broker." + process.pid() + ".pid");
            assertThat(file).content().isEqualToIgnoringNewLines(String.valueOf(process.pid()));

            shell.run(scratch, "kill", "-HUP", String.valueOf(process.pid()));
            assertThat(shell.run(scratch, "kill", "-0", String.valueOf(process.pid())).exit())
                    .isZero();

            Shell.Result stop =
                    shell.run(
                            scratch,
                            "dash",
                            installation.script("mqshutdown").toString(),
                            "broker");
            assertThat(stop.exit()).isZero();
            assertThat(stop.out())
                    .isEqualTo(
                            "The mqbroker(%1$d) is running...%nSend shutdown request to mqbroker(%1$d) OK%n"
                                    .formatted(process.pid()));
            assertThat(process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(file).doesNotExist();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shutdownNeverTouchesAProcessThatIsNotOurs() throws IOException {
        Path out = scratch.resolve("out");
        Process other = shell.start(scratch, out, out, "sleep", "3600");
        try {
            Files.createDirectories(logs());
            Path file = logs().resolve("broker." + other.pid() + ".pid");
            Files.writeString(file, other.pid() + "\n");

            Shell.Result stop =
                    shell.run(
                            scratch,
                            "dash",
                            installation.script("mqshutdown").toString(),
                            "broker");

            assertThat(stop).isEqualTo(new Shell.Result(1, "No mqbroker running.\n", ""));
            assertThat(other.isAlive()).isTrue();
            assertThat(file).doesNotExist();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void shutdownSaysWhatItWantsToKnow() {
        String script = installation.script("mqshutdown").toString();
        assertThat(shell.run(scratch, "dash", script).exit()).isEqualTo(1);
        assertThat(shell.run(scratch, "dash", script).out()).startsWith("usage: mqshutdown");
        assertThat(shell.run(scratch, "dash", script, "namesrv").out())
                .isEqualTo("No mqnamesrv running.\n");
        assertThat(shell.run(scratch, "dash", script, "proxy").out())
                .isEqualTo("No mqproxy running.\n");
        assertThat(shell.run(scratch, "dash", script, "broker", "--timeout", "soon").exit())
                .isEqualTo(1);
    }

    @Test
    void withEnableProxyTheProxysProgramStartsTheBroker() throws IOException {
        start("mqbroker", "-n", "a:1", "-c", "a file.conf", "--enable-proxy", "-pc", "b");

        List<String> arguments = installation.lastCall().arguments();
        assertThat(arguments).contains(jar("proxy"));
        assertThat(arguments.subList(arguments.indexOf("-jar") + 2, arguments.size()))
                .containsExactly("-pm", "local", "-n", "a:1", "-bc", "a file.conf", "-pc", "b");
    }

    @Test
    void theClassCacheIsMadeOnceInTheLogDirectoryForTheNextStart() throws IOException {
        makeCaches();
        assertThat(start("mqbroker").err()).contains("No class cache for this JDK yet");
        assertThat(cacheOfLastCall()).isEmpty();
        awaitCaches(1);

        assertThat(start("mqbroker").all()).isEmpty();

        assertThat(cacheOfLastCall()).hasValue(cache().toString());
        assertThat(installation.cachesMade()).isEqualTo(1);
    }

    @Test
    void aServiceDoesNotWaitForItsClassCacheWhichIsMadeOneAtATime() throws IOException {
        makeCaches();
        installation.holdCaches();

        assertThat(start("mqbroker").exit()).isZero();
        await("the maker of the cache, with its name at the door")
                .until(() -> installation.cachesMade() == 1 && lockHasAnOwner());
        assertThat(start("mqbroker").exit()).isZero();
        assertThat(cacheOfLastCall()).isEmpty();

        installation.releaseCaches();
        awaitCaches(1);
    }

    @Test
    void aClassCacheThatItsMakerLeftUnfinishedIsMadeByTheNextStart() throws IOException {
        makeCaches();
        start("mqbroker");
        awaitCaches(1);
        Path lock = Files.createDirectories(Path.of(cache() + ".lock"));
        Files.writeString(lock.resolve("pid"), String.valueOf(ended().pid()));
        Files.writeString(cache(), "half");

        start("mqbroker");

        awaitCaches(2);
        start("mqbroker");
        assertThat(cacheOfLastCall()).isPresent();
    }

    @Test
    void aForeignOrDamagedClassCacheIsMadeAgain() throws IOException {
        makeCaches();
        start("mqbroker");
        awaitCaches(1);
        Files.writeString(cache(), "damaged!");
        start("mqbroker");
        assertThat(cacheOfLastCall()).isEmpty();
        awaitCaches(2);

        Files.writeString(installation.jdk().resolve("release"), "JAVA_VERSION=\"25.0.2\"\n");
        start("mqbroker");
        assertThat(cacheOfLastCall()).isEmpty();
        awaitCaches(3);

        Path jar = installation.root().resolve("lib/broker/broker-service-1-exec.jar");
        Files.writeString(jar, "another build");
        start("mqbroker");
        assertThat(cacheOfLastCall()).isEmpty();
        awaitCaches(4);

        Path library = Files.createFile(jar.resolveSibling("library.jar"));
        Files.setLastModifiedTime(library, FileTime.from(Instant.now().plusSeconds(60)));
        start("mqbroker");
        assertThat(cacheOfLastCall()).isEmpty();
        awaitCaches(5);
    }

    @Test
    void aServiceStartsWithoutAClassCacheWhereNoneCanBeMade() throws IOException {
        makeCaches();
        installation.breakCaches();

        assertThat(start("mqbroker").exit()).isZero();
        awaitCaches(1);
        assertThat(start("mqbroker").exit()).isZero();

        assertThat(cacheOfLastCall()).isEmpty();
        assertThat(installation.cachesMade()).isEqualTo(1);
    }

    @TestFactory
    Stream<DynamicTest> theClassCacheIsLeftOutWithOptionsThatMakeJavaRefuseIt() throws IOException {
        makeCaches();
        start("mqbroker");
        awaitCaches(1);
        return Stream.of(
                        "-javaagent:/agent.jar",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xshare:auto",
                        "-XX:-UseCompressedOops",
                        "-Xmx32g")
                .map(
                        option ->
                                DynamicTest.dynamicTest(
                                        option,
                                        () -> {
                                            shell.with("JAVA_OPT_EXT", option);
                                            start("mqbroker");
                                            assertThat(cacheOfLastCall()).isEmpty();
                                            shell.with("JAVA_OPT_EXT", "-Xmx31g -Dx=y");
                                            start("mqbroker");
                                            assertThat(cacheOfLastCall()).isPresent();
                                        }));
    }

    @Test
    void logsFollowTheUsersHomeProperty() throws IOException {
        Path other = scratch.resolve("other");
        shell.with("JAVA_OPT_EXT", "-Duser.home=" + other);

        start("mqnamesrv");

        assertThat(installation.lastCall().arguments())
                .anyMatch(
                        a ->
                                a.startsWith(
                                        "-Dapogee.boot.pid-file="
                                                + other
                                                + "/logs/rocketmqlogs/namesrv."));
        assertThat(scratch.resolve("a home/logs")).doesNotExist();
    }

    @Test
    void withoutABuildTheCureIsNamed() throws IOException {
        Files.delete(installation.root().resolve("lib/broker/broker-service-1-exec.jar"));

        Shell.Result result = start("mqbroker");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("bin/build.sh");
    }

    @Test
    void anOlderJavaHomeIsNamedAndPassedOver() throws IOException {
        Path old = Installation.makeJdk(scratch.resolve("old"), "17.0.1");
        Path path = Files.createDirectories(scratch.resolve("on the path"));
        Files.createSymbolicLink(path.resolve("java"), installation.jdk().resolve("bin/java"));
        shell.with("JAVA_HOME", old.toString()).with("PATH", path + ":/usr/bin:/bin");

        Shell.Result result = start("mqbroker");

        assertThat(result.exit()).isZero();
        assertThat(result.err()).contains("JAVA_HOME=" + old + " is not JDK 25");
        assertThat(installation.wasCalled()).isTrue();
    }

    @Test
    void withoutAJdkThePlacesThatWereSearchedAreNamed() {
        Shell.Result result =
                shell.run(
                        scratch,
                        "dash",
                        "-c",
                        ". '" + installation.script("jdk.sh") + "'; find_jdk 99");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err())
                .contains("No JDK 99")
                .contains("/usr/lib/jvm")
                .contains("JAVA_HOME");
    }

    @Test
    void withoutMavenTheWayToInstallItIsNamed() throws IOException {
        Path tools = Files.createDirectories(scratch.resolve("tools"));
        for (String tool :
                List.of(
                        "dirname",
                        "readlink",
                        "sed",
                        "cat",
                        "tr",
                        "awk",
                        "mkdir",
                        "mktemp",
                        "rm")) {
            Files.createSymbolicLink(tools.resolve(tool), tool(tool));
        }
        shell.with("PATH", tools.toString());

        Shell.Result result =
                shell.run(scratch, "/bin/dash", installation.script("build.sh").toString());

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("apt-get install maven");
    }

    private Shell.Result start(String command, String... arguments) throws IOException {
        Files.deleteIfExists(installation.jdk().resolve("calls"));
        List<String> all =
                new java.util.ArrayList<>(List.of("dash", installation.script(command).toString()));
        all.addAll(List.of(arguments));
        return shell.run(scratch, all.toArray(String[]::new));
    }

    private void makeCaches() {
        shell.with("APOGEE_AOT", "");
    }

    /** Until that many class caches have been asked for and the last is finished. */
    private void awaitCaches(int count) {
        await(count + " class caches")
                .ignoreExceptionsInstanceOf(NoSuchFileException.class)
                .until(
                        () -> {
                            try (Stream<Path> files = Files.list(logs().resolve("aot"))) {
                                return installation.cachesMade() == count
                                        && files.noneMatch(f -> f.toString().endsWith(".lock"));
                            }
                        });
    }

    private boolean lockHasAnOwner() throws IOException {
        try (Stream<Path> files = Files.walk(logs().resolve("aot"))) {
            for (Path file : files.filter(f -> f.endsWith("pid")).toList()) {
                return Files.size(file) > 0;
            }
            return false;
        }
    }

    private Optional<String> cacheOfLastCall() throws IOException {
        return installation.lastCall().arguments().stream()
                .filter(a -> a.startsWith("-XX:AOTCache="))
                .map(a -> a.substring("-XX:AOTCache=".length()))
                .findFirst();
    }

    /** A process that is over. */
    private Process ended() throws IOException {
        Process process =
                shell.start(
                        scratch,
                        scratch.resolve("ended.out"),
                        scratch.resolve("ended.err"),
                        "true");
        await("its end").until(() -> !process.isAlive());
        return process;
    }

    private String jar(String role) {
        return installation
                .root()
                .resolve("lib")
                .resolve(role)
                .resolve(role + "-service-1-exec.jar")
                .toString();
    }

    private Path logs() {
        return scratch.resolve("a home/logs/rocketmqlogs");
    }

    private Path cache() throws IOException {
        try (Stream<Path> files = Files.list(logs().resolve("aot"))) {
            return files.filter(f -> f.toString().endsWith(".aot")).findFirst().orElseThrow();
        }
    }

    private static Path tool(String name) {
        return Stream.of("/usr/bin", "/bin")
                .map(d -> Path.of(d, name))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }
}
