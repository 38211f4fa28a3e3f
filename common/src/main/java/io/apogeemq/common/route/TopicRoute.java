package io.apogeemq.common.route;

import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonReader;
import io.apogeemq.common.json.JsonWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a topic lives. Immutable.
 *
 * @param queueDatas the topic's queues, one entry per broker group
 * @param brokerDatas the groups that the entries name
 * @param filterServers broker address to filter servers; a removed feature, kept because old
 *     clients look at it
 * @param orderTopicConf {@code brokerA:4;brokerB:4} for an order topic
 * @param queueMappings broker name to queue mapping, for static topics only; the mappings are
 *     passed on as they came
 */
public record TopicRoute(
        List<QueueEntry> queueDatas,
        List<BrokerEntry> brokerDatas,
        Map<String, List<String>> filterServers,
        @Nullable String orderTopicConf,
        Map<String, JsonObject> queueMappings) {
    public TopicRoute {
        queueDatas = List.copyOf(queueDatas);
        brokerDatas = List.copyOf(brokerDatas);
        filterServers = Collections.unmodifiableMap(new TreeMap<>(filterServers));
        queueMappings = Collections.unmodifiableMap(new TreeMap<>(queueMappings));
    }

    /** A route without peculiarities. */
    public static TopicRoute of(List<QueueEntry> queues, List<BrokerEntry> brokers) {
        return new TopicRoute(queues, brokers, Map.of(), null, Map.of());
    }

    /** The same with another order configuration. */
    public TopicRoute withOrderTopicConf(@Nullable String value) {
        return new TopicRoute(queueDatas, brokerDatas, filterServers, value, queueMappings);
    }

    /** Reads a route; absent parts are empty. */
    public static TopicRoute read(JsonObject object) {
        List<QueueEntry> queues = new ArrayList<>();
        object.objects("queueDatas").forEach(entry -> queues.add(QueueEntry.read(entry)));
        List<BrokerEntry> brokers = new ArrayList<>();
        object.objects("brokerDatas").forEach(entry -> brokers.add(BrokerEntry.read(entry)));
        JsonObject filters = object.objectOrEmpty("filterServerTable");
        Map<String, List<String>> filterServers = new LinkedHashMap<>();
        filters.keys().forEach(address -> filterServers.put(address, filters.texts(address)));
        JsonObject mapped = object.objectOrEmpty("topicQueueMappingByBroker");
        Map<String, JsonObject> mappings = new LinkedHashMap<>();
        mapped.keys().forEach(broker -> mappings.put(broker, mapped.objectOrEmpty(broker)));
        return new TopicRoute(
                queues, brokers, filterServers, object.text("orderTopicConf"), mappings);
    }

    /** Reads a route from a body. */
    public static TopicRoute parse(byte[] json) {
        return read(JsonReader.parseObject(json));
    }

    /**
     * The route as a body. Old clients cut it apart by position, so it has no white space and the
     * master's address comes first.
     *
     * @param strict plain JSON; otherwise broker ids are bare digits, which clients before 4.9.4
     *     need
     */
    public byte[] toJson(boolean strict) {
        JsonWriter json = strict ? JsonWriter.strict() : JsonWriter.classic();
        json.beginObject().fieldName("brokerDatas").beginArray();
        brokerDatas.forEach(entry -> entry.write(json));
        json.endArray().fieldName("filterServerTable").beginObject();
        filterServers.forEach(json::field);
        json.endObject().field("orderTopicConf", orderTopicConf);
        json.fieldName("queueDatas").beginArray();
        queueDatas.forEach(entry -> entry.write(json));
        json.endArray();
        if (!queueMappings.isEmpty()) {
            json.fieldName("topicQueueMappingByBroker").beginObject();
            queueMappings.forEach((broker, mapping) -> json.fieldName(broker).value(mapping));
            json.endObject();
        }
        return json.endObject().toBytes();
    }
}
