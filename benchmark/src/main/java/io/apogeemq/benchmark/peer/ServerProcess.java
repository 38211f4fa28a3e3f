package io.apogeemq.benchmark.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One started server. Its output is read by a virtual thread, which notes when the line comes that
 * says it serves, and kept in a file of its home.
 *
 * <p>Stopped by its pid in {@link #close}: a polite signal, and after {@link #GRACE} the impolite
 * one.
 */
public final class ServerProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Launch launch;
    private final Process process;
    private final Path output;
    private final long startNanos;
    private final CompletableFuture<Long> servingNanos = new CompletableFuture<>();

    private ServerProcess(Launch launch, Process process, Path output, long startNanos) {
        this.launch = launch;
        this.process = process;
        this.output = output;
        this.startNanos = startNanos;
    }

    /** Starts a server; its standard output and error go to {@code ROLE.out} in the home. */
    static ServerProcess start(Launch launch, Path home) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(launch.command());
        builder.directory(home.toFile()).redirectErrorStream(true);
        builder.environment().putAll(launch.environment());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        Path output = home.resolve(launch.role() + ".out");
        long startNanos = System.nanoTime();
        ServerProcess server = new ServerProcess(launch, builder.start(), output, startNanos);
        Thread.ofVirtual().name("output of " + launch.role()).start(server::readOutput);
        return server;
    }

    private void readOutput() {
        try (BufferedReader lines = process.inputReader(UTF_8);
                Writer copy = Files.newBufferedWriter(output)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains(launch.servingText())) {
                    servingNanos.complete(System.nanoTime());
                }
                copy.write(line);
                copy.write('\n');
                copy.flush();
            }
            servingNanos.completeExceptionally(
                    new IOException(
                            "%s ended before it served; its output: %s"
                                    .formatted(launch.role(), output)));
        } catch (IOException e) {
            servingNanos.completeExceptionally(e);
        }
    }

    /**
     * Waits until the server says that it serves; returns how long that took from the start of the
     * process.
     */
    Duration awaitServing() throws IOException, InterruptedException {
        try {
            return Duration.ofNanos(
                    servingNanos.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS) - startNanos);
        } catch (ExecutionException e) {
            throw new IOException(launch.role() + " didn't start", e.getCause());
        } catch (TimeoutException e) {
            throw new IOException(
                    "%s: no line with '%s' within %s; its output: %s"
                            .formatted(launch.role(), launch.servingText(), START_LIMIT, output),
                    e);
        }
    }

    /** Name of its role. */
    public String role() {
        return launch.role();
    }

    /** Process id. */
    public long pid() {
        return process.pid();
    }

    /** What the operating system says about it now. */
    public ProcessSample sample() throws IOException {
        return ProcessSample.of(process.pid());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
