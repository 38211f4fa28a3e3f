package io.apogeemq.benchmark;

import io.apogeemq.benchmark.row.Row;
import io.apogeemq.benchmark.row.Rows;
import io.apogeemq.benchmark.row.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The command line of the benchmark.
 *
 * @param rows what is run, in this order
 * @param suites {@code apache}, {@code apogee} or both; the one to compare with first
 * @param checkout root of the checkout
 * @param workDirectory where stores are made
 * @param out document to write tables into, null for standard output
 * @param help whether only the usage is asked for
 */
record Arguments(
        List<Row> rows,
        List<String> suites,
        Settings settings,
        Path checkout,
        Path workDirectory,
        @Nullable Path out,
        boolean help) {

    static final String USAGE =
            """
            usage: sh bin/benchmark.sh [--KEY=VALUE ...] [row ...]

            Runs workloads against Apache RocketMQ 5.5.0 and this suite, side by side on this machine,
            and writes a table for each. Rows: %s.
            Without a row: all but 'start' and 'restart', which want the machine to themselves.

              --servers=apache,apogee  which suites; one or both
              --out=FILE               document whose sections are replaced; '-': standard output
                                       (default docs/benchmarks.md)
              --work=DIR               where stores are made (default benchmark/target/work)
              --rounds=%d --seconds=%d --warm-up=%d   rounds of each suite, their length, load before them
              --heap=%s                heap of each server
              --connections=%d --window=%d   of the load generator; requests in flight per connection
              --rate=%d             messages a second of the open loop
              --jvm=OPTION             a further option of the servers' JVMs; may be repeated
            """
                    .formatted(
                            String.join(", ", Rows.all().stream().map(Row::name).toList()),
                            Settings.DEFAULTS.rounds(),
                            Settings.DEFAULTS.seconds(),
                            Settings.DEFAULTS.warmUpSeconds(),
                            Settings.DEFAULTS.heap(),
                            Settings.DEFAULTS.connections(),
                            Settings.DEFAULTS.window(),
                            Settings.DEFAULTS.rate());

    private static final Set<String> KEYS =
            Set.of(
                    "servers",
                    "out",
                    "work",
                    "rounds",
                    "seconds",
                    "warm-up",
                    "heap",
                    "connections",
                    "window",
                    "rate",
                    "checkout");

    /**
     * Reads the command line; a wrong one is an {@link IllegalArgumentException} that names the
     * fault.
     */
    static Arguments parse(List<String> args) {
        Map<String, String> values = new HashMap<>();
        List<String> jvm = new ArrayList<>();
        List<String> names = new ArrayList<>();
        boolean help = false;
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (arg.equals("-h") || arg.equals("--help")) {
                help = true;
            } else if (arg.startsWith("--jvm=")) {
                jvm.add(arg.substring(equals + 1));
            } else if (arg.startsWith("--")
                    && equals > 0
                    && KEYS.contains(arg.substring(2, equals))) {
                values.put(arg.substring(2, equals), arg.substring(equals + 1));
            } else if (arg.startsWith("-")) {
                throw new IllegalArgumentException("unknown option: " + arg);
            } else {
                names.add(arg);
            }
        }
        Path checkout = Path.of(values.getOrDefault("checkout", ".")).toAbsolutePath().normalize();
        String out = values.getOrDefault("out", checkout.resolve("docs/benchmarks.md").toString());
        return new Arguments(
                rows(names),
                suites(values.getOrDefault("servers", "apache,apogee")),
                settings(values, jvm),
                checkout,
                Path.of(
                                values.getOrDefault(
                                        "work",
                                        checkout.resolve("benchmark/target/work").toString()))
                        .toAbsolutePath(),
                out.equals("-") ? null : Path.of(out),
                help);
    }

    private static List<Row> rows(List<String> names) {
        List<Row> all = Rows.all();
        if (names.isEmpty()) {
            return all.stream().filter(row -> !row.wantsTheMachineToItself()).toList();
        }
        List<Row> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(
                    all.stream()
                            .filter(row -> row.name().equals(name))
                            .findFirst()
                            .orElseThrow(
                                    () -> new IllegalArgumentException("no such row: " + name)));
        }
        return chosen;
    }

    private static List<String> suites(String list) {
        List<String> suites = List.of(list.split(",", -1));
        for (String suite : suites) {
            if (!suite.equals("apache") && !suite.equals("apogee")) {
                throw new IllegalArgumentException(
                        "servers: '%s' (expected: apache, apogee)".formatted(suite));
            }
        }
        return suites;
    }

    private static Settings settings(Map<String, String> values, List<String> jvm) {
        Settings defaults = Settings.DEFAULTS;
        return new Settings(
                number(values, "rounds", defaults.rounds()),
                number(values, "seconds", defaults.seconds()),
                number(values, "warm-up", defaults.warmUpSeconds()),
                values.getOrDefault("heap", defaults.heap()),
                number(values, "connections", defaults.connections()),
                number(values, "window", defaults.window()),
                number(values, "rate", defaults.rate()),
                jvm);
    }

    private static int number(Map<String, String> values, String key, int preset) {
        String value = values.get(key);
        if (value == null) {
            return preset;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "%s: '%s' (expected: a number)".formatted(key, value), e);
        }
    }
}
