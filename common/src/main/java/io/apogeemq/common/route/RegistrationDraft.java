package io.apogeemq.common.route;

import io.apogeemq.common.json.JsonException;
import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonWeight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A registration while it is read, and what it takes of the heap so far. Belongs to one reader.
 *
 * <p>What is counted is what stays: the topic with its place in the map and its texts. Rounded up,
 * so that the sum is a promise.
 */
final class RegistrationDraft {
    private static final int TOPIC_BYTES = 48;
    private static final int PLACE_BYTES = 56;
    private static final int ATTRIBUTES_BYTES = 128;
    private static final int ATTRIBUTE_BYTES = 56;

    private final SequencedMap<String, TopicConfig> topics = new LinkedHashMap<>();
    private final SequencedMap<String, JsonObject> mappings = new LinkedHashMap<>();
    private final List<String> filterServers = new ArrayList<>();
    private final long heapBytes;
    private DataVersion version = DataVersion.NONE;
    private long leftBytes;

    RegistrationDraft(long heapBytes) {
        this.heapBytes = heapBytes;
        this.leftBytes = heapBytes;
    }

    void version(DataVersion read) {
        version = read;
    }

    void add(TopicConfig topic) {
        long bytes = TOPIC_BYTES + PLACE_BYTES + JsonWeight.text(topic.topicName());
        if (!topic.attributes().isEmpty()) {
            bytes += ATTRIBUTES_BYTES;
            for (Map.Entry<String, String> attribute : topic.attributes().entrySet()) {
                bytes +=
                        ATTRIBUTE_BYTES
                                + JsonWeight.text(attribute.getKey())
                                + JsonWeight.text(attribute.getValue());
            }
        }
        take(bytes);
        topics.put(topic.topicName(), topic);
    }

    void addFilterServer(String server) {
        take(JsonWeight.text(server));
        filterServers.add(server);
    }

    void addMapping(String topic, JsonObject mapping) {
        take(PLACE_BYTES + mapping.heapBytes());
        mappings.put(topic, mapping);
    }

    private void take(long bytes) {
        leftBytes -= bytes;
        if (leftBytes < 0) {
            throw new JsonException(
                    "the registration needs more than the %d bytes of memory that one may take; after %d topics"
                            .formatted(heapBytes, topics.size()));
        }
    }

    BrokerRegistration build() {
        return new BrokerRegistration(
                version, FrozenMap.of(topics), FrozenMap.of(mappings), filterServers);
    }
}
