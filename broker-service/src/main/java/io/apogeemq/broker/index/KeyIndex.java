package io.apogeemq.broker.index;

import java.util.List;

/** Finds messages by key. Any thread may ask. */
public interface KeyIndex {

    /**
     * Where messages with a key lie, newest first.
     *
     * @param unique whether only unique keys count; otherwise business keys and unique keys do
     * @param fromMillis earliest store time
     * @param toMillis latest store time
     * @param max how many at the most
     */
    List<Entry> find(
            String topic, String key, boolean unique, long fromMillis, long toMillis, int max);

    /** Store time of the newest message that is indexed, ms since the epoch, 0 for none. */
    long indexedUntilMillis();

    /** Physical offset of the newest message that is indexed. */
    long indexedUntilOffset();

    /** A record that was found. */
    record Entry(long physicalOffset, int sizeBytes) {}
}
