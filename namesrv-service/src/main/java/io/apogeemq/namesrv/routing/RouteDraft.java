package io.apogeemq.namesrv.routing;

import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonWeight;
import io.apogeemq.common.route.BrokerEntry;
import io.apogeemq.common.route.QueueEntry;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The next snapshot in the making. Copies what is touched and no more; when nothing differs in the
 * end, the snapshot stays the same object. Belongs to one turn of the writer.
 */
final class RouteDraft {
    /** A group and each of its members, with their names, which the door keeps short. */
    private static final int GROUP_BYTES = 2 * 1024;

    private final RouteSnapshot before;
    private final TopicShards.Editor topics;
    private SortedMap<String, BrokerEntry> groups;
    private boolean ownsGroups;
    private boolean changed;
    private boolean discarded;
    private Set<String> wiped;
    private Map<String, List<String>> filterServers;
    private Map<String, Map<String, JsonObject>> queueMappings;
    private long bytesBesideTopics;

    RouteDraft(RouteSnapshot before) {
        this.before = before;
        this.topics = before.table().edit();
        this.groups = before.groups();
        this.wiped = before.wiped();
        this.filterServers = before.filterServers();
        this.queueMappings = before.queueMappings();
        this.bytesBesideTopics = before.bytesBesideTopics();
    }

    /** Says whether the draft takes more of the heap than before, and more than it may. */
    boolean isBeyond(long heapBytes) {
        long bytes = topics.heapBytes() + bytesBesideTopics;
        return bytes > heapBytes && bytes > before.heapBytes();
    }

    @Nullable BrokerEntry group(String name) {
        return groups.get(name);
    }

    TopicShards.Editor topics() {
        return topics;
    }

    void putGroup(BrokerEntry group) {
        if (!group.equals(groups.get(group.brokerName()))) {
            bytesBesideTopics += bytes(group) - bytes(ownGroups().put(group.brokerName(), group));
        }
    }

    /** Removes a group with all that is known of its topics. */
    void removeGroup(String name) {
        bytesBesideTopics -= bytes(ownGroups().remove(name));
        topics.removeBroker(name);
        for (String topic : List.copyOf(queueMappings.keySet())) {
            removeMapping(topic, name);
        }
    }

    void putEntry(String topic, QueueEntry entry) {
        topics.put(topic, entry);
    }

    void removeEntry(String topic, String brokerName) {
        topics.remove(topic, brokerName);
        removeMapping(topic, brokerName);
    }

    void setWiped(String brokerName, boolean isWiped) {
        if (wiped.contains(brokerName) != isWiped) {
            Set<String> names = new HashSet<>(wiped);
            if (isWiped) {
                names.add(brokerName);
            } else {
                names.remove(brokerName);
            }
            wiped = Set.copyOf(names);
            changed = true;
        }
    }

    void setFilterServers(String address, List<String> servers) {
        List<String> former = filterServers.getOrDefault(address, List.of());
        if (!servers.equals(former)) {
            bytesBesideTopics += bytes(servers) - bytes(former);
            Map<String, List<String>> all = new HashMap<>(filterServers);
            if (servers.isEmpty()) {
                all.remove(address);
            } else {
                all.put(address, servers);
            }
            filterServers = Map.copyOf(all);
            changed = true;
        }
    }

    void putMapping(String topic, String brokerName, JsonObject mapping) {
        Map<String, JsonObject> ofTopic = queueMappings.getOrDefault(topic, Map.of());
        if (!mapping.equals(ofTopic.get(brokerName))) {
            Map<String, JsonObject> more = new HashMap<>(ofTopic);
            bytesBesideTopics +=
                    bytes(topic, mapping) - bytes(topic, more.put(brokerName, mapping));
            setMappings(topic, more);
        }
    }

    /** Gives up what was drafted: the snapshot stays. */
    void discard() {
        discarded = true;
    }

    RouteSnapshot build() {
        if (discarded) {
            return before;
        }
        TopicShards table = topics.build();
        return changed || topics.isTouched()
                ? new RouteSnapshot(
                        Collections.unmodifiableSortedMap(groups),
                        table,
                        wiped,
                        filterServers,
                        queueMappings,
                        bytesBesideTopics)
                : before;
    }

    private static long bytes(@Nullable BrokerEntry group) {
        return group == null ? 0 : GROUP_BYTES * (1L + group.brokerAddrs().size());
    }

    private static long bytes(List<String> texts) {
        return texts.stream().mapToLong(JsonWeight::text).sum();
    }

    private static long bytes(String topic, @Nullable JsonObject mapping) {
        return mapping == null ? 0 : JsonWeight.text(topic) + mapping.heapBytes();
    }

    private void removeMapping(String topic, String brokerName) {
        Map<String, JsonObject> ofTopic = queueMappings.getOrDefault(topic, Map.of());
        if (ofTopic.containsKey(brokerName)) {
            Map<String, JsonObject> left = new HashMap<>(ofTopic);
            bytesBesideTopics -= bytes(topic, left.remove(brokerName));
            setMappings(topic, left);
        }
    }

    private void setMappings(String topic, Map<String, JsonObject> ofTopic) {
        Map<String, Map<String, JsonObject>> all = new HashMap<>(queueMappings);
        if (ofTopic.isEmpty()) {
            all.remove(topic);
        } else {
            all.put(topic, Map.copyOf(ofTopic));
        }
        queueMappings = Map.copyOf(all);
        changed = true;
    }

    private SortedMap<String, BrokerEntry> ownGroups() {
        if (!ownsGroups) {
            groups = new TreeMap<>(groups);
            ownsGroups = true;
        }
        changed = true;
        return groups;
    }
}
