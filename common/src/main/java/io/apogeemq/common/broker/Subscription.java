package io.apogeemq.common.broker;

import java.util.Set;

/**
 * What a consumer wants of a topic.
 *
 * @param topic the topic
 * @param expression the filter as written; {@code *} is everything
 * @param expressionType {@code TAG} or {@code SQL92}
 * @param tags the tags of the expression, empty for everything
 * @param tagHashes their Java string hashes, as the client computed them
 * @param version when it was made, ms; the newer one wins
 */
public record Subscription(
        String topic,
        String expression,
        String expressionType,
        Set<String> tags,
        Set<Integer> tagHashes,
        long version) {

    /** Expression type of tag filters, also meant where a client names none. */
    public static final String TAG = "TAG";

    /** Expression type of property filters. */
    public static final String SQL92 = "SQL92";

    public Subscription {
        tags = Set.copyOf(tags);
        tagHashes = Set.copyOf(tagHashes);
    }

    /** Whether the expression is one over tags. */
    public boolean isTag() {
        return expressionType.isEmpty() || expressionType.equals(TAG);
    }
}
