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
 */
public record TopicRules(
        boolean autoCreate, boolean trace, boolean timer, boolean mixedMessageTypes) {

    /** The classic defaults. */
    public static final TopicRules DEFAULT = new TopicRules(true, false, true, false);
}
