package io.apogeemq.broker.index;

import io.apogeemq.broker.log.CommitLog;
import io.apogeemq.broker.log.LogReader;
import io.apogeemq.broker.state.RecordFold;
import io.apogeemq.common.message.PropertyKeys;
import io.apogeemq.common.message.PropertyScan;
import io.apogeemq.common.message.RecordView;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The key index in memory, rebuilt by replay: hashes in the order of the log. A look-up walks the
 * hashes from the newest on and then looks at the records themselves, so that nothing is found that
 * does not carry the key. Written by the dispatcher's thread.
 *
 * <p>Cost per message: a hash over each of its keys, 12 bytes per key; the walk over the properties
 * is shared with the queue index.
 */
public final class MemoryKeyIndex implements KeyIndex, RecordFold {

    private static final int BLOCK_KEYS = 64 * 1024;
    private static final int UNIQUE_SEED = 0x5f3759df;
    private static final int BUSINESS_SEED = 0x2545f491;

    private static final class Block {
        final int[] hashes = new int[BLOCK_KEYS];
        final long[] physicalOffsets = new long[BLOCK_KEYS];
    }

    private final CommitLog log;
    private Block[] blocks = {};
    private long written;
    private long lastMillis;
    private long lastOffset;
    private volatile long count;
    private volatile long indexedUntilMillis;
    private volatile long indexedUntilOffset;

    public MemoryKeyIndex(CommitLog log) {
        this.log = log;
    }

    @Override
    public void apply(RecordView message) {
        long unique = message.uniqueKey();
        if (unique != PropertyScan.ABSENT) {
            add(
                    hash(
                            UNIQUE_SEED,
                            message,
                            PropertyScan.position(unique),
                            PropertyScan.length(unique)),
                    message.physicalOffset());
        }
        long keys = message.keys();
        if (keys != PropertyScan.ABSENT) {
            addWords(message, PropertyScan.position(keys), PropertyScan.length(keys));
        }
        lastMillis = message.storeTimestamp();
        lastOffset = message.physicalOffset();
    }

    private void addWords(RecordView message, int from, int length) {
        ByteBuffer buffer = message.buffer();
        int end = from + length;
        int start = from;
        for (int i = from; i <= end; i++) {
            if (i == end || buffer.get(i) == ' ') {
                if (i > start) {
                    add(hash(BUSINESS_SEED, message, start, i - start), message.physicalOffset());
                }
                start = i + 1;
            }
        }
    }

    private void add(int hash, long physicalOffset) {
        int at = (int) (written % BLOCK_KEYS);
        int ordinal = (int) (written / BLOCK_KEYS);
        if (ordinal == blocks.length) {
            Block[] more = Arrays.copyOf(blocks, ordinal + 1);
            more[ordinal] = new Block();
            blocks = more;
        }
        blocks[ordinal].hashes[at] = hash;
        blocks[ordinal].physicalOffsets[at] = physicalOffset;
        written++;
    }

    @Override
    public void publish() {
        count = written;
        indexedUntilMillis = lastMillis;
        indexedUntilOffset = lastOffset;
    }

    private static int hash(int seed, RecordView message, int keyPosition, int keyLength) {
        int topicHash =
                hash(seed, message.buffer(), message.topicPosition(), message.topicLength());
        return hash(topicHash, message.buffer(), keyPosition, keyLength);
    }

    private static int hash(int seed, ByteBuffer buffer, int position, int length) {
        int hash = seed;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + buffer.get(position + i);
        }
        return hash;
    }

    private static int hash(int seed, String topic, String key) {
        byte[] topicBytes = topic.getBytes(StandardCharsets.UTF_8);
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        int topicHash = hash(seed, ByteBuffer.wrap(topicBytes), 0, topicBytes.length);
        return hash(topicHash, ByteBuffer.wrap(keyBytes), 0, keyBytes.length);
    }

    @Override
    public List<Entry> find(
            String topic, String key, boolean unique, long fromMillis, long toMillis, int max) {
        int uniqueHash = hash(UNIQUE_SEED, topic, key);
        int businessHash = unique ? uniqueHash : hash(BUSINESS_SEED, topic, key);
        byte[] topicBytes = topic.getBytes(StandardCharsets.UTF_8);
        long end = count;
        Block[] seen = blocks;
        List<Entry> found = new ArrayList<>();
        long lastFound = -1;
        try (LogReader reader = log.reader()) {
            for (long i = end - 1; i >= 0 && found.size() < max; i--) {
                Block block = seen[(int) (i / BLOCK_KEYS)];
                int at = (int) (i % BLOCK_KEYS);
                int hash = block.hashes[at];
                long physicalOffset = block.physicalOffsets[at];
                // A message may carry the key twice; its entries lie side by side.
                if ((hash != uniqueHash && hash != businessHash) || physicalOffset == lastFound) {
                    continue;
                }
                RecordView record = reader.at(physicalOffset);
                if (record != null
                        && record.topicEquals(topicBytes)
                        && record.storeTimestamp() >= fromMillis
                        && record.storeTimestamp() <= toMillis
                        && carries(record, key, unique)) {
                    found.add(new Entry(physicalOffset, record.totalBytes()));
                    lastFound = physicalOffset;
                }
            }
        }
        return found;
    }

    private static boolean carries(RecordView record, String key, boolean unique) {
        if (key.equals(record.property(PropertyKeys.UNIQ_KEY))) {
            return true;
        }
        @Nullable String keys = unique ? null : record.property(PropertyKeys.KEYS);
        return keys != null && Arrays.asList(keys.split(" ", -1)).contains(key);
    }

    @Override
    public long indexedUntilMillis() {
        return indexedUntilMillis;
    }

    @Override
    public long indexedUntilOffset() {
        return indexedUntilOffset;
    }
}
