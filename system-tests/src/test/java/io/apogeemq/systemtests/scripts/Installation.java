package io.apogeemq.systemtests.scripts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * A copy of {@code bin/} beside empty jars, and a stand-in for a JDK whose {@code java} writes down
 * how it was called: what the launchers do is seen in milliseconds.
 */
final class Installation {

    /**
     * Writes its process id, arguments, environment and what it can read from standard input; makes
     * a class cache when it is asked to; stays alive when a file says so.
     */
    private static final String JAVA =
            """
            #!/bin/sh
            calls=${0%/bin/java}/calls
            for argument in "$@"; do
                case $argument in
                    -XX:AOTCacheOutput=*)
                        echo made >>"$calls.aot"
                        while [ -f "${0%/bin/java}/hold" ]; do sleep 0.1; done
                        [ ! -f "${0%/bin/java}/broken" ] || exit 1
                        echo cache >"${argument#*=}"
                        exit 0
                        ;;
                esac
            done
            # In one move, so that who waits for the file finds all of it.
            {
                echo "pid=$$"
                echo "home=${ROCKETMQ_HOME-}"
                echo "stdin=$(cat)"
                for argument in "$@"; do echo "arg=$argument"; done
            } >"$calls.new"
            mv "$calls.new" "$calls"
            if [ -f "${0%/bin/java}/stay" ]; then
                while :; do sleep 0.1; done
            fi
            """;

    private final Path root;
    private final Path jdk;

    private Installation(Path root, Path jdk) {
        this.root = root;
        this.jdk = jdk;
    }

    /** Makes an installation with the services' jars in {@code lib/}. */
    static Installation in(Path root, Path jdk) throws IOException {
        Files.createDirectories(root.resolve("bin"));
        try (Stream<Path> scripts = Files.list(checkout().resolve("bin"))) {
            for (Path script : scripts.filter(Files::isRegularFile).toList()) {
                Files.copy(
                        script,
                        root.resolve("bin").resolve(script.getFileName()),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        for (String role : new String[] {"namesrv", "broker", "proxy"}) {
            Path lib = Files.createDirectories(root.resolve("lib").resolve(role));
            Files.createFile(lib.resolve(role + "-service-1-exec.jar"));
        }
        Installation installation = new Installation(root, jdk);
        makeJdk(jdk, "25.0.1");
        return installation;
    }

    static Path makeJdk(Path home, String version) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(
                home.resolve("release"),
                "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        Path java = home.resolve("bin/java");
        Files.writeString(java, JAVA);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }

    /** The directory of the real {@code bin/}. */
    static Path checkout() {
        return Path.of(System.getProperty("apogee.home", "..")).toAbsolutePath().normalize();
    }

    Path root() {
        return root;
    }

    Path script(String name) {
        return root.resolve("bin").resolve(name);
    }

    Path jdk() {
        return jdk;
    }

    /** From now on the stand-in doesn't end by itself. */
    void stayAlive() throws IOException {
        Files.createFile(jdk.resolve("stay"));
    }

    /** From now on no class cache can be made. */
    void breakCaches() throws IOException {
        Files.createFile(jdk.resolve("broken"));
    }

    /** From now on making a class cache takes until {@link #releaseCaches}. */
    void holdCaches() throws IOException {
        Files.createFile(jdk.resolve("hold"));
    }

    void releaseCaches() throws IOException {
        Files.delete(jdk.resolve("hold"));
    }

    boolean wasCalled() {
        return Files.exists(jdk.resolve("calls"));
    }

    /** How java was called last. */
    Call lastCall() throws IOException {
        return new Call(Files.readString(jdk.resolve("calls")));
    }

    /** How often a class cache was asked for. */
    long cachesMade() throws IOException {
        Path file = jdk.resolve("calls.aot");
        return Files.exists(file) ? Files.readString(file).lines().count() : 0;
    }

    /** A call of java, as the stand-in wrote it down. */
    record Call(String text) {
        java.util.List<String> arguments() {
            return text.lines().filter(l -> l.startsWith("arg=")).map(l -> l.substring(4)).toList();
        }

        String value(String name) {
            return text.lines()
                    .filter(l -> l.startsWith(name + "="))
                    .map(l -> l.substring(name.length() + 1))
                    .findFirst()
                    .orElse("");
        }
    }
}
