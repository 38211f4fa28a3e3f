package io.apogeemq.namesrv.kvconfig;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * The key-value configuration: namespaces of keys with values.
 *
 * <p>Reads see an immutable snapshot and never wait. Writes take one lock, write the file and only
 * then change the snapshot; when {@link #put} or {@link #delete} returns, the change is durable,
 * and when it throws, nothing changed. They block on the disk and don't belong on an event loop.
 */
public final class KvConfig {
    /** Where the order of order topics is kept: topic to {@code broker:count;…}. */
    public static final String ORDER_TOPICS = "ORDER_TOPIC_CONFIG";

    private final KvFile file;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile SortedMap<String, SortedMap<String, String>> namespaces;

    private KvConfig(KvFile file) {
        this.file = file;
        this.namespaces = frozen(file.read());
    }

    /**
     * Opens the configuration; the file need not exist.
     *
     * @throws KvFileException when the file has content that can't be read
     */
    public static KvConfig open(Path file) {
        return new KvConfig(new KvFile(file));
    }

    /** The value of a key. */
    public Optional<String> find(String namespace, String key) {
        return Optional.ofNullable(keys(namespace).get(key));
    }

    /** The keys of a namespace by name; empty when there is none. Unmodifiable. */
    public SortedMap<String, String> keys(String namespace) {
        return namespaces.getOrDefault(namespace, Collections.emptySortedMap());
    }

    /**
     * Sets a key.
     *
     * @throws KvFileException when the file can't be written
     */
    public void put(String namespace, String key, String value) {
        change(
                namespace,
                keys -> {
                    keys.put(key, value);
                    return keys;
                });
    }

    /**
     * Removes a key; one that isn't there changes nothing.
     *
     * @throws KvFileException when the file can't be written
     */
    public void delete(String namespace, String key) {
        change(
                namespace,
                keys -> {
                    keys.remove(key);
                    return keys;
                });
    }

    private void change(String namespace, UnaryOperator<SortedMap<String, String>> change) {
        writing.lock();
        try {
            SortedMap<String, String> keys = change.apply(new TreeMap<>(keys(namespace)));
            if (keys.equals(keys(namespace))) {
                return;
            }
            SortedMap<String, SortedMap<String, String>> changed = new TreeMap<>(namespaces);
            // A namespace that was emptied stays, as in the classic file: asking for it finds it.
            changed.put(namespace, keys);
            file.write(changed);
            namespaces = frozen(changed);
        } finally {
            writing.unlock();
        }
    }

    /** Says whether the namespace exists, be it empty. */
    public boolean hasNamespace(String namespace) {
        return namespaces.containsKey(namespace);
    }

    /** The file. */
    public Path path() {
        return file.path();
    }

    /** Says whether a change could be written now, as far as permissions tell. */
    public boolean isWritable() {
        return file.isWritable();
    }

    private static SortedMap<String, SortedMap<String, String>> frozen(
            SortedMap<String, SortedMap<String, String>> namespaces) {
        SortedMap<String, SortedMap<String, String>> copy = new TreeMap<>();
        namespaces.forEach((name, keys) -> copy.put(name, Collections.unmodifiableSortedMap(keys)));
        return Collections.unmodifiableSortedMap(copy);
    }
}
