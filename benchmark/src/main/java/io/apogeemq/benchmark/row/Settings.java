package io.apogeemq.benchmark.row;

import java.util.List;

/**
 * Sizes and times of a run, the same for every suite.
 *
 * @param rounds rounds of each suite
 * @param seconds length of a round's full load
 * @param warmUpSeconds length of the load before the first round
 * @param heap heap of broker and NameServer, such as {@code 1g}
 * @param connections connections of the load generator
 * @param window requests in flight on each connection
 * @param rate messages a second of the open loop
 * @param extraJvmOptions further JVM options of the servers, such as for a profile
 */
public record Settings(
        int rounds,
        int seconds,
        int warmUpSeconds,
        String heap,
        int connections,
        int window,
        int rate,
        List<String> extraJvmOptions) {

    /** What the published tables are made with. */
    public static final Settings DEFAULTS = new Settings(3, 5, 20, "1g", 4, 64, 10_000, List.of());

    /** Checks the ranges. */
    public Settings {
        extraJvmOptions = List.copyOf(extraJvmOptions);
        require("rounds", rounds, 1, 20);
        require("seconds", seconds, 1, 600);
        require("warm-up", warmUpSeconds, 0, 600);
        require("connections", connections, 1, 1000);
        require("window", window, 1, 65_536);
        require("rate", rate, 1, 1_000_000);
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s: %d (expected: %d..%d)".formatted(name, value, least, most));
        }
    }
}
