package io.apogeemq.systemtests.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Apache RocketMQ from Maven Central, to prove the scenarios against the original. Its class path
 * is resolved once by {@code src/test/apache/pom.xml}, by Maven itself, and kept below {@code
 * target/}.
 */
final class ApacheServers implements ServerFamily {

    private static final long RESOLVE_TIMEOUT_SECONDS = 300;

    @Override
    public Launch launch(Settings settings) {
        Path file = settings.home().resolve("server.properties");
        writeProperties(file, settings);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xms64m", "-Xmx320m", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        command.add("-Duser.home=" + settings.userHome());
        command.add("-Drocketmq.home.dir=" + settings.home());
        command.addAll(List.of("-cp", classPath()));
        command.add(
                switch (settings.role()) {
                    case NAME_SERVER -> "org.apache.rocketmq.namesrv.NamesrvStartup";
                    case BROKER -> "org.apache.rocketmq.broker.BrokerStartup";
                });
        command.addAll(List.of("-c", file.toString()));
        if (!settings.nameServers().isEmpty()) {
            command.addAll(List.of("-n", settings.nameServers()));
        }
        return new Launch(command, Map.of("NAMESRV_ADDR", "", "ROCKETMQ_HOME", ""));
    }

    @Override
    public boolean isApogee() {
        return false;
    }

    private static void writeProperties(Path file, Settings settings) {
        Map<String, String> properties = new TreeMap<>(settings.properties());
        if (settings.role() == Role.BROKER) {
            // The default of 1 GiB per file would fill a small disk with several brokers at a time.
            properties.putIfAbsent("mappedFileSizeCommitLog", "67108864");
            properties.putIfAbsent("diskMaxUsedSpaceRatio", "98");
        }
        StringBuilder text = new StringBuilder();
        properties.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized String classPath() {
        Path tests = ApogeeServers.checkout().resolve("system-tests");
        Path file = tests.resolve("target").resolve("apache.classpath");
        try {
            if (!Files.exists(file)) {
                resolve(tests.resolve("src/test/apache/pom.xml"), file);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void resolve(Path pom, Path file) throws IOException {
        Process maven =
                new ProcessBuilder(
                                "mvn",
                                "-q",
                                "-B",
                                "-f",
                                pom.toString(),
                                "dependency:build-classpath",
                                "-Dmdep.outputFile=" + file)
                        .inheritIO()
                        .start();
        try {
            if (!maven.waitFor(RESOLVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    || maven.exitValue() != 0) {
                maven.destroyForcibly();
                throw new IllegalStateException("mvn could not resolve " + pom);
            }
        } catch (InterruptedException e) {
            maven.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while mvn resolved " + pom, e);
        }
    }
}
