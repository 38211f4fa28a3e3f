package io.apogeemq.common.broker;

/**
 * A message that a consumer hands back.
 *
 * @param group the consumer's group
 * @param physicalOffset where the message lies in this broker's log
 * @param delayLevel 0 lets the broker choose, above 0 is that level, below 0 makes a dead letter of
 *     it
 * @param originTopic the topic it came from, as the client says; may be empty
 * @param maxReconsumeTimes the client's limit, -1 when it does not say
 * @param clientVersion the protocol version that the client states
 */
public record SendBackRequest(
        String group,
        long physicalOffset,
        int delayLevel,
        String originTopic,
        int maxReconsumeTimes,
        int clientVersion) {}
