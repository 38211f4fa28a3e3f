package io.apogeemq.benchmark.row;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The figures of a row, suite by suite and round by round, and their table. Filled by one thread.
 *
 * <p>Each cell gives the median, with the least and the greatest round in brackets. The ratio is
 * taken round by round, the second suite's figure over the first's of the same round, since rounds
 * next to each other met the same machine.
 */
public final class SideBySide {

    private final String setting;
    private final Map<String, List<Map<Column, Double>>> rounds = new LinkedHashMap<>();

    /**
     * @param setting how the row was run, for the reader
     */
    SideBySide(String setting) {
        this.setting = setting;
    }

    /** Begins a suite's next round. */
    Map<Column, Double> addRound(String suite) {
        Map<Column, Double> round = new EnumMap<>(Column.class);
        rounds.computeIfAbsent(suite, _ -> new ArrayList<>()).add(round);
        return round;
    }

    /** The table in Markdown, with a line on how the row was run. */
    public String markdown() {
        StringBuilder text = new StringBuilder(setting).append("\n\n| |");
        List<String> suites = List.copyOf(rounds.keySet());
        suites.forEach(suite -> text.append(' ').append(suite).append(" |"));
        boolean compared = suites.size() == 2;
        if (compared) {
            text.append(' ').append(suites.get(1)).append(" / ").append(suites.get(0)).append(" |");
        }
        text.append("\n|---|")
                .append("---|".repeat(suites.size() + (compared ? 1 : 0)))
                .append('\n');
        for (Column column : Column.values()) {
            if (rounds.values().stream()
                    .flatMap(List::stream)
                    .anyMatch(round -> round.containsKey(column))) {
                text.append("| ").append(column.title()).append(" |");
                for (String suite : suites) {
                    text.append(' ').append(cell(values(suite, column), column)).append(" |");
                }
                if (compared) {
                    text.append(' ').append(ratio(suites, column)).append(" |");
                }
                text.append('\n');
            }
        }
        return text.toString();
    }

    private double[] values(String suite, Column column) {
        return rounds.getOrDefault(suite, List.of()).stream()
                .filter(round -> round.containsKey(column))
                .mapToDouble(round -> round.getOrDefault(column, 0.0))
                .toArray();
    }

    private static String cell(double[] values, Column column) {
        if (values.length == 0) {
            return "–";
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        String median = column.format(median(sorted));
        return sorted.length == 1
                ? median
                : "%s (%s–%s)"
                        .formatted(
                                median,
                                column.format(sorted[0]),
                                column.format(sorted[sorted.length - 1]));
    }

    private String ratio(List<String> suites, Column column) {
        double[] first = values(suites.get(0), column);
        double[] second = values(suites.get(1), column);
        double[] ratios = new double[Math.min(first.length, second.length)];
        for (int i = 0; i < ratios.length; i++) {
            if (first[i] == 0) {
                return "–";
            }
            ratios[i] = second[i] / first[i];
        }
        if (ratios.length == 0) {
            return "–";
        }
        Arrays.sort(ratios);
        return String.format(
                Locale.ROOT,
                "**%.2f** (%.2f–%.2f)",
                median(ratios),
                ratios[0],
                ratios[ratios.length - 1]);
    }

    /** The middle of sorted values; of an even number the mean of the middle two. */
    static double median(double[] sorted) {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
