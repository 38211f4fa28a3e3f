package io.apogeemq.broker.admin;

import io.apogeemq.common.broker.ClientPeer;
import io.apogeemq.common.broker.Heartbeat.ConsumeType;
import io.apogeemq.common.broker.Heartbeat.MessageModel;
import io.apogeemq.common.broker.Subscription;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who is connected, as operators ask for it. The register of clients provides it. Any thread. */
public interface ConnectedClients {

    /** The members of a consumer group and what they want; null when nobody is connected. */
    @Nullable Consumers consumers(String group);

    /** The members of a producer group; empty when nobody is connected. */
    List<Client> producers(String group);

    /** All producer groups with their members. */
    Map<String, List<Client>> producers();

    /** The consumer groups whose members subscribe to a topic now. */
    Set<String> subscribers(String topic);

    /** The consumer groups that have a member now. */
    Set<String> consumerGroups();

    /**
     * A connected client.
     *
     * @param clientId what it calls itself
     * @param peer its connection
     * @param lastHeartbeatMillis by the broker's clock
     */
    record Client(String clientId, ClientPeer peer, long lastHeartbeatMillis) {}

    /**
     * A consumer group with at least one member.
     *
     * @param members its members
     * @param subscriptions by topic
     * @param consumeFromWhere where a new group begins, in the client's words
     */
    record Consumers(
            List<Client> members,
            Map<String, Subscription> subscriptions,
            ConsumeType consumeType,
            MessageModel messageModel,
            String consumeFromWhere) {

        public Consumers {
            members = List.copyOf(members);
            subscriptions = Map.copyOf(subscriptions);
        }

        /** The member of that id; null when it is not connected. */
        public @Nullable Client member(String clientId) {
            for (Client member : members) {
                if (member.clientId().equals(clientId)) {
                    return member;
                }
            }
            return null;
        }
    }
}
