package io.apogeemq.common.broker;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * A message, or a batch of messages for one queue, to be stored.
 *
 * @param producerGroup the sender's group
 * @param topic where to
 * @param defaultTopic template for a topic that does not exist yet; empty when none is wanted
 * @param defaultTopicQueueNums how many queues such a topic shall have at the most
 * @param queueId which queue; below 0 leaves the choice to the broker
 * @param sysFlag classic bits; those that belong to the broker are masked off
 * @param bornTimestamp the client's clock, ms since the epoch
 * @param flag the application's own, stored unseen
 * @param properties encoded properties as they came; lent
 * @param reconsumeTimes how often the message was consumed in vain, for retry topics
 * @param unitMode legacy unit flag, kept in the topic's flags
 * @param batch whether body is a sequence of sub-messages
 * @param maxReconsumeTimes after how many the message is dead; -1 when the request does not say
 * @param body the bytes to store as they are; lent
 * @param bornHost where the client is connected from
 * @param clientVersion the protocol version that the client states
 */
public record SendRequest(
        String producerGroup,
        String topic,
        String defaultTopic,
        int defaultTopicQueueNums,
        int queueId,
        int sysFlag,
        long bornTimestamp,
        int flag,
        ByteBuffer properties,
        int reconsumeTimes,
        boolean unitMode,
        boolean batch,
        int maxReconsumeTimes,
        ByteBuffer body,
        InetSocketAddress bornHost,
        int clientVersion) {}
