package io.apogeemq.broker.log;

import java.util.concurrent.ConcurrentHashMap;

/**
 * The next offset of every queue that ever had a message. A fold of its own: it never starts over,
 * also when retention has emptied a queue.
 *
 * <p>Looking a sequence up is free for all; its value belongs to the append section.
 */
public final class QueueSequences {

    /** A topic's queue as the log tells queues apart. */
    private record Key(String topic, int queueId) {}

    private final ConcurrentHashMap<Key, QueueSequence> sequences = new ConcurrentHashMap<>();

    /** The sequence of a queue, starting at 0 for a new one. Callers may keep it. */
    public QueueSequence of(String topic, int queueId) {
        Key key = new Key(topic, queueId);
        QueueSequence known = sequences.get(key);
        return known != null ? known : sequences.computeIfAbsent(key, k -> new QueueSequence());
    }

    /**
     * Notes during replay that an offset is taken.
     *
     * @param queueOffset the offset of a record found in the log
     */
    public void observe(String topic, int queueId, long queueOffset) {
        QueueSequence sequence = of(topic, queueId);
        if (queueOffset >= sequence.next()) {
            sequence.advanceTo(queueOffset + 1);
        }
    }
}
