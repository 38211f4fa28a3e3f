package io.apogeemq.benchmark.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Apache RocketMQ 5.5.0 out of Maven Central, run as its launcher runs it, but with the heap that a
 * row asks for.
 *
 * <p>Its class path is resolved by {@code mvn} from {@code benchmark/peers/apache-rocketmq.xml} and
 * kept in the target directory. It runs on this JVM's own JDK.
 */
public final class ApacheServers implements ServerUnderTest {

    private static final int RESOLVE_LIMIT_MINUTES = 10;

    /** What the distribution's launcher sets for the collector; its 8 GiB heap aside. */
    private static final List<String> LAUNCHER_OPTIONS =
            List.of(
                    "-XX:+UseG1GC",
                    "-XX:G1HeapRegionSize=16m",
                    "-XX:G1ReservePercent=25",
                    "-XX:InitiatingHeapOccupancyPercent=30",
                    "-XX:SoftRefLRUPolicyMSPerMB=0",
                    "-XX:-OmitStackTraceInFastThrow");

    private final Path pom;
    private final Path classPathFile;
    private String classPath = "";

    /**
     * @param benchmarkDirectory the module's directory in a checkout
     */
    public ApacheServers(Path benchmarkDirectory) {
        this.pom = benchmarkDirectory.resolve("peers/apache-rocketmq.xml");
        this.classPathFile = benchmarkDirectory.resolve("target/peers/apache-rocketmq.classpath");
    }

    @Override
    public String name() {
        return "Apache";
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        if (!isResolved()) {
            resolve();
        }
        classPath = Files.readString(classPathFile).strip();
    }

    private boolean isResolved() throws IOException {
        if (!Files.exists(classPathFile)
                || Files.getLastModifiedTime(classPathFile)
                                .compareTo(Files.getLastModifiedTime(pom))
                        < 0) {
            return false;
        }
        for (String jar : Files.readString(classPathFile).strip().split(File.pathSeparator, -1)) {
            if (!Files.exists(Path.of(jar))) {
                return false;
            }
        }
        return true;
    }

    private void resolve() throws IOException, InterruptedException {
        Files.createDirectories(classPathFile.getParent());
        Path log = classPathFile.resolveSibling("resolve.log");
        Process maven =
                new ProcessBuilder(
                                "mvn",
                                "-B",
                                "-q",
                                "-f",
                                pom.toString(),
                                "dependency:build-classpath",
                                "-Dmdep.outputFile=" + classPathFile)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!maven.waitFor(RESOLVE_LIMIT_MINUTES, TimeUnit.MINUTES)) {
            maven.destroyForcibly();
            throw new IOException(
                    "mvn didn't resolve the peer within %d minutes; see %s"
                            .formatted(RESOLVE_LIMIT_MINUTES, log));
        }
        if (maven.exitValue() != 0) {
            throw new IOException("mvn couldn't resolve the peer:\n" + Files.readString(log));
        }
    }

    @Override
    public Launch nameServer(Place place) throws IOException {
        Path config = place.home().resolve("namesrv.conf");
        Files.writeString(
                config,
                """
                listenPort=%d
                kvConfigPath=%s/kvConfig.json
                """
                        .formatted(place.nameServerPort(), place.home()));
        return launch(
                place,
                "namesrv",
                "org.apache.rocketmq.namesrv.NamesrvStartup",
                config,
                "The Name Server boot success");
    }

    @Override
    public Launch broker(Place place) throws IOException {
        Path config = place.home().resolve("broker.conf");
        Files.writeString(
                config,
                """
                brokerClusterName=bench
                brokerName=bench
                brokerId=0
                brokerRole=ASYNC_MASTER
                flushDiskType=ASYNC_FLUSH
                brokerIP1=127.0.0.1
                brokerIP2=127.0.0.1
                listenPort=%d
                namesrvAddr=%s
                storePathRootDir=%s
                storePathCommitLog=%s/commitlog
                """
                        .formatted(
                                place.brokerPort(),
                                place.nameServer(),
                                place.store(),
                                place.store()));
        return launch(
                place,
                "broker",
                "org.apache.rocketmq.broker.BrokerStartup",
                config,
                "boot success");
    }

    private Launch launch(
            Place place, String role, String mainClass, Path config, String servingText)
            throws IOException {
        Path logging = place.home().resolve("rmq." + role + ".logback.xml");
        Files.writeString(logging, resource("rocketmq-" + role, logging.getFileName().toString()));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString()));
        if (!place.jvm().choosesCollector()) {
            command.addAll(LAUNCHER_OPTIONS);
        }
        command.addAll(place.jvm().options());
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-Duser.home=" + place.home(),
                        "-Drmq.logback.configurationFile=" + logging,
                        "-cp",
                        classPath,
                        mainClass,
                        "-c",
                        config.toString()));
        return new Launch(
                role,
                place.jvm().place(command),
                Map.of("ROCKETMQ_HOME", place.home().toString()),
                servingText);
    }

    /**
     * The logging configuration that the distribution's launcher points to is in the jar as well.
     */
    private String resource(String artifact, String name) throws IOException {
        for (String jar : classPath.split(File.pathSeparator, -1)) {
            if (Path.of(jar).getFileName().toString().startsWith(artifact + "-")) {
                try (ZipFile zip = new ZipFile(jar)) {
                    ZipEntry entry = zip.getEntry(name);
                    if (entry != null) {
                        return new String(zip.getInputStream(entry).readAllBytes(), UTF_8);
                    }
                }
            }
        }
        throw new IOException("no " + name + " in " + artifact);
    }
}
