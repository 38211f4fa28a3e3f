package io.apogeemq.benchmark.peer;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What Linux says about a process at a moment.
 *
 * @param cpuSeconds user and system time of all its threads, those that ended included
 * @param residentBytes memory that it holds now, mapped files included
 * @param anonymousBytes memory of its own: heap, stacks, native memory; without mapped files
 * @param contextSwitches voluntary and other switches of its present threads
 */
public record ProcessSample(
        double cpuSeconds, long residentBytes, long anonymousBytes, long contextSwitches) {

    /**
     * Clock ticks per second in {@code /proc}: a constant of the kernel's interface on all that
     * runs a JVM.
     */
    private static final double TICKS_PER_SECOND = 100;

    /** A process without figures; start of a sum. */
    public static final ProcessSample NONE = new ProcessSample(0, 0, 0, 0);

    static ProcessSample of(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        long switches = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(process.resolve("task"))) {
            for (Path task : tasks) {
                switches += switches(task);
            }
        }
        String status = Files.readString(process.resolve("status"));
        return new ProcessSample(
                cpuSeconds(Files.readString(process.resolve("stat"))),
                number(status, "VmRSS:") * 1024,
                number(status, "RssAnon:") * 1024,
                switches);
    }

    private static long switches(Path task) throws IOException {
        try {
            String status = Files.readString(task.resolve("status"));
            return number(status, "voluntary_ctxt_switches:")
                    + number(status, "nonvoluntary_ctxt_switches:");
        } catch (NoSuchFileException threadEnded) {
            return 0;
        } catch (IOException e) {
            // A thread that ends between opening and reading gives ESRCH, which has no exception
            // class of its own.
            if (Files.exists(task)) {
                throw e;
            }
            return 0;
        }
    }

    /**
     * User and system time out of {@code /proc/PID/stat}; the name before them may hold blanks and
     * brackets.
     */
    static double cpuSeconds(String stat) {
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(afterName[11]) + Long.parseLong(afterName[12])) / TICKS_PER_SECOND;
    }

    /** The number behind a key at the start of a line. */
    static long number(String status, String key) {
        int at = status.startsWith(key) ? 0 : status.indexOf("\n" + key) + 1;
        if (at == 0 && !status.startsWith(key)) {
            throw new IllegalArgumentException("no line with " + key);
        }
        int start = at + key.length();
        int end = status.indexOf('\n', start);
        return Long.parseLong(
                status.substring(start, end < 0 ? status.length() : end).replace("kB", "").trim());
    }

    /** Figures of two processes together. */
    public ProcessSample plus(ProcessSample other) {
        return new ProcessSample(
                cpuSeconds + other.cpuSeconds,
                residentBytes + other.residentBytes,
                anonymousBytes + other.anonymousBytes,
                contextSwitches + other.contextSwitches);
    }
}
