package io.apogeemq.broker.topic;

/**
 * What operators may change about the making of topics while the broker runs; swapped as a whole.
 *
 * @param autoCreate whether a send may create its topic ({@code autoCreateTopicEnable})
 * @param trace whether the broker has a topic for traces ({@code traceTopicEnable})
 * @param timer whether the broker has a topic for messages with a due time ({@code
 *     timerWheelEnable})
 * @param mixedMessageTypes whether a topic may hold messages of several types ({@code
 *     enableMixedMessageType})
 * @param autoCreateUpTo how many topics there may be, whoever made them, before sends make no more;
 *     operators are not bound by it
 */
public record TopicRules(
        boolean autoCreate,
        boolean trace,
        boolean timer,
        boolean mixedMessageTypes,
        int autoCreateUpTo) {

    /** The classic defaults, which know no limit; here NameServers shall not be told of more. */
    public static final TopicRules DEFAULT = new TopicRules(true, false, true, false, 100_000);

    public TopicRules {
        if (autoCreateUpTo < 0) {
            throw new IllegalArgumentException(
                    "autoCreateUpTo: %d (expected: >= 0)".formatted(autoCreateUpTo));
        }
    }
}
