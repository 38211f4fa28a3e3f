package io.apogeemq.common.broker;

import java.util.List;

/**
 * What a client says of itself every thirty seconds.
 *
 * @param clientId unique per client process
 * @param producerGroups the groups it sends for
 * @param consumers the groups it consumes for
 * @param fingerprint hash over the subscriptions, 0 where the client knows no such thing
 * @param withoutSubscriptions a short heartbeat: the subscriptions are those of the last full one
 */
public record Heartbeat(
        String clientId,
        List<String> producerGroups,
        List<Consumer> consumers,
        int fingerprint,
        boolean withoutSubscriptions) {

    public Heartbeat {
        producerGroups = List.copyOf(producerGroups);
        consumers = List.copyOf(consumers);
    }

    /**
     * One consumer group of a client.
     *
     * @param group the group's name
     * @param consumeType how it reads
     * @param messageModel share the messages or see all of them
     * @param consumeFromWhere where a new group begins, in the client's words
     * @param unitMode legacy unit flag
     * @param subscriptions one per topic
     */
    public record Consumer(
            String group,
            ConsumeType consumeType,
            MessageModel messageModel,
            String consumeFromWhere,
            boolean unitMode,
            List<Subscription> subscriptions) {

        public Consumer {
            subscriptions = List.copyOf(subscriptions);
        }
    }

    /** How a consumer reads; the names are those of the wire. */
    public enum ConsumeType {
        CONSUME_ACTIVELY,
        CONSUME_PASSIVELY,
        CONSUME_POP
    }

    /** Whether members share a queue's messages; the names are those of the wire. */
    public enum MessageModel {
        BROADCASTING,
        CLUSTERING
    }
}
