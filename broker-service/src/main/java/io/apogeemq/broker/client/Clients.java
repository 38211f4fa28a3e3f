package io.apogeemq.broker.client;

import io.apogeemq.broker.admin.ConnectedClients;
import io.apogeemq.broker.client.ConsumerGroup.Change;
import io.apogeemq.broker.group.Groups;
import io.apogeemq.broker.topic.Topics;
import io.apogeemq.common.broker.AcknowledgedOutcome;
import io.apogeemq.common.broker.ClientOperations;
import io.apogeemq.common.broker.ClientPeer;
import io.apogeemq.common.broker.Heartbeat;
import io.apogeemq.common.broker.Heartbeat.ConsumeType;
import io.apogeemq.common.broker.Heartbeat.Consumer;
import io.apogeemq.common.broker.Heartbeat.MessageModel;
import io.apogeemq.common.broker.HeartbeatOutcome;
import io.apogeemq.common.broker.MemberOutcome;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.broker.Subscription;
import io.apogeemq.common.message.TopicNames;
import io.apogeemq.common.route.Permission;
import io.apogeemq.common.route.SubscriptionGroupConfig;
import io.apogeemq.common.route.TopicConfig;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The register of connected producers and consumers, kept alive by their heartbeats.
 *
 * <p>Thread-safe: changes are made one at a time under this object's monitor, look-ups take no
 * lock. Members are told of changes after the monitor is released. In memory only; clients register
 * again after a restart.
 *
 * <p>A client leaves by {@link #unregister}, when its connection is closed, or when {@link #expire}
 * finds its last heartbeat too old.
 */
public final class Clients implements ClientOperations, ConnectedClients {

    /** The groups that a connection stands in. */
    private record Registration(Set<String> consumerGroups, Set<String> producerGroups) {
        Registration() {
            this(new LinkedHashSet<>(), new LinkedHashSet<>());
        }
    }

    private final Topics topics;
    private final Groups groups;
    private final InstantSource clock;
    private final Supplier<ClientRules> rules;
    private final ConcurrentHashMap<String, ConsumerGroup> consumers = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Members> producers = new ConcurrentHashMap<>();
    private final Map<ClientPeer, Registration> byPeer = new HashMap<>();
    private final List<GroupListener> listeners = new CopyOnWriteArrayList<>();

    /** An empty register. */
    public Clients(Topics topics, Groups groups, InstantSource clock, Supplier<ClientRules> rules) {
        this.topics = topics;
        this.groups = groups;
        this.clock = clock;
        this.rules = rules;
    }

    /** Tells a listener of all heartbeats of consumers from now on. */
    public void listen(GroupListener listener) {
        listeners.add(listener);
    }

    @Override
    public CompletionStage<HeartbeatOutcome> heartbeat(ClientPeer peer, Heartbeat heartbeat) {
        if (heartbeat.clientId().isBlank()) {
            return CompletableFuture.completedStage(
                    new Refused(
                            Reason.INVALID_PARAMETER,
                            "clientID: is blank (expected: an id that is unique per process)"));
        }
        List<Consumer> admitted = new ArrayList<>(heartbeat.consumers().size());
        for (Consumer consumer : heartbeat.consumers()) {
            if (admit(consumer, heartbeat.withoutSubscriptions())) {
                admitted.add(consumer);
            }
        }
        long now = clock.millis();
        boolean changed = heartbeat.fingerprint() == 0;
        Set<String> toTell = new LinkedHashSet<>();
        synchronized (this) {
            Registration registration = byPeer.computeIfAbsent(peer, p -> new Registration());
            for (Consumer consumer : admitted) {
                registration.consumerGroups().add(consumer.group());
                Change change =
                        consumers
                                .computeIfAbsent(
                                        consumer.group(), name -> new ConsumerGroup(consumer))
                                .heartbeat(peer, heartbeat, consumer, now);
                changed |= change.fingerprintDiffers();
                if (change.concernsMembers()) {
                    toTell.add(consumer.group());
                }
            }
            for (String group : heartbeat.producerGroups()) {
                registration.producerGroups().add(group);
                producers
                        .computeIfAbsent(group, name -> new Members())
                        .heartbeat(peer, heartbeat.clientId(), now);
            }
            forgetIfEmpty(peer, registration);
        }
        tellMembers(toTell);
        for (GroupListener listener : listeners) {
            admitted.forEach(consumer -> listener.registered(consumer.group()));
        }
        if (!peer.isOpen()) {
            // It closed before it was registered; nobody would take it out otherwise.
            peerClosed(peer);
        }
        return CompletableFuture.completedStage(new HeartbeatOutcome.Alive(changed));
    }

    /** Whether the group may consume here; makes what it needs for that. */
    private boolean admit(Consumer consumer, boolean withoutSubscriptions) {
        if (consumer.consumeType() == ConsumeType.CONSUME_ACTIVELY
                && rules.get().rejectActiveConsumers()) {
            return false;
        }
        SubscriptionGroupConfig config = groups.findOrCreate(consumer.group());
        if (config == null) {
            return false;
        }
        // A short heartbeat does not say what is subscribed to, and so nothing of the order.
        if (config.retryQueueNums() > 0 && !withoutSubscriptions) {
            // Tools find the brokers of a group by the route of this topic.
            topics.ensure(
                    TopicNames.retryTopic(consumer.group()),
                    config.retryQueueNums(),
                    Permission.READ_WRITE,
                    consumer.subscriptions().stream().anyMatch(this::isOrdered));
        }
        return true;
    }

    private boolean isOrdered(Subscription subscription) {
        TopicConfig topic = topics.find(subscription.topic());
        return topic != null && topic.order();
    }

    @Override
    public CompletionStage<AcknowledgedOutcome> unregister(
            ClientPeer peer,
            String clientId,
            @Nullable String producerGroup,
            @Nullable String consumerGroup) {
        Set<String> toTell = new LinkedHashSet<>();
        synchronized (this) {
            Registration registration = byPeer.get(peer);
            if (registration != null) {
                if (producerGroup != null && registration.producerGroups().remove(producerGroup)) {
                    removeProducer(producerGroup, peer);
                }
                if (consumerGroup != null && registration.consumerGroups().remove(consumerGroup)) {
                    removeConsumer(consumerGroup, peer, toTell);
                }
                forgetIfEmpty(peer, registration);
            }
        }
        tellMembers(toTell);
        return CompletableFuture.completedStage(new AcknowledgedOutcome.Done(""));
    }

    @Override
    public void peerClosed(ClientPeer peer) {
        Set<String> toTell = new LinkedHashSet<>();
        synchronized (this) {
            Registration registration = byPeer.remove(peer);
            if (registration != null) {
                registration.producerGroups().forEach(group -> removeProducer(group, peer));
                registration.consumerGroups().forEach(group -> removeConsumer(group, peer, toTell));
            }
        }
        tellMembers(toTell);
    }

    /** Takes out whoever has not been heard of for too long. Called every few seconds. */
    public void expire() {
        long now = clock.millis();
        long expiryMillis = rules.get().expiry().toMillis();
        Set<String> toTell = new LinkedHashSet<>();
        synchronized (this) {
            consumers.forEach(
                    (group, members) -> {
                        for (ClientPeer peer : members.members().expired(now, expiryMillis)) {
                            Registration registration = byPeer.get(peer);
                            if (registration != null) {
                                registration.consumerGroups().remove(group);
                                forgetIfEmpty(peer, registration);
                            }
                            removeConsumer(group, peer, toTell);
                        }
                    });
            producers.forEach(
                    (group, members) -> {
                        for (ClientPeer peer : members.expired(now, expiryMillis)) {
                            Registration registration = byPeer.get(peer);
                            if (registration != null) {
                                registration.producerGroups().remove(group);
                                forgetIfEmpty(peer, registration);
                            }
                            removeProducer(group, peer);
                        }
                    });
        }
        tellMembers(toTell);
    }

    private void removeProducer(String group, ClientPeer peer) {
        Members members = producers.get(group);
        if (members != null && members.remove(peer) && members.isEmpty()) {
            producers.remove(group);
        }
    }

    private void removeConsumer(String group, ClientPeer peer, Set<String> toTell) {
        ConsumerGroup members = consumers.get(group);
        if (members == null || !members.members().remove(peer)) {
            return;
        }
        if (members.members().isEmpty()) {
            consumers.remove(group);
        } else {
            toTell.add(group);
        }
    }

    private void forgetIfEmpty(ClientPeer peer, Registration registration) {
        if (registration.consumerGroups().isEmpty() && registration.producerGroups().isEmpty()) {
            byPeer.remove(peer);
        }
    }

    private void tellMembers(Set<String> changedGroups) {
        if (changedGroups.isEmpty() || !rules.get().notifyMembers()) {
            return;
        }
        for (String group : changedGroups) {
            ConsumerGroup members = consumers.get(group);
            SubscriptionGroupConfig config = groups.find(group);
            if (members == null
                    || members.messageModel() == MessageModel.BROADCASTING
                    || (config != null && !config.notifyConsumerIdsChangedEnable())) {
                continue;
            }
            for (Member member : members.members().list()) {
                member.peer().membersChanged(group);
            }
        }
    }

    @Override
    public CompletionStage<MemberOutcome> members(String group) {
        ConsumerGroup members = consumers.get(group);
        List<String> ids =
                members == null
                        ? List.of()
                        : members.members().list().stream()
                                .map(Member::clientId)
                                .distinct()
                                .toList();
        return CompletableFuture.completedStage(
                ids.isEmpty()
                        ? new Refused(
                                Reason.CONSUMER_NOT_ONLINE, "no consumer for this group, " + group)
                        : new MemberOutcome.Members(ids));
    }

    @Override
    public CompletionStage<AcknowledgedOutcome> checkSubscription(
            String group, Subscription subscription) {
        return CompletableFuture.completedStage(
                subscription.isTag()
                        ? new AcknowledgedOutcome.Done("")
                        : new Refused(
                                Reason.NOT_SUPPORTED,
                                "The broker does not support consumer to filter message by "
                                        + subscription.expressionType()
                                        + "; this version filters by tags"));
    }

    /** Whether a member of the group is connected. */
    public boolean isRegistered(String group) {
        return consumers.containsKey(group);
    }

    /** What the group's members want of a topic; null when they don't subscribe to it. */
    public @Nullable Subscription subscription(String group, String topic) {
        ConsumerGroup members = consumers.get(group);
        return members == null ? null : members.subscription(topic);
    }

    /** Whether the group's members share messages; null when nobody is connected. */
    public @Nullable MessageModel messageModel(String group) {
        ConsumerGroup members = consumers.get(group);
        return members == null ? null : members.messageModel();
    }

    @Override
    public ConnectedClients.@Nullable Consumers consumers(String group) {
        ConsumerGroup members = consumers.get(group);
        return members == null ? null : members.shown();
    }

    @Override
    public List<ConnectedClients.Client> producers(String group) {
        Members members = producers.get(group);
        return members == null ? List.of() : members.list().stream().map(Member::shown).toList();
    }

    @Override
    public Map<String, List<ConnectedClients.Client>> producers() {
        Map<String, List<ConnectedClients.Client>> shown = new HashMap<>();
        producers.forEach(
                (group, members) ->
                        shown.put(group, members.list().stream().map(Member::shown).toList()));
        return shown;
    }

    @Override
    public Set<String> subscribers(String topic) {
        Set<String> subscribers = new HashSet<>();
        consumers.forEach(
                (group, members) -> {
                    if (members.subscription(topic) != null) {
                        subscribers.add(group);
                    }
                });
        return subscribers;
    }

    @Override
    public Set<String> consumerGroups() {
        return Set.copyOf(consumers.keySet());
    }
}
