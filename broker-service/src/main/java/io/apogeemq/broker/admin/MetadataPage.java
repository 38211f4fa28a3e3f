package io.apogeemq.broker.admin;

import io.apogeemq.common.route.DataVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A part of a table by name, in the order of the names.
 *
 * @param entries the part
 * @param total how many entries the table has
 * @param version the version of the table
 * @param <T> what the table holds
 */
public record MetadataPage<T>(Map<String, T> entries, int total, DataVersion version) {

    /** Most entries of a page, but for one more. */
    static final int MAX_ENTRIES = 2000;

    /**
     * Which part is wanted.
     *
     * @param from index of the first entry, from 0
     * @param maxEntries how many at the most
     * @param version the version of the part before; null for the first
     */
    public record Wish(int from, int maxEntries, @Nullable DataVersion version) {}

    /**
     * Cuts a page out of a table. A page that belongs to another version than the one before it
     * starts over.
     *
     * <p>Clients stop when all but one entry are there, and slaves then delete the one: a page
     * never leaves exactly one entry over.
     *
     * @param wish null for the whole table, as old clients want it
     */
    static <T> MetadataPage<T> of(Map<String, T> table, DataVersion version, @Nullable Wish wish) {
        List<String> names = new ArrayList<>(new TreeSet<>(table.keySet()));
        int from = 0;
        int to = names.size();
        if (wish != null) {
            boolean goesOn = wish.version() != null && wish.version().equals(version);
            from = goesOn ? Math.clamp(wish.from(), 0, names.size()) : 0;
            to = Math.min(names.size(), from + Math.clamp(wish.maxEntries(), 1, MAX_ENTRIES));
            if (to == names.size() - 1) {
                to = names.size();
            }
        }
        Map<String, T> entries = new LinkedHashMap<>();
        for (String name : names.subList(from, to)) {
            T entry = table.get(name);
            if (entry != null) {
                entries.put(name, entry);
            }
        }
        return new MetadataPage<>(entries, names.size(), version);
    }
}
