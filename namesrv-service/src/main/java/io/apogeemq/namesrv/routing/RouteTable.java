package io.apogeemq.namesrv.routing;

import io.apogeemq.common.route.BrokerEntry;
import io.apogeemq.common.route.BrokerRegistration;
import io.apogeemq.common.route.DataVersion;
import io.apogeemq.common.route.QueueEntry;
import io.apogeemq.common.route.TopicConfig;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is where: takes what brokers and operators tell and publishes it as {@link RouteSnapshot}s.
 *
 * <p>Owner: one writer at a time for every method but {@link #snapshot()}, by turns of one thread;
 * two at once are a bug and refused. A change is published before the method returns. Nothing is
 * durable: after a restart brokers register again.
 *
 * <p>A registration is judged by the topics in it, not by its version: a NameServer that missed one
 * change would otherwise take the next equal version for proof that it has everything.
 */
public final class RouteTable {
    private static final Logger LOG = LoggerFactory.getLogger(RouteTable.class);

    private final InstantSource clock;
    private final Supplier<RoutingOptions> options;
    private final Map<LiveBroker.Place, LiveBroker> live = new HashMap<>();
    private final WipedBrokers wiped = new WipedBrokers();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile RouteSnapshot snapshot = RouteSnapshot.EMPTY;

    /**
     * An empty table.
     *
     * @param clock tells the age of heartbeats
     * @param options asked anew in every turn
     */
    public RouteTable(InstantSource clock, Supplier<RoutingOptions> options) {
        this.clock = clock;
        this.options = options;
    }

    /** What is known now. Any thread. */
    public RouteSnapshot snapshot() {
        return snapshot;
    }

    /** Takes a registration that came over a connection. */
    public RegisterOutcome register(Registration registration, BrokerLink link) {
        return turn(draft -> register(draft, registration, link));
    }

    private RegisterOutcome register(RouteDraft draft, Registration registration, BrokerLink link) {
        BrokerKey broker = registration.broker();
        BrokerEntry group = draft.group(broker.name());
        SortedMap<Long, String> addresses =
                group == null ? new TreeMap<>() : new TreeMap<>(group.brokerAddrs());
        // The same address under another id: the broker changed its role.
        addresses
                .entrySet()
                .removeIf(e -> e.getValue().equals(broker.address()) && e.getKey() != broker.id());
        String holder = addresses.get(broker.id());
        LiveBroker before = live.get(LiveBroker.Place.of(broker));
        if (holder != null
                && !holder.equals(broker.address())
                && isOutvoted(registration, holder)) {
            if (before != null) {
                remove(draft, before.key, "it gave up its place and got no other");
            }
            return new RegisterOutcome.Accepted(null, null);
        }
        if (holder == null && registration.body().topics().size() == 1) {
            return new RegisterOutcome.TooEarly();
        }
        addresses.put(broker.id(), broker.address());
        boolean isMaster = registration.isMaster();
        draft.putGroup(
                new BrokerEntry(
                        isMaster || group == null ? broker.cluster() : group.cluster(),
                        broker.name(),
                        addresses,
                        Boolean.TRUE.equals(registration.actingMaster()),
                        registration.zone()));
        draft.setFilterServers(broker.address(), registration.body().filterServers());
        // Slaves of 4.x know their topics only from the master; the first of newer ones may speak
        // for a master that is away.
        if (isMaster
                || (registration.actingMaster() != null && broker.id() == addresses.firstKey())) {
            applyTopics(draft, broker.name(), registration.body());
        }
        long heapBytes = options.get().heapBytes();
        if (draft.isBeyond(heapBytes)) {
            return full(draft, broker, heapBytes);
        }
        if (isMaster && wiped.endsWith(broker.name(), registration.mark(), link)) {
            draft.setWiped(broker.name(), false);
        }
        if (before != null && !before.key.name().equals(broker.name())) {
            // Nothing would ever drop it otherwise: its entry among the living is taken.
            remove(draft, before.key, "its address belongs to " + broker.name() + " now");
        }
        noteAlive(registration, link, holder);
        return isMaster ? new RegisterOutcome.Accepted(null, null) : masterOf(broker, addresses);
    }

    /** What a broker has here already goes on; it would be silent otherwise and lose that too. */
    private RegisterOutcome full(RouteDraft draft, BrokerKey broker, long heapBytes) {
        draft.discard();
        LiveBroker known = live.get(LiveBroker.Place.of(broker));
        if (known != null) {
            known.seen(clock.millis());
        }
        LOG.atWarn()
                .addKeyValue("broker", broker)
                .addKeyValue("tableBytes", heapBytes)
                .log("refused a registration: the route table has no room for more topics");
        return new RegisterOutcome.Full(heapBytes);
    }

    /** Whether the address that holds the id is alive with a newer term than the newcomer. */
    private boolean isOutvoted(Registration registration, String holder) {
        LiveBroker other = live.get(new LiveBroker.Place(registration.broker().cluster(), holder));
        boolean outvoted =
                other != null
                        && other.version.stateVersion()
                                > registration.body().dataVersion().stateVersion();
        if (outvoted) {
            LOG.atWarn()
                    .addKeyValue("broker", registration.broker())
                    .addKeyValue("holder", holder)
                    .log("ignored a broker whose id is held by one of a newer term");
        }
        return outvoted;
    }

    private void applyTopics(RouteDraft draft, String brokerName, BrokerRegistration body) {
        // Most topics of a broker have equal entries; they share one object.
        Map<QueueEntry, QueueEntry> shared = new HashMap<>();
        for (TopicConfig topic : body.topics().values()) {
            QueueEntry entry = QueueEntry.of(brokerName, topic);
            QueueEntry same = shared.putIfAbsent(entry, entry);
            draft.putEntry(topic.topicName(), same == null ? entry : same);
        }
        body.queueMappings()
                .forEach((topic, mapping) -> draft.putMapping(topic, brokerName, mapping));
        boolean isFull = body.topics().containsKey(brokerName);
        if (options.get().deletesMissingTopics() && isFull && body.queueMappings().isEmpty()) {
            snapshot.table()
                    .forEach(
                            (topic, entries) -> {
                                if (!body.topics().containsKey(topic)) {
                                    draft.removeEntry(topic, brokerName);
                                }
                            });
        }
    }

    private void noteAlive(Registration registration, BrokerLink link, @Nullable String holder) {
        BrokerKey broker = registration.broker();
        Long limit = registration.timeoutMillis();
        LiveBroker before =
                live.put(
                        LiveBroker.Place.of(broker),
                        new LiveBroker(
                                registration,
                                link,
                                limit == null || limit < 1 ? options.get().timeoutMillis() : limit,
                                clock.millis()));
        if (holder != null && !holder.equals(broker.address())) {
            live.remove(new LiveBroker.Place(broker.cluster(), holder));
        }
        if (before == null || !before.link.equals(link)) {
            LOG.atInfo().addKeyValue("broker", broker).log("broker registered");
        }
    }

    private RegisterOutcome masterOf(BrokerKey slave, SortedMap<Long, String> addresses) {
        String address = addresses.get(BrokerEntry.MASTER_ID);
        LiveBroker master =
                address == null ? null : live.get(new LiveBroker.Place(slave.cluster(), address));
        return master == null
                ? new RegisterOutcome.Accepted(null, null)
                : new RegisterOutcome.Accepted(address, master.haAddress);
    }

    /** Notes that a broker lives; an unknown one is left for its registration. */
    public void heartbeat(String cluster, String address) {
        turn(
                draft -> {
                    LiveBroker broker = live.get(new LiveBroker.Place(cluster, address));
                    if (broker != null) {
                        broker.seen(clock.millis());
                    }
                    return true;
                });
    }

    /** Tells a broker whether its topics are known in that version; notes that it lives. */
    public VersionOutcome compareVersion(BrokerKey key, DataVersion version) {
        return turn(
                draft -> {
                    LiveBroker broker = live.get(LiveBroker.Place.of(key));
                    if (broker == null) {
                        return new VersionOutcome(true, null);
                    }
                    broker.seen(clock.millis());
                    return new VersionOutcome(!broker.version.equals(version), broker.version);
                });
    }

    /**
     * A broker says that it goes. If it doesn't say which process it is, that is a change of
     * process for what operators took away from it; otherwise its next registration tells.
     */
    public void unregister(BrokerKey key) {
        turn(
                draft -> {
                    BrokerEntry group = draft.group(key.name());
                    if (group != null
                            && key.address().equals(group.brokerAddrs().get(BrokerEntry.MASTER_ID))
                            && wiped.endsWithFarewell(key.name())) {
                        draft.setWiped(key.name(), false);
                    }
                    remove(draft, key, "it unregistered");
                    return true;
                });
    }

    /** A connection is gone, and with it, at once or after the grace, who registered over it. */
    public void linkClosed(BrokerLink link) {
        turn(
                draft -> {
                    long grace = options.get().closeGraceMillis();
                    for (LiveBroker broker : List.copyOf(live.values())) {
                        if (broker.link.equals(link)) {
                            leave(draft, broker, grace);
                        }
                    }
                    return true;
                });
    }

    /** Drops brokers that were silent for too long, and those whose grace is over. */
    public void expire() {
        turn(
                draft -> {
                    long now = clock.millis();
                    for (LiveBroker broker : List.copyOf(live.values())) {
                        if (broker.isSilentAt(now)) {
                            remove(draft, broker.key, "it was silent for too long");
                            broker.link.close("the broker was silent for too long");
                        } else if (broker.isGoneAt(now)) {
                            remove(draft, broker.key, "its connection is gone");
                        } else if (!broker.isLeaving() && !broker.link.isOpen()) {
                            // The notice of the close was lost, for instance in a full queue.
                            leave(draft, broker, options.get().closeGraceMillis());
                        }
                    }
                    return true;
                });
    }

    private void leave(RouteDraft draft, LiveBroker broker, long graceMillis) {
        if (graceMillis == 0) {
            remove(draft, broker.key, "its connection is gone");
        } else {
            broker.leaveAt(clock.millis() + graceMillis);
        }
    }

    private void remove(RouteDraft draft, BrokerKey key, String reason) {
        LiveBroker there = live.get(LiveBroker.Place.of(key));
        // The late farewell of a broker is not that of the one which has its address since.
        boolean wasAlive = there != null && there.key.name().equals(key.name());
        if (wasAlive) {
            live.remove(LiveBroker.Place.of(key));
        }
        if (isHeldByAnother(key)) {
            return;
        }
        draft.setFilterServers(key.address(), List.of());
        BrokerEntry group = draft.group(key.name());
        if (group != null && group.brokerAddrs().containsValue(key.address())) {
            SortedMap<Long, String> left = new TreeMap<>(group.brokerAddrs());
            left.values().removeIf(key.address()::equals);
            if (left.isEmpty()) {
                draft.removeGroup(key.name());
            } else {
                draft.putGroup(group.withBrokerAddrs(left));
            }
            wasAlive = true;
        }
        if (wasAlive) {
            LOG.atInfo()
                    .addKeyValue("broker", key)
                    .addKeyValue("reason", reason)
                    .log("broker removed");
        }
    }

    /** Whether the same broker lives at that address under the name of another cluster. */
    private boolean isHeldByAnother(BrokerKey key) {
        return live.values().stream()
                .anyMatch(
                        other ->
                                other.key.name().equals(key.name())
                                        && other.key.address().equals(key.address()));
    }

    /**
     * Takes write permission off all topics of a broker: until it is given back or the broker's
     * process changes, whatever the broker registers meanwhile.
     *
     * @return how many topics are concerned; 0 for an unknown broker
     */
    public int wipeWritePermission(String brokerName) {
        return turn(
                draft -> {
                    BrokerEntry group = draft.group(brokerName);
                    if (group == null) {
                        return 0;
                    }
                    String master = group.brokerAddrs().get(BrokerEntry.MASTER_ID);
                    wiped.begin(
                            brokerName,
                            master == null
                                    ? null
                                    : live.get(new LiveBroker.Place(group.cluster(), master)));
                    draft.setWiped(brokerName, true);
                    return topicCount(brokerName);
                });
    }

    /**
     * Gives write permission back to those topics of a broker that have it by themselves.
     *
     * @return how many topics are concerned; 0 for an unknown broker
     */
    public int restoreWritePermission(String brokerName) {
        return turn(
                draft -> {
                    wiped.end(brokerName, "an operator took it back");
                    draft.setWiped(brokerName, false);
                    return topicCount(brokerName);
                });
    }

    private int topicCount(String brokerName) {
        List<String> topics = new ArrayList<>();
        snapshot.table()
                .forEach(
                        (topic, entries) -> {
                            if (TopicShards.entryOf(entries, brokerName) != null) {
                                topics.add(topic);
                            }
                        });
        return topics.size();
    }

    /**
     * Adds queue entries of a topic by hand. When one of them names a broker that isn't known
     * nothing is added.
     *
     * @return false when the table has no room for them
     */
    public boolean addTopic(String topic, List<QueueEntry> entries) {
        return turn(
                draft -> {
                    if (entries.stream().allMatch(e -> draft.group(e.brokerName()) != null)) {
                        entries.forEach(entry -> draft.putEntry(topic, entry));
                    }
                    boolean full = draft.isBeyond(options.get().heapBytes());
                    if (full) {
                        draft.discard();
                    }
                    return !full;
                });
    }

    /**
     * Removes a topic. Brokers that still have it bring it back when they register next.
     *
     * @param cluster only the entries of that cluster's brokers; null for all
     */
    public void deleteTopic(String topic, @Nullable String cluster) {
        turn(
                draft -> {
                    List<QueueEntry> entries = snapshot.table().find(topic);
                    for (QueueEntry entry : entries == null ? List.<QueueEntry>of() : entries) {
                        BrokerEntry group = draft.group(entry.brokerName());
                        if (cluster == null || (group != null && group.cluster().equals(cluster))) {
                            draft.removeEntry(topic, entry.brokerName());
                        }
                    }
                    return true;
                });
    }

    private interface Turn<T> {
        T apply(RouteDraft draft);
    }

    private <T> T turn(Turn<T> work) {
        if (!busy.compareAndSet(false, true)) {
            throw new IllegalStateException("the route table has one writer at a time");
        }
        try {
            RouteDraft draft = new RouteDraft(snapshot);
            T result = work.apply(draft);
            snapshot = draft.build();
            return result;
        } finally {
            busy.set(false);
        }
    }
}
