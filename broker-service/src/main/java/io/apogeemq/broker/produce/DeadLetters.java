package io.apogeemq.broker.produce;

import io.apogeemq.common.message.MessageProperties;
import io.apogeemq.common.message.PropertyKeys;

/** What a message carries once its tries are over, whichever way it came here. */
final class DeadLetters {

    private DeadLetters() {}

    /**
     * Adds where the message first came from, as far as its properties tell, and takes away what
     * made it wait.
     *
     * @param properties changed
     */
    static MessageProperties bury(MessageProperties properties) {
        String topic = properties.get(PropertyKeys.RETRY_TOPIC);
        String id = properties.get(PropertyKeys.ORIGIN_MESSAGE_ID);
        if (topic != null && id != null) {
            properties
                    .put(PropertyKeys.DEAD_LETTER_ORIGIN_TOPIC, topic)
                    .put(PropertyKeys.DEAD_LETTER_ORIGIN_MESSAGE_ID, id);
        }
        return properties
                .remove(PropertyKeys.DELAY)
                .remove(PropertyKeys.REAL_TOPIC)
                .remove(PropertyKeys.REAL_QUEUE_ID);
    }
}
