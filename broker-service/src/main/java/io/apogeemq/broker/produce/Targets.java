package io.apogeemq.broker.produce;

import io.apogeemq.broker.log.QueueSequence;
import io.apogeemq.broker.log.QueueSequences;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Topics laid out for sending: the bytes of the name and the sequence of each queue, so that a send
 * neither encodes the name nor builds a key. Grows with the number of topics that were sent to.
 * Thread-safe.
 */
final class Targets {

    /** One topic. */
    static final class Target {
        private final String topic;
        private final byte[] name;
        private final QueueSequences sequences;
        private volatile AtomicReferenceArray<QueueSequence> queues = new AtomicReferenceArray<>(8);

        Target(String topic, QueueSequences sequences) {
            this.topic = topic;
            this.name = topic.getBytes(StandardCharsets.UTF_8);
            this.sequences = sequences;
        }

        /** UTF-8 of the name; shared, not to be changed. */
        byte[] name() {
            return name;
        }

        QueueSequence sequence(int queueId) {
            AtomicReferenceArray<QueueSequence> known = queues;
            if (queueId >= known.length()) {
                // Losing the other queues of a race costs a look-up, nothing else.
                known = new AtomicReferenceArray<>(Integer.highestOneBit(queueId) * 2);
                queues = known;
            }
            QueueSequence sequence = known.get(queueId);
            if (sequence == null) {
                sequence = sequences.of(topic, queueId);
                known.set(queueId, sequence);
            }
            return sequence;
        }
    }

    private final QueueSequences sequences;
    private final ConcurrentHashMap<String, Target> targets = new ConcurrentHashMap<>();

    Targets(QueueSequences sequences) {
        this.sequences = sequences;
    }

    Target of(String topic) {
        Target known = targets.get(topic);
        return known != null
                ? known
                : targets.computeIfAbsent(topic, name -> new Target(name, sequences));
    }
}
