package io.apogeemq.broker.index;

/** Wants to know when a queue has new readable messages. */
@FunctionalInterface
public interface ArrivalListener {

    /**
     * A queue has grown. Called by the dispatcher's thread, once per queue and batch.
     *
     * @param maxOffset the offset that the next message will have
     */
    void arrived(String topic, int queueId, long maxOffset);
}
