package io.apogeemq.broker.progress;

/** Wants to know when an operator has set offsets over the heads of consumers. */
@FunctionalInterface
public interface ResetListener {

    /** A reset of this queue waits to be handed out. Called on the thread that reset it. */
    void wasReset(String group, String topic, int queueId);
}
