package io.apogeemq.common.broker;

import org.jspecify.annotations.Nullable;

/**
 * A wish to read.
 *
 * @param group the consumer's group
 * @param topic the topic
 * @param queueId the queue, from 0
 * @param queueOffset first offset wanted
 * @param maxMessages at most so many messages, from 1
 * @param maxBytes at most so many bytes, save for a single larger message; 0 leaves it to the
 *     broker
 * @param commitOffset progress to be noted with it; -1 for none
 * @param holdMillis how long to wait for a message; 0 answers at once
 * @param subscription the filter to use; null takes the one that the group registered
 * @param subscriptionVersion version of the registered subscription that the client knows, ms
 * @param lite whether a lite pull consumer asks
 */
public record PullRequest(
        String group,
        String topic,
        int queueId,
        long queueOffset,
        int maxMessages,
        int maxBytes,
        long commitOffset,
        long holdMillis,
        @Nullable Subscription subscription,
        long subscriptionVersion,
        boolean lite) {}
