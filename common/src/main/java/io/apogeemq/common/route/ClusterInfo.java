package io.apogeemq.common.route;

import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonReader;
import io.apogeemq.common.json.JsonWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All clusters and broker groups that a NameServer knows. Immutable.
 *
 * @param brokers broker name to group
 * @param clusters cluster name to names of its groups
 */
public record ClusterInfo(
        SortedMap<String, BrokerEntry> brokers, SortedMap<String, SortedSet<String>> clusters) {
    public ClusterInfo {
        brokers = Collections.unmodifiableSortedMap(new TreeMap<>(brokers));
        SortedMap<String, SortedSet<String>> copy = new TreeMap<>();
        clusters.forEach(
                (cluster, names) ->
                        copy.put(cluster, Collections.unmodifiableSortedSet(new TreeSet<>(names))));
        clusters = Collections.unmodifiableSortedMap(copy);
    }

    /** Reads a list from a body; absent parts are empty. */
    public static ClusterInfo parse(byte[] body) {
        JsonObject object = JsonReader.parseObject(body);
        SortedMap<String, BrokerEntry> brokers = new TreeMap<>();
        JsonObject table = object.objectOrEmpty("brokerAddrTable");
        table.keys()
                .forEach(name -> brokers.put(name, BrokerEntry.read(table.requireObject(name))));
        SortedMap<String, SortedSet<String>> clusters = new TreeMap<>();
        JsonObject members = object.objectOrEmpty("clusterAddrTable");
        members.keys().forEach(name -> clusters.put(name, new TreeSet<>(members.texts(name))));
        return new ClusterInfo(brokers, clusters);
    }

    /** The list as a body; broker ids quoted when strict, else bare digits. */
    public byte[] toJson(boolean strict) {
        JsonWriter json = strict ? JsonWriter.strict() : JsonWriter.classic();
        json.beginObject().fieldName("brokerAddrTable").beginObject();
        brokers.forEach(
                (name, broker) -> {
                    json.fieldName(name);
                    broker.write(json);
                });
        json.endObject().fieldName("clusterAddrTable").beginObject();
        clusters.forEach(json::field);
        return json.endObject().endObject().toBytes();
    }

    /** The addresses of the masters of a cluster, in the order of the broker names. */
    public List<String> mastersOf(String cluster) {
        List<String> masters = new ArrayList<>();
        for (String name : clusters.getOrDefault(cluster, Collections.emptySortedSet())) {
            BrokerEntry broker = brokers.get(name);
            if (broker != null && broker.hasMaster()) {
                masters.add(broker.brokerAddrs().get(BrokerEntry.MASTER_ID));
            }
        }
        return masters;
    }
}
