package io.apogeemq.benchmark.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What the rows want of the machine that all run on. Linux only. */
public final class Machine {

    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private Machine() {}

    /** Cores that there are, whatever this process is held to. */
    public static int cores() throws IOException {
        return (int)
                Files.readString(Path.of("/proc/stat"))
                        .lines()
                        .filter(line -> line.matches("cpu\\d+ .*"))
                        .count();
    }

    /** Figures of this process. */
    public static ProcessSample sampleThisProcess() throws IOException {
        return ProcessSample.of(ProcessHandle.current().pid());
    }

    /**
     * Waits until little is left to be written to disk, so that one round's bytes don't burden the
     * next one's.
     *
     * @param limit after this the rounds go on all the same
     */
    public static void awaitQuietDisk(long dirtyBytes, Duration limit)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() - deadline < 0) {
            String memory = Files.readString(MEMORY);
            long unwritten =
                    ProcessSample.number(memory, "Dirty:")
                            + ProcessSample.number(memory, "Writeback:");
            if (unwritten * 1024 <= dirtyBytes) {
                return;
            }
            Thread.sleep(LOOK_AGAIN);
        }
    }

    /** Holds all threads of this process to some cores, given as {@code taskset} takes them. */
    public static void keepThisProcessOn(String cores) throws IOException, InterruptedException {
        Process taskset =
                new ProcessBuilder(
                                "taskset",
                                "-a",
                                "-p",
                                "-c",
                                cores,
                                Long.toString(ProcessHandle.current().pid()))
                        .redirectErrorStream(true)
                        .start();
        String output = new String(taskset.getInputStream().readAllBytes(), UTF_8);
        if (!taskset.waitFor(10, TimeUnit.SECONDS) || taskset.exitValue() != 0) {
            throw new IOException("taskset: " + output);
        }
    }

    /** Kernel, cores, model and memory in a line. */
    public static String describe() throws IOException {
        String model =
                Files.readString(Path.of("/proc/cpuinfo"))
                        .lines()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).trim())
                        .findFirst()
                        .orElse("unknown processor");
        long memoryGib = ProcessSample.number(Files.readString(MEMORY), "MemTotal:") >> 20;
        return "%d cores (%s), %d GiB, Linux %s, Java %s"
                .formatted(
                        cores(),
                        model,
                        memoryGib,
                        System.getProperty("os.version"),
                        Runtime.version());
    }
}
