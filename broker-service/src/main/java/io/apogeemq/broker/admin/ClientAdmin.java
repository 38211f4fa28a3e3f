package io.apogeemq.broker.admin;

import io.apogeemq.common.broker.ClientPeer;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.broker.Subscription;
import io.apogeemq.common.message.MessageQueue;
import io.apogeemq.common.protocol.admin.ClientConnection;
import io.apogeemq.common.protocol.admin.ConsumerConnectionBody;
import io.apogeemq.common.protocol.admin.ConsumerTableBody;
import io.apogeemq.common.protocol.admin.ProducerConnectionBody;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Operators and connected clients. Any thread; keeps nothing itself. */
public final class ClientAdmin {

    private static final Logger LOG = LoggerFactory.getLogger(ClientAdmin.class);

    private final ConnectedClients clients;

    public ClientAdmin(ConnectedClients clients) {
        this.clients = clients;
    }

    /** Who consumes for a group, and what. */
    public AdminOutcome<ConsumerConnectionBody> consumers(String group) {
        ConnectedClients.Consumers online = clients.consumers(group);
        if (online == null) {
            return AdminOutcome.denied(
                    Reason.CONSUMER_NOT_ONLINE,
                    "the consumer group[%s] not online".formatted(group));
        }
        List<Subscription> subscriptions = new ArrayList<>(online.subscriptions().values());
        subscriptions.sort(Comparator.comparing(Subscription::topic));
        return AdminOutcome.answered(
                new ConsumerConnectionBody(
                        connections(online.members()),
                        subscriptions,
                        online.consumeType(),
                        online.messageModel(),
                        online.consumeFromWhere()));
    }

    /** Who sends for a group. */
    public AdminOutcome<ProducerConnectionBody> producers(String group) {
        List<ConnectedClients.Client> online = clients.producers(group);
        return online.isEmpty()
                ? AdminOutcome.denied(
                        Reason.SYSTEM_ERROR, "the producer group[%s] not exist".formatted(group))
                : AdminOutcome.answered(new ProducerConnectionBody(connections(online)));
    }

    /** All producers by group. */
    public Map<String, List<ConnectedClients.Client>> allProducers() {
        return new TreeMap<>(clients.producers());
    }

    private static List<ClientConnection> connections(List<ConnectedClients.Client> members) {
        return members.stream()
                .map(
                        member ->
                                new ClientConnection(
                                        member.clientId(),
                                        member.peer().address(),
                                        member.peer().language(),
                                        member.peer().version()))
                .sorted(Comparator.comparing(ClientConnection::clientId))
                .toList();
    }

    /** What a group wants of a topic; null when it is offline or does not subscribe. */
    public @Nullable Subscription subscription(String group, String topic) {
        ConnectedClients.Consumers online = clients.consumers(group);
        return online == null ? null : online.subscriptions().get(topic);
    }

    /**
     * How far the members of a group are by their own account. One that doesn't answer is left out.
     *
     * @param clientId one member, by id or address; null for all
     */
    public CompletionStage<AdminOutcome<ConsumerTableBody>> status(
            String topic, String group, @Nullable String clientId) {
        ConnectedClients.Consumers online = clients.consumers(group);
        if (online == null) {
            return CompletableFuture.completedStage(
                    AdminOutcome.denied(
                            Reason.SYSTEM_ERROR,
                            "No Any Consumer online in the consumer group: [%s]".formatted(group)));
        }
        Map<String, Map<MessageQueue, Long>> answers = new ConcurrentSkipListMap<>();
        List<CompletableFuture<?>> asked = new ArrayList<>();
        for (ConnectedClients.Client member : online.members()) {
            if (clientId == null
                    || clientId.equals(member.clientId())
                    || clientId.equals(member.peer().address())) {
                asked.add(ask(member, topic, group, answers).toCompletableFuture());
            }
        }
        return CompletableFuture.allOf(asked.toArray(new CompletableFuture<?>[0]))
                .thenApply(all -> AdminOutcome.answered(new ConsumerTableBody(answers)));
    }

    private static CompletionStage<?> ask(
            ConnectedClients.Client member,
            String topic,
            String group,
            Map<String, Map<MessageQueue, Long>> answers) {
        ClientPeer peer = member.peer();
        return peer.consumerStatus(topic, group)
                .handle(
                        (offsets, failure) -> {
                            if (failure == null) {
                                answers.put(member.clientId(), offsets);
                            } else {
                                LOG.atDebug()
                                        .addKeyValue("client", member.clientId())
                                        .setCause(failure)
                                        .log("A consumer did not tell how far it is");
                            }
                            return null;
                        });
    }
}
