package io.apogeemq.common.route;

import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonReader;
import io.apogeemq.common.json.JsonWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The body of a broker's registration: what it carries. Immutable.
 *
 * <p>There are three forms. The plain one is JSON. The compressed one is a zlib stream of
 * length-prefixed blocks, described at {@code CompressedRegistration}. Senders before version 37
 * send JSON too, but only the part about topics. Which one came is told from the first byte: the
 * flag in the header is not to be trusted.
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

    /** What a body may make without a limit of the caller's: as much as any JSON text. */
    public static final long MAX_HEAP_BYTES = JsonReader.MAX_TREE_BYTES;

    /** The first sender version whose body is more than the topics. */
    private static final int WHOLE_BODY_SINCE = 37;

    private static final byte ZLIB = 0x78;

    public BrokerRegistration {
        topics = FrozenMap.copyOf(topics);
        queueMappings = FrozenMap.copyOf(queueMappings);
        filterServers = List.copyOf(filterServers);
    }

    /** A registration of ordinary topics. */
    public static BrokerRegistration of(DataVersion version, Collection<TopicConfig> topics) {
        Map<String, TopicConfig> byName = new LinkedHashMap<>();
        topics.forEach(topic -> byName.put(topic.topicName(), topic));
        return new BrokerRegistration(version, byName, Map.of(), List.of());
    }

    /**
     * Reads a body of any form within {@link #MAX_HEAP_BYTES}.
     *
     * @param body the bytes as they came; an empty body is an empty registration
     * @param senderVersion the protocol version in the request's header
     * @throws io.apogeemq.common.json.JsonException when it can't be read or is too large
     */
    public static BrokerRegistration decode(byte[] body, int senderVersion) {
        return decode(body, senderVersion, MAX_HEAP_BYTES);
    }

    /**
     * Reads a body of any form. Never holds more than one topic's text beside the topics.
     *
     * @param heapBytes what the registration may take; checked topic by topic, since a short body
     *     can hold a long one
     * @throws io.apogeemq.common.json.JsonException when it can't be read or is too large
     */
    public static BrokerRegistration decode(byte[] body, int senderVersion, long heapBytes) {
        if (body.length == 0) {
            return EMPTY;
        }
        RegistrationDraft draft = new RegistrationDraft(heapBytes);
        if (body[0] == ZLIB) {
            CompressedRegistration.decode(body, senderVersion, draft);
        } else {
            PlainRegistration.decode(body, senderVersion >= WHOLE_BODY_SINCE, draft);
        }
        return draft.build();
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
}
