package io.apogeemq.benchmark;

import io.apogeemq.benchmark.peer.ApacheServers;
import io.apogeemq.benchmark.peer.ApogeeServers;
import io.apogeemq.benchmark.peer.Machine;
import io.apogeemq.benchmark.peer.ServerUnderTest;
import io.apogeemq.benchmark.row.Bench;
import io.apogeemq.benchmark.row.Row;
import io.apogeemq.benchmark.row.SideBySide;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Entry point of {@code bin/benchmark.sh}: runs rows side by side and writes their tables.
 *
 * <p>Exit codes: 0 all rows ran; 1 a row failed, the others were still run; 2 wrong arguments.
 */
public final class BenchmarkCommand {

    private final Arguments arguments;
    private final PrintStream progress;

    private BenchmarkCommand(Arguments arguments, PrintStream progress) {
        this.arguments = arguments;
        this.progress = progress;
    }

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        Arguments arguments;
        try {
            arguments = Arguments.parse(List.of(args));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(Arguments.USAGE);
            System.exit(2);
            return;
        }
        if (arguments.help()) {
            System.out.println(Arguments.USAGE);
            return;
        }
        try {
            System.exit(new BenchmarkCommand(arguments, System.err).run() ? 0 : 1);
        } catch (IOException e) {
            e.printStackTrace();
            System.exit(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            System.exit(1);
        }
    }

    /** Whether all rows ran. */
    private boolean run() throws IOException, InterruptedException {
        Files.createDirectories(arguments.workDirectory());
        List<ServerUnderTest> suites = new ArrayList<>();
        for (String suite : arguments.suites()) {
            ServerUnderTest server =
                    switch (suite) {
                        case "apache" ->
                                new ApacheServers(arguments.checkout().resolve("benchmark"));
                        case "apogee" -> new ApogeeServers(arguments.checkout());
                        default -> throw new IllegalArgumentException("server: " + suite);
                    };
            server.prepare();
            suites.add(server);
        }
        long start = System.nanoTime();
        Bench bench =
                new Bench(
                        suites,
                        arguments.settings(),
                        arguments.workDirectory(),
                        InstantSource.system(),
                        line ->
                                progress.printf(
                                        "%4d s  %s%n",
                                        (System.nanoTime() - start) / 1_000_000_000, line));
        boolean all = true;
        for (Row row : arguments.rows()) {
            progress.println("== " + row.name() + ": " + row.purpose());
            try {
                write(row, row.run(bench));
            } catch (IOException | RuntimeException e) {
                // A row that fails leaves its old table; the other rows still say something.
                progress.println("row " + row.name() + " failed");
                e.printStackTrace(progress);
                all = false;
            }
        }
        return all;
    }

    private void write(Row row, SideBySide table) throws IOException {
        String section =
                "%s\n\nMeasured on %s: %s.\n"
                        .formatted(
                                table.markdown().strip(),
                                InstantSource.system().instant().toString().substring(0, 10),
                                Machine.describe());
        Path out = arguments.out();
        if (out == null) {
            System.out.println("### " + row.name() + "\n\n" + section);
        } else {
            new ReportDocument(out).replaceSection(row.name(), section);
            progress.println(section);
        }
    }
}
