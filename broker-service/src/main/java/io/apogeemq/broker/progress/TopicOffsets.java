package io.apogeemq.broker.progress;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The committed offsets of one group in one topic, as they were when they were asked for.
 *
 * @param group consumer group
 * @param topic topic
 * @param offsets next offset to consume, by queue id
 */
public record TopicOffsets(String group, String topic, SortedMap<Integer, Long> offsets) {

    public TopicOffsets {
        offsets = Collections.unmodifiableSortedMap(new TreeMap<>(offsets));
    }
}
