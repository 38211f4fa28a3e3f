package io.apogeemq.namesrv.routing;

import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.route.BrokerEntry;
import io.apogeemq.common.route.ClusterInfo;
import io.apogeemq.common.route.MemberGroup;
import io.apogeemq.common.route.Permission;
import io.apogeemq.common.route.QueueEntry;
import io.apogeemq.common.route.TopicRoute;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All that is known at one moment, for readers: immutable, any thread, no locks. What operators
 * took away and what a missing master makes impossible is worked in when a route is asked for; the
 * table itself keeps what brokers registered.
 *
 * <p>The lists of topics walk through everything and don't belong on an event loop.
 */
public final class RouteSnapshot {
    /** Brokers talk among themselves about their members in topics of this name. */
    private static final String MEMBER_TOPICS = "rmq_sys_SYNC_BROKER_MEMBER_";

    private static final int UNIT = 1;
    private static final int UNIT_SUBSCRIPTION = 2;

    static final RouteSnapshot EMPTY =
            new RouteSnapshot(
                    Collections.emptySortedMap(),
                    TopicShards.EMPTY,
                    Set.of(),
                    Map.of(),
                    Map.of(),
                    0);

    private final SortedMap<String, BrokerEntry> groups;
    private final TopicShards topics;
    private final Set<String> wiped;
    private final Map<String, List<String>> filterServers;
    private final Map<String, Map<String, JsonObject>> queueMappings;
    private final long bytesBesideTopics;

    /**
     * Ownership of all collections: taken; they are not changed any more.
     *
     * @param groups broker name to group
     * @param topics what brokers registered
     * @param wiped names of brokers whose topics nobody may write
     * @param filterServers broker address to filter servers
     * @param queueMappings static topic to broker name to mapping
     * @param bytesBesideTopics what all but the topics takes of the heap
     */
    RouteSnapshot(
            SortedMap<String, BrokerEntry> groups,
            TopicShards topics,
            Set<String> wiped,
            Map<String, List<String>> filterServers,
            Map<String, Map<String, JsonObject>> queueMappings,
            long bytesBesideTopics) {
        this.groups = groups;
        this.topics = topics;
        this.wiped = wiped;
        this.filterServers = filterServers;
        this.queueMappings = queueMappings;
        this.bytesBesideTopics = bytesBesideTopics;
    }

    long bytesBesideTopics() {
        return bytesBesideTopics;
    }

    /** What the table takes of the heap, roughly and rounded up. */
    public long heapBytes() {
        return topics.heapBytes() + bytesBesideTopics;
    }

    /**
     * Where a topic lives, if at least one live broker has queues of it.
     *
     * @param actingMasters whether the lowest live slave of a group without master, if the group
     *     allows it, is shown as master: readers that need one go on there. Writing needs a real
     *     one
     * @param zone narrows the route to brokers of that zone and those without a master; null for
     *     all
     */
    public Optional<TopicRoute> route(String topic, boolean actingMasters, @Nullable String zone) {
        List<QueueEntry> entries = topics.find(topic);
        if (entries == null) {
            return Optional.empty();
        }
        Optional<TopicRoute> route = Optional.empty();
        if (zone != null) {
            route = route(topic, entries, actingMasters, group -> isIn(group, zone));
        }
        // An empty answer would take away queues that consumers hold: better a far broker than
        // none.
        return route.isPresent() ? route : route(topic, entries, actingMasters, group -> true);
    }

    private static boolean isIn(BrokerEntry group, String zone) {
        return !group.hasMaster() || zone.equalsIgnoreCase(group.zoneName());
    }

    private Optional<TopicRoute> route(
            String topic,
            List<QueueEntry> entries,
            boolean actingMasters,
            Predicate<BrokerEntry> wanted) {
        List<QueueEntry> queues = new ArrayList<>(entries.size());
        List<BrokerEntry> brokers = new ArrayList<>(entries.size());
        Map<String, List<String>> filters = new TreeMap<>();
        for (QueueEntry entry : entries) {
            BrokerEntry group = groups.get(entry.brokerName());
            if (group == null || !wanted.test(group)) {
                continue;
            }
            boolean acting =
                    actingMasters
                            && group.enableActingMaster()
                            && !group.hasMaster()
                            && !topic.startsWith(MEMBER_TOPICS);
            boolean readOnly = acting || wiped.contains(group.brokerName());
            queues.add(
                    readOnly && Permission.isWritable(entry.perm())
                            ? entry.withPerm(Permission.withoutWrite(entry.perm()))
                            : entry);
            brokers.add(acting ? withActingMaster(group) : group);
            if (!filterServers.isEmpty()) {
                group.brokerAddrs().values().stream()
                        .filter(filterServers::containsKey)
                        .forEach(a -> filters.put(a, filterServers.getOrDefault(a, List.of())));
            }
        }
        return queues.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new TopicRoute(
                                queues,
                                brokers,
                                filters,
                                null,
                                queueMappings.getOrDefault(topic, Map.of())));
    }

    private static BrokerEntry withActingMaster(BrokerEntry group) {
        SortedMap<Long, String> addresses = new TreeMap<>(group.brokerAddrs());
        String acting = addresses.remove(addresses.firstKey());
        addresses.put(BrokerEntry.MASTER_ID, acting);
        return group.withBrokerAddrs(addresses);
    }

    /** All clusters and groups, as they are: without acting masters. */
    public ClusterInfo clusterInfo() {
        SortedMap<String, SortedSet<String>> clusters = new TreeMap<>();
        groups.forEach(
                (name, group) ->
                        clusters.computeIfAbsent(group.cluster(), c -> new TreeSet<>()).add(name));
        return new ClusterInfo(groups, clusters);
    }

    /** Who is alive in a group; nobody when the group isn't known. */
    public MemberGroup memberGroup(String cluster, String brokerName) {
        BrokerEntry group = groups.get(brokerName);
        return new MemberGroup(
                cluster,
                brokerName,
                group == null ? Collections.emptySortedMap() : group.brokerAddrs());
    }

    /** The names of all clusters and groups, which name system topics. */
    public List<String> systemTopics() {
        SortedSet<String> names = new TreeSet<>(groups.keySet());
        groups.values().forEach(group -> names.add(group.cluster()));
        return List.copyOf(names);
    }

    /** The address of some broker, a master where there is one. */
    public Optional<String> anyBroker() {
        return groups.values().stream()
                .min((a, b) -> Boolean.compare(b.hasMaster(), a.hasMaster()))
                .map(group -> group.brokerAddrs().firstEntry().getValue());
    }

    /** All topics by name. */
    public List<String> topics() {
        return topics(entry -> true);
    }

    /** The topics that brokers of a cluster have, by name. */
    public List<String> topicsOf(String cluster) {
        return topics(
                entry -> {
                    BrokerEntry group = groups.get(entry.brokerName());
                    return group != null && group.cluster().equals(cluster);
                });
    }

    /** The topics with the unit bit. */
    public List<String> unitTopics() {
        return topics(entry -> (entry.topicSysFlag() & UNIT) != 0);
    }

    /** The topics with the unit subscription bit. */
    public List<String> unitSubscriptionTopics() {
        return topics(entry -> (entry.topicSysFlag() & UNIT_SUBSCRIPTION) != 0);
    }

    /** The topics with the unit subscription bit but not the unit bit. */
    public List<String> unitSubscriptionOnlyTopics() {
        return topics(
                entry -> (entry.topicSysFlag() & (UNIT | UNIT_SUBSCRIPTION)) == UNIT_SUBSCRIPTION);
    }

    /** How many topics are known. */
    public int topicCount() {
        return topics.size();
    }

    /** How many broker groups are known. */
    public int groupCount() {
        return groups.size();
    }

    SortedMap<String, BrokerEntry> groups() {
        return groups;
    }

    TopicShards table() {
        return topics;
    }

    Set<String> wiped() {
        return wiped;
    }

    Map<String, List<String>> filterServers() {
        return filterServers;
    }

    Map<String, Map<String, JsonObject>> queueMappings() {
        return queueMappings;
    }

    private List<String> topics(Predicate<QueueEntry> wanted) {
        List<String> names = new ArrayList<>();
        topics.forEach(
                (topic, entries) -> {
                    if (entries.stream().anyMatch(wanted)) {
                        names.add(topic);
                    }
                });
        Collections.sort(names);
        return names;
    }
}
