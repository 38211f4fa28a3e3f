package io.apogeemq.systemtests.scripts;

import io.apogeemq.systemtests.process.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs commands with an environment of their own: nothing is inherited but what a test sets. Used
 * by one test.
 */
final class Shell {

    private static final long TIMEOUT_SECONDS = 2 * Patience.LIMIT.toSeconds();

    /**
     * What came of a command.
     *
     * @param exit its exit code
     * @param out what it wrote to standard output
     * @param err what it wrote to standard error
     */
    record Result(int exit, String out, String err) {
        String all() {
            return out + err;
        }
    }

    private final Path scratch;
    private final Map<String, String> environment = new HashMap<>();

    /**
     * @param scratch where output is kept; also the HOME
     */
    Shell(Path scratch) {
        this.scratch = scratch;
        environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        environment.put("HOME", scratch.toString());
        environment.put("TMPDIR", scratch.toString());
    }

    Shell with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Runs a command in a directory and waits for its end. */
    Result run(Path directory, String... command) {
        try {
            Path out = Files.createTempFile(scratch, "command", ".out");
            Path err = Files.createTempFile(scratch, "command", ".err");
            Process process = start(directory, out, err, command);
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError(
                        "still running: " + List.of(command) + "\n" + Files.readString(out));
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts a command; the caller ends it. Its standard input stays open and silent. */
    Process start(Path directory, Path out, Path err, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
    }
}
