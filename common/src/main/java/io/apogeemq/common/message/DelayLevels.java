package io.apogeemq.common.message;

import java.util.Arrays;

/**
 * The table of delay levels: level 1 is its first entry. Immutable.
 *
 * <p>Text: entries separated by blanks, each a whole number and a unit: {@code s}, {@code m},
 * {@code h} or {@code d}.
 */
public final class DelayLevels {

    /** What a broker uses unless told otherwise. */
    public static final String DEFAULT_TEXT =
            "1s 5s 10s 30s 1m 2m 3m 4m 5m 6m 7m 8m 9m 10m 20m 30m 1h 2h";

    private final long[] millis;

    private DelayLevels(long[] millis) {
        this.millis = millis;
    }

    /**
     * Reads a table.
     *
     * @throws IllegalArgumentException naming the entry that is wrong
     */
    public static DelayLevels parse(String text) {
        String[] entries = text.strip().split("\\s+", -1);
        long[] millis = new long[entries.length];
        for (int i = 0; i < entries.length; i++) {
            millis[i] = parseEntry(entries[i]);
        }
        return new DelayLevels(millis);
    }

    private static long parseEntry(String entry) {
        int digits = entry.length() - 1;
        long unit =
                switch (digits > 0 ? entry.charAt(digits) : '?') {
                    case 's' -> 1_000L;
                    case 'm' -> 60_000L;
                    case 'h' -> 3_600_000L;
                    case 'd' -> 86_400_000L;
                    default -> 0;
                };
        long count;
        try {
            count = unit == 0 ? 0 : Integer.parseInt(entry.substring(0, digits));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(problem(entry), e);
        }
        if (count <= 0) {
            throw new IllegalArgumentException(problem(entry));
        }
        return count * unit;
    }

    private static String problem(String entry) {
        return "messageDelayLevel: "
                + entry
                + " (expected: a whole number > 0 and one of s, m, h, d, such as 30s)";
    }

    /** The highest level. */
    public int highest() {
        return millis.length;
    }

    /** The level that counts: 0 for none, the highest for anything above it. */
    public int clamp(int level) {
        return Math.clamp(level, 0, millis.length);
    }

    /**
     * The delay of a level, clamped; 0 for no delay.
     *
     * @return milliseconds
     */
    public long delayMillis(int level) {
        int clamped = clamp(level);
        return clamped == 0 ? 0 : millis[clamped - 1];
    }

    /** The queue of {@link SystemTopics#SCHEDULE} where a level, 1 or more, waits. */
    public static int queueId(int level) {
        return level - 1;
    }

    /** The level that waits in a queue of {@link SystemTopics#SCHEDULE}. */
    public static int level(int queueId) {
        return queueId + 1;
    }

    @Override
    public String toString() {
        return Arrays.toString(millis);
    }
}
