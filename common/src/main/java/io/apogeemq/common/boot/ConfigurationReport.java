package io.apogeemq.common.boot;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;

/**
 * What became of every classic key that was given: honoured, honoured with a limit, ignored or
 * unknown; each key once, with its source. Collected while the sources are read, logged once.
 * Confined to the starting thread until it is complete, unchanged afterwards.
 */
final class ConfigurationReport {

    /**
     * Where settings come from.
     *
     * @param rank 0 for the strongest; the strongest source of a key is the one that is named
     * @param name for users
     */
    record Source(int rank, String name) {
        static final Source COMMAND_LINE = new Source(0, "command line");
        static final Source CHANGES = new Source(1, "changed at run time");

        static Source file(ClassicFile file) {
            return new Source(2, file.path().toString());
        }

        static Source systemProperty(String name) {
            return new Source(3, "system property " + name);
        }

        static Source variable(String name) {
            return new Source(4, "environment variable " + name);
        }
    }

    private record Entry(String value, Source source) {
        Entry strongest(Entry other) {
            return other.source.rank() < source.rank() ? other : this;
        }
    }

    private final Map<String, Entry> honoured = new LinkedHashMap<>();
    private final Map<String, String> limits = new LinkedHashMap<>();
    private final Map<String, Entry> ignored = new LinkedHashMap<>();
    private final Map<String, Entry> unknown = new LinkedHashMap<>();
    private final Map<String, String> remarks = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    void honoured(String key, String value, Source source) {
        honoured.merge(key, new Entry(value, source), Entry::strongest);
    }

    void limited(String key, String value, Source source, String limit) {
        honoured(key, value, source);
        limits.put(key, limit);
    }

    void ignored(String key, String value, Source source) {
        ignored.merge(key, new Entry(value, source), Entry::strongest);
    }

    void unknown(String key, String value, Source source, String remark) {
        unknown.merge(key, new Entry(value, source), Entry::strongest);
        remarks.put(key, remark);
    }

    void note(String sentence) {
        notes.add(sentence);
    }

    /**
     * Keys that were given but change nothing, with their values: tools expect to see them again.
     */
    Map<String, String> unused() {
        Map<String, String> all = new TreeMap<>();
        ignored.forEach((key, entry) -> all.put(key, entry.value()));
        unknown.forEach((key, entry) -> all.put(key, entry.value()));
        return Collections.unmodifiableMap(all);
    }

    void logTo(Logger log) {
        notes.forEach(log::warn);
        if (!honoured.isEmpty()) {
            log.info("Settings honoured: {}", listed(honoured));
        }
        limits.forEach(
                (key, limit) -> log.info("Setting honoured with a limit: {}: {}", key, limit));
        if (!ignored.isEmpty()) {
            log.info("Settings accepted and not used by Apogee MQ: {}", listed(ignored));
        }
        unknown.forEach(
                (key, entry) ->
                        log.warn(
                                "Unknown setting {} ({}){}",
                                key,
                                entry.source().name(),
                                remarks.getOrDefault(key, "")));
    }

    private static String listed(Map<String, Entry> entries) {
        Map<String, List<String>> bySource = new LinkedHashMap<>();
        entries.forEach(
                (key, entry) ->
                        bySource.computeIfAbsent(entry.source().name(), s -> new ArrayList<>())
                                .add(key + "=" + Secrets.masked(key, entry.value())));
        List<String> parts = new ArrayList<>();
        bySource.forEach(
                (source, keys) -> parts.add(String.join(", ", keys) + " (" + source + ")"));
        return String.join("; ", parts);
    }
}
