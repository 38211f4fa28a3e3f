package io.apogeemq.broker.topic;

import io.apogeemq.common.route.TopicConfig;

/** What became of a wish for a topic. */
public sealed interface TopicOutcome {

    /** The topic is there, as it is now. */
    record Ready(TopicConfig topic) implements TopicOutcome {}

    /**
     * It is not, and nothing has changed; or it is, and nobody can promise that it stays.
     *
     * @param detail one sentence: what is wrong and, where there is one, the cure
     */
    record Refused(io.apogeemq.common.broker.Refused.Reason reason, String detail)
            implements TopicOutcome {}
}
