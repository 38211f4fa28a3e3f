package io.apogeemq.broker.pull;

import org.jspecify.annotations.Nullable;

/** What pulls have to know of topics. Any thread may ask; it never blocks. */
@FunctionalInterface
public interface PullTopics {

    /** A topic's readable side, null when there is no such topic. */
    @Nullable ReadAccess find(String topic);

    /**
     * The readable side of a topic.
     *
     * @param readQueues how many queues may be read, from 0 on
     * @param permitted whether the topic's permission lets consumers read
     */
    record ReadAccess(int readQueues, boolean permitted) {}
}
