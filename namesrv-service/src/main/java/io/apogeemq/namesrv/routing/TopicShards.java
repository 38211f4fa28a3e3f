package io.apogeemq.namesrv.routing;

import io.apogeemq.common.json.JsonWeight;
import io.apogeemq.common.route.QueueEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Topic to its queue entries, sorted by broker name. Immutable: a change makes a new table that
 * shares all but the touched shards, so that one new topic among a hundred thousand costs a few
 * hundred entries to copy and not all of them.
 */
final class TopicShards {
    private static final int SHARDS = 256;

    /** A topic's place in its shard, and the list of its entries. */
    private static final int TOPIC_BYTES = 88;

    /** An entry; brokers whose topics are alike share theirs, which is not counted on. */
    private static final int ENTRY_BYTES = 48;

    static final TopicShards EMPTY =
            new TopicShards(Collections.nCopies(SHARDS, Map.<String, List<QueueEntry>>of()), 0);

    private final List<Map<String, List<QueueEntry>>> shards;
    private final long heapBytes;

    private TopicShards(List<Map<String, List<QueueEntry>>> shards, long heapBytes) {
        this.shards = shards;
        this.heapBytes = heapBytes;
    }

    /** What the table takes of the heap, roughly and rounded up. */
    long heapBytes() {
        return heapBytes;
    }

    /** The topic's entries; never an empty list. */
    @Nullable List<QueueEntry> find(String topic) {
        return shards.get(shardOf(topic)).get(topic);
    }

    /** Hands out all topics, in no order. */
    int size() {
        return shards.stream().mapToInt(Map::size).sum();
    }

    void forEach(BiConsumer<String, List<QueueEntry>> action) {
        shards.forEach(shard -> shard.forEach(action));
    }

    Editor edit() {
        return new Editor(this);
    }

    private static int shardOf(String topic) {
        int hash = topic.hashCode();
        return (hash ^ hash >>> 16) & (SHARDS - 1);
    }

    /** The position of the broker's entry, or where it belongs as {@code -(position) - 1}. */
    private static int search(List<QueueEntry> entries, String brokerName) {
        int low = 0;
        int high = entries.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = entries.get(middle).brokerName().compareTo(brokerName);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    /** The entry of one broker in a topic's entries. */
    static @Nullable QueueEntry entryOf(List<QueueEntry> entries, String brokerName) {
        int at = search(entries, brokerName);
        return at < 0 ? null : entries.get(at);
    }

    /** Collects changes; belongs to one writer. */
    static final class Editor {
        private final TopicShards before;
        private final Map<Integer, Map<String, List<QueueEntry>>> touched = new HashMap<>();
        private long heapBytes;

        private Editor(TopicShards before) {
            this.before = before;
            this.heapBytes = before.heapBytes;
        }

        long heapBytes() {
            return heapBytes;
        }

        @Nullable List<QueueEntry> find(String topic) {
            Map<String, List<QueueEntry>> shard = touched.get(shardOf(topic));
            return shard != null ? shard.get(topic) : before.find(topic);
        }

        /** Sets a broker's entry; an equal one changes nothing. */
        void put(String topic, QueueEntry entry) {
            List<QueueEntry> entries = find(topic);
            if (entries == null) {
                set(topic, List.of(entry));
                return;
            }
            int at = search(entries, entry.brokerName());
            if (at >= 0 && entries.get(at).equals(entry)) {
                return;
            }
            List<QueueEntry> changed = new ArrayList<>(entries);
            if (at >= 0) {
                changed.set(at, entry);
            } else {
                changed.add(-at - 1, entry);
            }
            set(topic, List.copyOf(changed));
        }

        /** Removes a broker's entry, and the topic with its last entry. */
        void remove(String topic, String brokerName) {
            List<QueueEntry> entries = find(topic);
            int at = entries == null ? -1 : search(entries, brokerName);
            if (entries == null || at < 0) {
                return;
            }
            List<QueueEntry> left = new ArrayList<>(entries);
            left.remove(at);
            set(topic, List.copyOf(left));
        }

        /** Removes every entry of a broker. */
        void removeBroker(String brokerName) {
            before.forEach((topic, entries) -> remove(topic, brokerName));
        }

        boolean isTouched() {
            return !touched.isEmpty();
        }

        TopicShards build() {
            if (touched.isEmpty()) {
                return before;
            }
            List<Map<String, List<QueueEntry>>> shards = new ArrayList<>(before.shards);
            touched.forEach((at, shard) -> shards.set(at, shard.isEmpty() ? Map.of() : shard));
            return new TopicShards(List.copyOf(shards), heapBytes);
        }

        private void set(String topic, List<QueueEntry> entries) {
            int at = shardOf(topic);
            Map<String, List<QueueEntry>> shard =
                    touched.computeIfAbsent(at, i -> new HashMap<>(before.shards.get(i)));
            List<QueueEntry> replaced =
                    entries.isEmpty() ? shard.remove(topic) : shard.put(topic, entries);
            heapBytes += bytes(topic, entries) - bytes(topic, replaced);
        }

        private static long bytes(String topic, @Nullable List<QueueEntry> entries) {
            return entries == null || entries.isEmpty()
                    ? 0
                    : TOPIC_BYTES + JsonWeight.text(topic) + (long) ENTRY_BYTES * entries.size();
        }
    }
}
