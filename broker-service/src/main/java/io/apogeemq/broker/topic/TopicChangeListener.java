package io.apogeemq.broker.topic;

import java.util.Set;

/**
 * Hears of changes to topics, on the thread that made them and after they are applied, with no lock
 * held. Two changes of one topic may be told in either order: look the topic up, don't add up what
 * was told. Must not block.
 */
public interface TopicChangeListener {

    /** These topics are new or different, and {@link Topics#version} is another one. */
    void topicsChanged(Set<String> topics);

    /**
     * This topic is gone.
     *
     * @param physicalOffset where the log says so: what it held lies before
     */
    void topicDeleted(String topic, long physicalOffset);

    /** While the log is replayed: at this point of it the topic was deleted. */
    default void topicWasDeleted(String topic) {}
}
