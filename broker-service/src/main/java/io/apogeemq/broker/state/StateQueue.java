package io.apogeemq.broker.state;

/**
 * The queues of the state topic, one per fold. The numbers are on disk: a queue keeps its number
 * for ever, also when its fold is gone.
 */
public enum StateQueue {
    TOPICS(0),
    GROUPS(1),
    PROGRESS(2),
    SCHEDULE(3);

    private final int queueId;

    StateQueue(int queueId) {
        this.queueId = queueId;
    }

    /** Ordinal of the queue in the state topic. */
    public int queueId() {
        return queueId;
    }
}
