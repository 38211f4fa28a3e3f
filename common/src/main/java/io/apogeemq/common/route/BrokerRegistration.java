package io.apogeemq.common.route;

import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonReader;
import io.apogeemq.common.json.JsonWriter;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The body of a broker's registration: what it carries. Immutable.
 *
 * <p>There are three forms. The plain one is JSON. The compressed one is a zlib stream of
 * length-prefixed blocks, described at CompressedRegistration. Senders before version 37 send JSON
 * too, but only the part about topics. Which one came is told from the first byte: the flag in the
 * header is not to be trusted.
 *
 * @param dataVersion version of the topic table
 * @param topics the topics by name: all, or in an incremental registration those that changed
 * @param queueMappings topic to queue mapping, for static topics only; passed on as they came
 * @param filterServers a removed feature
 */
public record BrokerRegistration(
        DataVersion dataVersion,
        Map<String, TopicConfig> topics,
        Map<String, JsonObject> queueMappings,
        List<String> filterServers) {
    /** What a registration without a body says. */
    public static final BrokerRegistration EMPTY =
            new BrokerRegistration(DataVersion.NONE, Map.of(), Map.of(), List.of());

    /** What a compressed body may inflate to: four times the largest frame. */
    public static final int MAX_INFLATED_BYTES = 64 << 20;

    /** The first sender version whose body is more than the topics. */
    private static final int WHOLE_BODY_SINCE = 37;

    private static final byte ZLIB = 0x78;

    public BrokerRegistration {
        topics = Collections.unmodifiableMap(new LinkedHashMap<>(topics));
        queueMappings = Collections.unmodifiableMap(new LinkedHashMap<>(queueMappings));
        filterServers = List.copyOf(filterServers);
    }

    /** A registration of ordinary topics. */
    public static BrokerRegistration of(DataVersion version, Collection<TopicConfig> topics) {
        Map<String, TopicConfig> byName = new LinkedHashMap<>();
        topics.forEach(topic -> byName.put(topic.topicName(), topic));
        return new BrokerRegistration(version, byName, Map.of(), List.of());
    }

    /**
     * Reads a body of any form.
     *
     * @param body the bytes as they came; an empty body is an empty registration
     * @param senderVersion the protocol version in the request's header
     * @throws io.apogeemq.common.json.JsonException when it can't be read, or is larger inflated
     *     than {@link #MAX_INFLATED_BYTES}
     */
    public static BrokerRegistration decode(byte[] body, int senderVersion) {
        if (body.length == 0) {
            return EMPTY;
        }
        if (body[0] == ZLIB) {
            return CompressedRegistration.decode(body, senderVersion);
        }
        JsonObject object = JsonReader.parseObject(body);
        if (senderVersion < WHOLE_BODY_SINCE) {
            return topicsOf(object, List.of());
        }
        return topicsOf(
                object.objectOrEmpty("topicConfigSerializeWrapper"),
                object.texts("filterServerList"));
    }

    /** The plain form. */
    public byte[] encode() {
        JsonWriter json = JsonWriter.classic();
        json.beginObject().field("filterServerList", filterServers);
        json.fieldName("topicConfigSerializeWrapper").beginObject().fieldName("dataVersion");
        dataVersion.write(json);
        json.fieldName("mappingDataVersion");
        dataVersion.write(json);
        json.fieldName("topicConfigTable").beginObject();
        topics.forEach(
                (name, topic) -> {
                    json.fieldName(name);
                    topic.write(json);
                });
        json.endObject();
        json.fieldName("topicQueueMappingDetailMap").beginObject().endObject();
        json.fieldName("topicQueueMappingInfoMap").beginObject();
        queueMappings.forEach((name, mapping) -> json.fieldName(name).value(mapping));
        return json.endObject().endObject().endObject().toBytes();
    }

    /** The compressed form, as receivers of the sender's version read it. */
    public byte[] encodeCompressed(int senderVersion) {
        return CompressedRegistration.encode(this, senderVersion);
    }

    private static BrokerRegistration topicsOf(JsonObject wrapper, List<String> filterServers) {
        JsonObject table = wrapper.objectOrEmpty("topicConfigTable");
        Map<String, TopicConfig> topics = new LinkedHashMap<>(table.size() * 4 / 3 + 1);
        for (String name : table.keys()) {
            JsonObject topic = table.object(name);
            if (topic != null) {
                topics.put(name, TopicConfig.read(name, topic));
            }
        }
        JsonObject mapped = wrapper.objectOrEmpty("topicQueueMappingInfoMap");
        Map<String, JsonObject> mappings = new LinkedHashMap<>();
        mapped.keys().forEach(name -> mappings.put(name, mapped.objectOrEmpty(name)));
        JsonObject version = wrapper.object("dataVersion");
        return new BrokerRegistration(
                version == null ? DataVersion.NONE : DataVersion.read(version),
                topics,
                mappings,
                filterServers);
    }
}
