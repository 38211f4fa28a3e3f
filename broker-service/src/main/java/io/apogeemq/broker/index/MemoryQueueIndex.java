package io.apogeemq.broker.index;

import io.apogeemq.broker.log.CommitLog;
import io.apogeemq.broker.log.LogReader;
import io.apogeemq.broker.state.RecordFold;
import io.apogeemq.broker.topic.TopicChangeListener;
import io.apogeemq.common.broker.OffsetOperations.Boundary;
import io.apogeemq.common.message.RecordView;
import io.apogeemq.common.message.SysFlag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The queue index in memory, rebuilt by replay. Written by the dispatcher's thread.
 *
 * <p>Cost per message: a hash over the topic's bytes, one look-up, 20 bytes of entry, a scan of the
 * properties for the tag; no object but when a block is full.
 */
public final class MemoryQueueIndex implements QueueIndex, RecordFold, TopicChangeListener {

    /** A queue by name, for readers. */
    private record Key(String topic, int queueId) {}

    /**
     * The queues of one topic by the topic's bytes, for the dispatcher: no text is built per
     * record.
     */
    private static final class Topic {
        final String name;
        final byte[] bytes;
        QueueEntries[] queues = {};

        Topic(String name, byte[] bytes) {
            this.name = name;
            this.bytes = bytes;
        }
    }

    private final CommitLog log;
    private final ArrivalListener arrivals;
    private final ConcurrentHashMap<Key, QueueEntries> byName = new ConcurrentHashMap<>();
    private final Map<Integer, List<Topic>> byHash = new HashMap<>();
    private final List<QueueEntries> changed = new ArrayList<>();
    private final ConcurrentHashMap<String, Long> deletedBefore = new ConcurrentHashMap<>();
    private final Set<QueueEntries> hiding = new HashSet<>();
    private @Nullable Topic last;

    /**
     * Indexes a log.
     *
     * @param arrivals told of growing queues after each batch
     */
    public MemoryQueueIndex(CommitLog log, ArrivalListener arrivals) {
        this.log = log;
        this.arrivals = arrivals;
    }

    @Override
    public void apply(RecordView message) {
        int transaction = SysFlag.transactionType(message.sysFlag());
        if (transaction == SysFlag.TRANSACTION_PREPARED
                || transaction == SysFlag.TRANSACTION_ROLLBACK) {
            return;
        }
        QueueEntries queue = queueOf(message);
        if (!deletedBefore.isEmpty()) {
            noteDeletion(queue, message.physicalOffset());
        }
        if (queue.add(
                message.queueOffset(),
                message.physicalOffset(),
                message.totalBytes(),
                message.tagsCode())) {
            changed.add(queue);
        }
    }

    /** A message that was in the log when its topic was deleted, and that is indexed only now. */
    private void noteDeletion(QueueEntries queue, long physicalOffset) {
        Long deleted = deletedBefore.get(queue.topic());
        if (deleted != null && physicalOffset < deleted) {
            hiding.add(queue);
        }
    }

    @Override
    public void topicsChanged(Set<String> topics) {
        // The index does not depend on what a topic is like.
    }

    /** Hides what the topic held; its offsets go on, they never start over. */
    @Override
    public void topicDeleted(String topic, long physicalOffset) {
        deletedBefore.put(topic, physicalOffset);
        hide(topic, physicalOffset);
    }

    @Override
    public void topicWasDeleted(String topic) {
        publish();
        hide(topic, Long.MAX_VALUE);
    }

    private void hide(String topic, long physicalOffset) {
        for (QueueEntries queue : byName.values()) {
            if (queue.topic().equals(topic)) {
                queue.hideBefore(physicalOffset);
            }
        }
    }

    @Override
    public void publish() {
        for (QueueEntries queue : changed) {
            queue.publish();
        }
        for (QueueEntries queue : hiding) {
            queue.hideBefore(deletedBefore.getOrDefault(queue.topic(), 0L));
        }
        hiding.clear();
        for (QueueEntries queue : changed) {
            arrivals.arrived(queue.topic(), queue.queueId(), queue.maxOffset());
        }
        changed.clear();
    }

    private QueueEntries queueOf(RecordView message) {
        Topic topic = topicOf(message);
        int queueId = message.queueId();
        if (queueId >= topic.queues.length) {
            topic.queues = Arrays.copyOf(topic.queues, queueId + 1);
        }
        @Nullable QueueEntries queue = topic.queues[queueId];
        if (queue == null) {
            queue = new QueueEntries(topic.name, queueId, message.queueOffset());
            topic.queues[queueId] = queue;
            byName.put(new Key(topic.name, queueId), queue);
        }
        return queue;
    }

    private Topic topicOf(RecordView message) {
        Topic recent = last;
        if (recent != null && message.topicEquals(recent.bytes)) {
            return recent;
        }
        int hash = 0;
        int at = message.topicPosition();
        for (int i = 0; i < message.topicLength(); i++) {
            hash = 31 * hash + message.buffer().get(at + i);
        }
        List<Topic> candidates = byHash.computeIfAbsent(hash, h -> new ArrayList<>(1));
        for (Topic candidate : candidates) {
            if (message.topicEquals(candidate.bytes)) {
                last = candidate;
                return candidate;
            }
        }
        Topic created = new Topic(message.topic(), message.topicBytes());
        candidates.add(created);
        last = created;
        return created;
    }

    @Override
    public @Nullable IndexedQueue find(String topic, int queueId) {
        return byName.get(new Key(topic, queueId));
    }

    @Override
    public long storeTimestamp(String topic, int queueId, long queueOffset) {
        QueueEntries queue = byName.get(new Key(topic, queueId));
        if (queue == null) {
            return -1;
        }
        try (LogReader reader = log.reader()) {
            return timestamp(queue, queueOffset, reader);
        }
    }

    private static long timestamp(QueueEntries queue, long queueOffset, LogReader reader) {
        long physicalOffset = queue.physicalOffset(queueOffset);
        RecordView record = physicalOffset < 0 ? null : reader.at(physicalOffset);
        return record == null ? -1 : record.storeTimestamp();
    }

    @Override
    public long offsetByTime(String topic, int queueId, long timestamp, Boundary boundary) {
        QueueEntries queue = byName.get(new Key(topic, queueId));
        if (queue == null || queue.maxOffset() == queue.minOffset()) {
            return 0;
        }
        long first = queue.minOffset();
        long behind = queue.maxOffset();
        // Smallest offset whose message is younger than the boundary wants to the left of it.
        long low = first;
        long high = behind;
        try (LogReader reader = log.reader()) {
            while (low < high) {
                long middle = (low + high) >>> 1;
                long at = timestamp(queue, middle, reader);
                boolean left =
                        switch (boundary) {
                            case LOWER -> at < timestamp;
                            case UPPER -> at <= timestamp;
                        };
                if (left) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
        }
        return switch (boundary) {
            case LOWER -> low;
            case UPPER -> low == first ? 0 : low - 1;
        };
    }
}
