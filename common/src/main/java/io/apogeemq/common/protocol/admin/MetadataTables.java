package io.apogeemq.common.protocol.admin;

import io.apogeemq.common.json.JsonWriter;
import io.apogeemq.common.route.DataVersion;
import io.apogeemq.common.route.SubscriptionGroupConfig;
import io.apogeemq.common.route.TopicConfig;
import java.util.Map;

/**
 * A broker's tables as JSON, for slaves and tools: topics (code 21), groups (201), committed
 * offsets (43) and how far delayed messages are delivered (45). Only brokers write them.
 */
public final class MetadataTables {

    private MetadataTables() {}

    /** Topics by name, in the order to be written. */
    public static byte[] topics(Map<String, TopicConfig> topics, DataVersion version) {
        JsonWriter json = begin(version);
        json.fieldName("mappingDataVersion");
        DataVersion.NONE.write(json);
        json.fieldName("topicConfigTable").beginObject();
        topics.forEach(
                (name, topic) -> {
                    json.fieldName(name);
                    topic.write(json);
                });
        // Queues that are mapped over brokers don't exist here.
        return json.endObject()
                .field("topicQueueMappingDetailMap", Map.of())
                .field("topicQueueMappingInfoMap", Map.of())
                .endObject()
                .toBytes();
    }

    /**
     * Groups by name, in the order to be written.
     *
     * @param forbidden what groups may not do, by group and topic, as bits
     */
    public static byte[] groups(
            Map<String, SubscriptionGroupConfig> groups,
            Map<String, Map<String, Integer>> forbidden,
            DataVersion version) {
        JsonWriter json = begin(version);
        json.fieldName("forbiddenTable").beginObject();
        forbidden.forEach(
                (group, topics) -> {
                    json.fieldName(group).beginObject();
                    topics.forEach((topic, bits) -> json.field(topic, bits.longValue()));
                    json.endObject();
                });
        json.endObject().fieldName("subscriptionGroupTable").beginObject();
        groups.forEach(
                (name, group) -> {
                    json.fieldName(name);
                    group.write(json);
                });
        return json.endObject().endObject().toBytes();
    }

    /** Committed offsets by {@code topic@group} and queue, in the order to be written. */
    public static byte[] offsets(
            Map<String, ? extends Map<Integer, Long>> offsets, DataVersion version) {
        JsonWriter json = begin(version).fieldName("offsetTable").beginObject();
        offsets.forEach(
                (name, queues) -> {
                    json.fieldName(name);
                    numbers(json, queues);
                });
        return json.endObject().endObject().toBytes();
    }

    /** The next offset to deliver by delay level, in the order to be written. */
    public static byte[] delayOffsets(Map<Integer, Long> offsets, DataVersion version) {
        JsonWriter json = begin(version).fieldName("offsetTable");
        numbers(json, offsets);
        return json.endObject().toBytes();
    }

    private static JsonWriter begin(DataVersion version) {
        JsonWriter json = JsonWriter.classic().beginObject().fieldName("dataVersion");
        version.write(json);
        return json;
    }

    private static void numbers(JsonWriter json, Map<Integer, Long> numbers) {
        json.beginObject();
        numbers.forEach((key, value) -> json.fieldName(key.longValue()).value(value.longValue()));
        json.endObject();
    }
}
