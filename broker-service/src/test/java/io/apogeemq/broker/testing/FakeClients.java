package io.apogeemq.broker.testing;

import io.apogeemq.broker.admin.ConnectedClients;
import io.apogeemq.common.broker.Heartbeat.ConsumeType;
import io.apogeemq.common.broker.Heartbeat.MessageModel;
import io.apogeemq.common.broker.Subscription;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Clients that are connected because the test says so. One thread. */
public final class FakeClients implements ConnectedClients {

    private final Map<String, Consumers> consumers = new HashMap<>();
    private final Map<String, List<Client>> producers = new HashMap<>();

    /** A member of a consumer group that subscribes to these topics. */
    public void consumer(String group, String clientId, FakePeer peer, String... topics) {
        Map<String, Subscription> subscriptions = new LinkedHashMap<>();
        for (String topic : topics) {
            subscriptions.put(
                    topic, new Subscription(topic, "*", Subscription.TAG, Set.of(), Set.of(), 1));
        }
        consumers.put(
                group,
                new Consumers(
                        List.of(new Client(clientId, peer, 1)),
                        subscriptions,
                        ConsumeType.CONSUME_PASSIVELY,
                        MessageModel.CLUSTERING,
                        "CONSUME_FROM_LAST_OFFSET"));
    }

    /** The members of a producer group. */
    public void producers(String group, Client... members) {
        producers.put(group, Arrays.asList(members));
    }

    @Override
    public @Nullable Consumers consumers(String group) {
        return consumers.get(group);
    }

    @Override
    public List<Client> producers(String group) {
        return producers.getOrDefault(group, List.of());
    }

    @Override
    public Map<String, List<Client>> producers() {
        return producers;
    }

    @Override
    public Set<String> subscribers(String topic) {
        Set<String> found = new HashSet<>();
        consumers.forEach(
                (group, online) -> {
                    if (online.subscriptions().containsKey(topic)) {
                        found.add(group);
                    }
                });
        return found;
    }

    @Override
    public Set<String> consumerGroups() {
        return consumers.keySet();
    }
}
