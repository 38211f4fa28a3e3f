package io.apogeemq.broker.index;

import io.apogeemq.broker.log.CorruptLogException;
import java.util.Arrays;

/**
 * The entries of one queue in memory, in blocks that never move once they are full. Written by the
 * dispatcher's thread; readers see what {@link #publish} has released through the volatile count.
 *
 * <p>20 bytes per entry; the first block grows from a few entries, so that a queue costs little
 * while it holds little.
 */
final class QueueEntries implements IndexedQueue {

    private static final int BLOCK_ENTRIES = 4096;
    private static final int FIRST_ENTRIES = 8;

    /** A stretch of entries. */
    private static final class Block {
        final long[] physicalOffsets;
        final int[] sizes;
        final long[] tagsCodes;

        Block(long[] physicalOffsets, int[] sizes, long[] tagsCodes) {
            this.physicalOffsets = physicalOffsets;
            this.sizes = sizes;
            this.tagsCodes = tagsCodes;
        }

        Block(int entries) {
            this(new long[entries], new int[entries], new long[entries]);
        }

        Block grown(int entries) {
            return new Block(
                    Arrays.copyOf(physicalOffsets, entries),
                    Arrays.copyOf(sizes, entries),
                    Arrays.copyOf(tagsCodes, entries));
        }
    }

    private final String topic;
    private final int queueId;
    private final long firstOffset;
    private Block[] blocks = {new Block(FIRST_ENTRIES)};
    private int written;
    private boolean changed;
    private volatile int count;
    private volatile int hidden;

    QueueEntries(String topic, int queueId, long firstOffset) {
        this.topic = topic;
        this.queueId = queueId;
        this.firstOffset = firstOffset;
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public int queueId() {
        return queueId;
    }

    @Override
    public long minOffset() {
        return firstOffset + hidden;
    }

    @Override
    public long maxOffset() {
        return firstOffset + count;
    }

    /**
     * Adds an entry.
     *
     * @return whether this is the first one since {@link #publish}
     */
    boolean add(long queueOffset, long physicalOffset, int size, long tagsCode) {
        long expected = firstOffset + written;
        if (queueOffset != expected) {
            throw new CorruptLogException(
                    "topic %s, queue %d: offset %d at log position %d (expected: %d)"
                            .formatted(topic, queueId, queueOffset, physicalOffset, expected));
        }
        int at = written % BLOCK_ENTRIES;
        int ordinal = written / BLOCK_ENTRIES;
        if (ordinal == blocks.length) {
            Block[] more = Arrays.copyOf(blocks, ordinal + 1);
            more[ordinal] = new Block(BLOCK_ENTRIES);
            blocks = more;
        } else if (at == blocks[ordinal].sizes.length) {
            // Readers may still use the old block; what it holds stays right.
            Block[] same = blocks.clone();
            same[ordinal] = blocks[ordinal].grown(Math.min(at * 2, BLOCK_ENTRIES));
            blocks = same;
        }
        Block block = blocks[ordinal];
        block.physicalOffsets[at] = physicalOffset;
        block.sizes[at] = size;
        block.tagsCodes[at] = tagsCode;
        written++;
        boolean first = !changed;
        changed = true;
        return first;
    }

    /**
     * Hides the published entries of records before a physical offset: the topic was deleted there.
     * Any thread.
     */
    synchronized void hideBefore(long physicalOffset) {
        int low = hidden;
        int high = count;
        Block[] seen = blocks;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (seen[middle / BLOCK_ENTRIES].physicalOffsets[middle % BLOCK_ENTRIES]
                    < physicalOffset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        hidden = low;
    }

    /** Shows readers what was added. */
    void publish() {
        changed = false;
        // The volatile write also publishes the arrays written before it.
        count = written;
    }

    @Override
    public long read(long from, int maxEntries, Visitor visitor) {
        int end = count;
        Block[] seen = blocks;
        long offset = Math.max(from, firstOffset + hidden);
        int left = maxEntries;
        for (int i = (int) Math.min(offset - firstOffset, end); i < end && left > 0; i++, left--) {
            Block block = seen[i / BLOCK_ENTRIES];
            int at = i % BLOCK_ENTRIES;
            boolean goOn =
                    visitor.visit(
                            offset,
                            block.physicalOffsets[at],
                            block.sizes[at],
                            block.tagsCodes[at]);
            offset++;
            if (!goOn) {
                break;
            }
        }
        return offset;
    }

    /** Where the record of an offset lies, -1 when there is none. */
    long physicalOffset(long queueOffset) {
        int end = count;
        long i = queueOffset - firstOffset;
        if (i < hidden || i >= end) {
            return -1;
        }
        return blocks[(int) (i / BLOCK_ENTRIES)].physicalOffsets[(int) (i % BLOCK_ENTRIES)];
    }
}
