package io.apogeemq.broker.client;

import io.apogeemq.broker.admin.ConnectedClients;
import io.apogeemq.common.broker.ClientPeer;
import io.apogeemq.common.broker.Heartbeat;
import io.apogeemq.common.broker.Heartbeat.Consumer;
import io.apogeemq.common.broker.Heartbeat.MessageModel;
import io.apogeemq.common.broker.Subscription;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A consumer group with at least one connected member. Changed under the registry's monitor; what
 * others read is immutable and published by a volatile.
 */
final class ConsumerGroup {

    /** What a heartbeat changed. */
    record Change(boolean newMember, boolean topicsChanged, boolean fingerprintDiffers) {
        boolean concernsMembers() {
            return newMember || topicsChanged;
        }
    }

    private final Members members = new Members();
    private @Nullable Integer fingerprint;
    private volatile Map<String, Subscription> subscriptions = Map.of();
    private volatile Consumer latest;

    ConsumerGroup(Consumer first) {
        this.latest = first;
    }

    /** Takes a member's heartbeat in; the latest one says what the group is like. */
    Change heartbeat(ClientPeer peer, Heartbeat heartbeat, Consumer consumer, long nowMillis) {
        boolean newMember = members.heartbeat(peer, heartbeat.clientId(), nowMillis);
        latest = consumer;
        Integer known = fingerprint;
        if (heartbeat.withoutSubscriptions()) {
            // Unknown after a restart of the broker: then the client has to send everything again.
            return new Change(newMember, false, known == null || known != heartbeat.fingerprint());
        }
        boolean topicsChanged = subscribe(consumer.subscriptions());
        if (heartbeat.fingerprint() != 0) {
            fingerprint = heartbeat.fingerprint();
        }
        return new Change(
                newMember, topicsChanged, known != null && known != heartbeat.fingerprint());
    }

    /**
     * Newer subscriptions replace older ones, topics that are not listed any more go.
     *
     * @return whether a topic came or went
     */
    private boolean subscribe(List<Subscription> listed) {
        Map<String, Subscription> before = subscriptions;
        Map<String, Subscription> next = new HashMap<>();
        for (Subscription subscription : listed) {
            Subscription present = before.get(subscription.topic());
            next.put(
                    subscription.topic(),
                    present == null || subscription.version() > present.version()
                            ? subscription
                            : present);
        }
        if (!next.equals(before)) {
            subscriptions = Map.copyOf(next);
        }
        return !next.keySet().equals(before.keySet());
    }

    Members members() {
        return members;
    }

    @Nullable Subscription subscription(String topic) {
        return subscriptions.get(topic);
    }

    MessageModel messageModel() {
        return latest.messageModel();
    }

    ConnectedClients.Consumers shown() {
        Consumer now = latest;
        return new ConnectedClients.Consumers(
                members.list().stream().map(Member::shown).toList(),
                subscriptions,
                now.consumeType(),
                now.messageModel(),
                now.consumeFromWhere());
    }
}
