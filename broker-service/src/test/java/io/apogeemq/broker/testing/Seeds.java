package io.apogeemq.broker.testing;

import java.util.Random;
import java.util.function.Consumer;

/**
 * Runs a property with many seeds. A failure names its seed; {@code -Dseed=N} runs that one alone.
 */
public final class Seeds {

    private Seeds() {}

    /** Runs the property with so many seeds, or with the one that was asked for. */
    public static void forEach(int count, Consumer<Random> property) {
        Long only = Long.getLong("seed");
        long first = only != null ? only : System.nanoTime();
        long end = only != null ? only + 1 : first + count;
        for (long seed = first; seed < end; seed++) {
            try {
                property.accept(new Random(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("failed with -Dseed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
