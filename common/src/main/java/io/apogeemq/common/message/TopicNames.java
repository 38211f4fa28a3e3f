package io.apogeemq.common.message;

import org.jspecify.annotations.Nullable;

/**
 * The rules for names of topics and groups, and the names that are made from others.
 *
 * <p>Names are case sensitive. {@code +} and {@code $} occur in names that brokers make; no client
 * can send to such a topic.
 */
public final class TopicNames {

    /** In front of a group: the topic of its retries. */
    public static final String RETRY_PREFIX = "%RETRY%";

    /** In front of a group: the topic of its dead letters. */
    public static final String DEAD_LETTER_PREFIX = "%DLQ%";

    /** In front of a light queue's name. */
    public static final String LIGHT_QUEUE_PREFIX = "%LMQ%";

    /** Between a namespace and the name in it. */
    public static final char NAMESPACE_SEPARATOR = '%';

    /** Longest topic that clients may name. */
    public static final int MAX_TOPIC_LENGTH = 127;

    /** Longest retry or dead letter topic. */
    public static final int MAX_DERIVED_TOPIC_LENGTH = 255;

    /** Longest group. */
    public static final int MAX_GROUP_LENGTH = 120;

    private TopicNames() {}

    /** What is wrong with a topic's name, in words for the client, or null when it is fine. */
    public static @Nullable String topicProblem(@Nullable String topic) {
        if (topic == null || topic.isBlank()) {
            return "the topic's name is blank";
        }
        int most =
                isRetry(topic) || isDeadLetter(topic) ? MAX_DERIVED_TOPIC_LENGTH : MAX_TOPIC_LENGTH;
        return problem("topic", topic, most);
    }

    /** What is wrong with a group's name, in words for the client, or null when it is fine. */
    public static @Nullable String groupProblem(@Nullable String group) {
        if (group == null || group.isBlank()) {
            return "the group's name is blank";
        }
        return problem("group", group, MAX_GROUP_LENGTH);
    }

    private static @Nullable String problem(String kind, String name, int most) {
        if (name.length() > most) {
            return "the "
                    + kind
                    + "'s name has "
                    + name.length()
                    + " characters (expected: <= "
                    + most
                    + ")";
        }
        for (int i = 0; i < name.length(); i++) {
            if (!isAllowed(name.charAt(i))) {
                return "the "
                        + kind
                        + "'s name has an illegal character at index "
                        + i
                        + " (expected: letters, digits, %, |, - and _)";
            }
        }
        return null;
    }

    private static boolean isAllowed(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '-'
                || c == '%'
                || c == '|';
    }

    /** The topic that the group's retries go to. */
    public static String retryTopic(String group) {
        return RETRY_PREFIX + group;
    }

    /** The topic that the group's dead letters go to. */
    public static String deadLetterTopic(String group) {
        return DEAD_LETTER_PREFIX + group;
    }

    public static boolean isRetry(String topic) {
        return topic.startsWith(RETRY_PREFIX);
    }

    public static boolean isDeadLetter(String topic) {
        return topic.startsWith(DEAD_LETTER_PREFIX);
    }

    public static boolean isLightQueue(String topic) {
        return topic.startsWith(LIGHT_QUEUE_PREFIX);
    }

    /**
     * The group of a retry topic of push and pull consumers. Pop retry topics carry a topic behind
     * the group that cannot be told apart from it; ask only where none can occur.
     */
    public static String groupOfRetryTopic(String retryTopic) {
        if (!isRetry(retryTopic)) {
            throw new IllegalArgumentException(
                    "topic: " + retryTopic + " (expected: a name that begins with %RETRY%)");
        }
        return retryTopic.substring(RETRY_PREFIX.length());
    }
}
