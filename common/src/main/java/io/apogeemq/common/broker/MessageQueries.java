package io.apogeemq.common.broker;

import java.util.concurrent.CompletionStage;

/** Finding single messages. */
public interface MessageQueries {

    /**
     * The message at a place in the log.
     *
     * @param topic the topic that the caller expects; empty for any
     */
    CompletionStage<QueryOutcome> messageAt(String topic, long physicalOffset);

    /** Messages by one of their keys. Different keys of equal hash may be among them. */
    CompletionStage<QueryOutcome> messagesByKey(KeyQuery query);

    /**
     * A search by key.
     *
     * @param topic the topic
     * @param key one business key, or the unique key
     * @param unique whether only unique keys are looked at
     * @param maxMessages at most so many
     * @param fromMillis earliest store time
     * @param toMillis latest store time
     */
    record KeyQuery(
            String topic,
            String key,
            boolean unique,
            int maxMessages,
            long fromMillis,
            long toMillis) {}
}
