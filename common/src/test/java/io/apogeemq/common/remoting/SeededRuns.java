package io.apogeemq.common.remoting;

import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Repeats a check with random inputs. A failure names its seed; {@code -Dtest.seed=N} repeats that
 * one run.
 */
final class SeededRuns {
    private static final String PROPERTY = "test.seed";

    private SeededRuns() {}

    static void run(int times, Consumer<SplittableRandom> check) {
        Long given = Long.getLong(PROPERTY);
        if (given != null) {
            run(given, check);
            return;
        }
        for (int i = 0; i < times; i++) {
            run(ThreadLocalRandom.current().nextLong(), check);
        }
    }

    private static void run(long seed, Consumer<SplittableRandom> check) {
        try {
            check.accept(new SplittableRandom(seed));
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("failed with -D" + PROPERTY + "=" + seed, e);
        }
    }
}
