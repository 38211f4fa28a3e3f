package io.apogeemq.common.message;

/**
 * One queue of a topic on one broker, as clients name it.
 *
 * @param topic the topic's name
 * @param brokerName the name that master and slaves of the broker share
 * @param queueId ordinal of the queue within the topic on that broker, from 0
 */
public record MessageQueue(String topic, String brokerName, int queueId)
        implements Comparable<MessageQueue> {

    /** Orders as clients do before they share queues out: topic, broker name, queue id. */
    @Override
    public int compareTo(MessageQueue other) {
        int byTopic = topic.compareTo(other.topic);
        if (byTopic != 0) {
            return byTopic;
        }
        int byBroker = brokerName.compareTo(other.brokerName);
        return byBroker != 0 ? byBroker : Integer.compare(queueId, other.queueId);
    }
}
