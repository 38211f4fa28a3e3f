package io.apogeemq.benchmark.peer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a row asks of the servers' JVMs, the same for every suite.
 *
 * @param heap size of the heap, first and largest, such as {@code 1g}; null leaves it to the
 *     suite's own default
 * @param onlyCpu number of the one core that servers may use; null for all
 * @param extra further options, such as for a profile
 */
public record JvmWish(@Nullable String heap, @Nullable Integer onlyCpu, List<String> extra) {

    /** Copies the list. */
    public JvmWish {
        extra = List.copyOf(extra);
    }

    /** The JVM options for it. */
    List<String> options() {
        List<String> options = new ArrayList<>();
        if (heap != null) {
            options.add("-Xms" + heap);
            options.add("-Xmx" + heap);
        }
        options.addAll(extra);
        return options;
    }

    /** Whether a further option names the garbage collector, which only one may do. */
    boolean choosesCollector() {
        return extra.stream().anyMatch(option -> option.matches("-XX:\\+Use\\w+GC"));
    }

    /**
     * The command, held to the one core if that is asked. {@code taskset} execs, so the pid stays
     * the server's.
     */
    List<String> place(List<String> command) {
        if (onlyCpu == null) {
            return command;
        }
        List<String> placed = new ArrayList<>(List.of("taskset", "-c", onlyCpu.toString()));
        placed.addAll(command);
        return placed;
    }
}
