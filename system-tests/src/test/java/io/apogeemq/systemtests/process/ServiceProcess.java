package io.apogeemq.systemtests.process;

import static io.apogeemq.systemtests.process.Patience.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One server process on a fixed port with a fixed home directory; it may be started again after it
 * ended, on the same store. Used by one test thread at a time. The process is always ended: by
 * {@link #close()}, or by a shutdown hook when the test run itself is ended.
 */
public final class ServiceProcess implements AutoCloseable {

    private static final String BOOT_LINE = "boot success";
    private static final int TAIL_LINES = 120;

    private final String name;
    private final ServerFamily family;
    private final ServerFamily.Settings settings;
    private final int port;
    private final Path console;
    private @Nullable Process process;
    private @Nullable Thread endWithTestRun;

    ServiceProcess(String name, ServerFamily family, ServerFamily.Settings settings, int port) {
        this.name = name;
        this.family = family;
        this.settings = settings;
        this.port = port;
        this.console = settings.home().resolve("console.log");
    }

    /** Starts the server and returns when it printed its boot line. */
    public void start() {
        long before = launch();
        await(name + " prints its boot line")
                .failFast(name + " ended before its boot line", () -> !isAlive())
                .until(() -> consoleSince(before).contains(BOOT_LINE));
    }

    /**
     * Starts a server that is expected to refuse and returns when it ended.
     *
     * @return its exit code
     */
    public int startAndAwaitEnd() {
        launch();
        return awaitEnd();
    }

    /** Ends the server as an operator does (SIGTERM) and waits for its end. */
    public void stop() {
        running().destroy();
        awaitEnd();
    }

    /** Ends the server at once (SIGKILL), without giving it a word. */
    public void kill() {
        // Our own launcher replaces itself by java; a launcher that doesn't must not leave it.
        running().descendants().forEach(ProcessHandle::destroyForcibly);
        running().destroyForcibly();
        awaitEnd();
    }

    /**
     * Stops the server's clock without ending it (SIGSTOP), until {@link #resume()}; returns when
     * it stands still. The signal alone doesn't do that: until one thread has taken it, which may
     * be a while on a busy machine, the others go on and answer.
     */
    public void pause() {
        signal("STOP");
        Path threads = Path.of("/proc", Long.toString(pid()), "task");
        await("every thread of " + name + " stands still")
                .until(
                        () -> {
                            try (Stream<Path> all = Files.list(threads)) {
                                return all.allMatch(ServiceProcess::standsStill);
                            }
                        });
    }

    private static boolean standsStill(Path thread) {
        try {
            String state = Files.readString(thread.resolve("stat"));
            // The name before it is in parentheses and may hold any character.
            return state.startsWith(" T", state.lastIndexOf(')') + 1);
        } catch (IOException e) {
            if (Files.notExists(thread)) {
                return true;
            }
            throw new UncheckedIOException(e);
        }
    }

    public void resume() {
        signal("CONT");
    }

    /** A clean stop and a start on the same ports and store. */
    public void restart() {
        stop();
        start();
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    public int port() {
        return port;
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    public long pid() {
        return running().pid();
    }

    /** The directory that holds the server's user home, store and console output. */
    public Path home() {
        return settings.home();
    }

    /** Everything that the server printed since it was first started. */
    public String consoleText() {
        return consoleSince(0);
    }

    /** The end of the console output, for a report. */
    String tail() {
        List<String> lines = consoleText().lines().toList();
        int from = Math.max(0, lines.size() - TAIL_LINES);
        return "---- "
                + name
                + " ("
                + console
                + ")\n"
                + String.join("\n", lines.subList(from, lines.size()));
    }

    @Override
    public void close() {
        if (isAlive()) {
            // Also wakes a paused one: SIGKILL needs no cooperation.
            kill();
        }
    }

    private long launch() {
        if (isAlive()) {
            throw new IllegalStateException(name + " is already running");
        }
        try {
            Files.createDirectories(settings.userHome());
            ServerFamily.Launch launch = family.launch(settings);
            ProcessBuilder builder = new ProcessBuilder(launch.command());
            for (Map.Entry<String, String> variable : launch.environment().entrySet()) {
                if (variable.getValue().isEmpty()) {
                    builder.environment().remove(variable.getKey());
                } else {
                    builder.environment().put(variable.getKey(), variable.getValue());
                }
            }
            long before = Files.exists(console) ? Files.size(console) : 0;
            Process started =
                    builder.directory(settings.home().toFile())
                            .redirectErrorStream(true)
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()))
                            .start();
            process = started;
            Thread hook = new Thread(started::destroyForcibly, "end " + name);
            Runtime.getRuntime().addShutdownHook(hook);
            endWithTestRun = hook;
            return before;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int awaitEnd() {
        Process ending = running();
        try {
            if (!ending.waitFor(Patience.LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + " is still running after " + Patience.LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the end of " + name, e);
        }
        if (endWithTestRun != null) {
            Runtime.getRuntime().removeShutdownHook(endWithTestRun);
            endWithTestRun = null;
        }
        process = null;
        return ending.exitValue();
    }

    private void signal(String signal) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill -" + signal + " " + name + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while signalling " + name, e);
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException(name + " is not running");
        }
        return process;
    }

    private String consoleSince(long position) {
        try {
            byte[] bytes = Files.exists(console) ? Files.readAllBytes(console) : new byte[0];
            int from = (int) Math.min(position, bytes.length);
            return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
