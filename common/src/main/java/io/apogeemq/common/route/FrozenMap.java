package io.apogeemq.common.route;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A map that nobody can change any more, in the order in which it was filled. Records take one as
 * it is, so that a table of a hundred thousand topics isn't copied once more when it is complete.
 */
final class FrozenMap<V> extends AbstractMap<String, V> {
    private final Map<String, V> entries;

    private FrozenMap(Map<String, V> entries) {
        this.entries = entries;
    }

    /** The map itself where it is frozen already, otherwise a frozen copy. */
    static <V> Map<String, V> copyOf(Map<String, V> map) {
        return map instanceof FrozenMap<V> frozen
                ? frozen
                : new FrozenMap<>(new LinkedHashMap<>(map));
    }

    /** Freezes a map. Ownership: taken; the caller must not change it any more. */
    static <V> Map<String, V> of(SequencedMap<String, V> map) {
        return new FrozenMap<>(map);
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        return entries.get(key);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return entries.containsKey(key);
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public Set<Entry<String, V>> entrySet() {
        return Collections.unmodifiableMap(entries).entrySet();
    }
}
