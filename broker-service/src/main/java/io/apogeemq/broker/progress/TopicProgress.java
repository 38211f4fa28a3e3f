package io.apogeemq.broker.progress;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How far one group has come in one topic. Queues are added by whoever needs them; the object
 * leaves the table together with all of them.
 */
final class TopicProgress {

    private final String group;
    private final String topic;
    private final ConcurrentHashMap<Integer, QueueProgress> queues = new ConcurrentHashMap<>();
    private volatile boolean removed;

    TopicProgress(String group, String topic) {
        this.group = group;
        this.topic = topic;
    }

    String group() {
        return group;
    }

    String topic() {
        return topic;
    }

    @Nullable QueueProgress find(int queueId) {
        return queues.get(queueId);
    }

    QueueProgress require(int queueId) {
        QueueProgress known = queues.get(queueId);
        if (known != null) {
            return known;
        }
        QueueProgress added = queues.computeIfAbsent(queueId, id -> new QueueProgress(this, id));
        if (removed) {
            // It came in behind the sweep of remove().
            added.remove();
        }
        return added;
    }

    Collection<QueueProgress> queues() {
        return queues.values();
    }

    /** Nothing can be changed any more; whoever still holds a queue has to look it up again. */
    void remove() {
        removed = true;
        queues.values().forEach(QueueProgress::remove);
    }
}
