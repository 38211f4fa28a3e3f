package io.apogeemq.broker.config;

import io.apogeemq.broker.client.ClientRules;
import io.apogeemq.broker.produce.SendRules;
import io.apogeemq.broker.pull.PullRules;
import io.apogeemq.broker.topic.TopicRules;
import java.util.List;

/**
 * Everything that operators may change while the broker runs. Swapped as a whole; each room sees
 * the part that is its own.
 *
 * @param permission the broker's permission bits
 * @param namesrvAddr the NameServers
 * @param send rules of sending
 * @param pull rules of pulling
 * @param topics rules of making topics
 * @param clients rules of registering clients
 * @param autoCreateGroups whether a consumer creates its group
 */
record LiveSettings(
        int permission,
        List<String> namesrvAddr,
        SendRules send,
        PullRules pull,
        TopicRules topics,
        ClientRules clients,
        boolean autoCreateGroups) {

    private static final int READ = 4;
    private static final int WRITE = 2;

    LiveSettings {
        namesrvAddr = List.copyOf(namesrvAddr);
    }

    static LiveSettings of(BrokerProperties properties) {
        boolean writable = (properties.permission() & WRITE) != 0;
        boolean readable = (properties.permission() & READ) != 0;
        return new LiveSettings(
                properties.permission(),
                properties.namesrvAddr(),
                new SendRules(
                        Math.toIntExact(properties.store().maxMessageSize().toBytes()),
                        writable,
                        properties.topics().maxPerConnection()),
                new PullRules(
                        readable,
                        properties.pull().lite(),
                        properties.pull().maxMessages(),
                        Math.toIntExact(properties.pull().maxSize().toBytes()),
                        properties.pull().longPolling()),
                new TopicRules(
                        properties.topics().autoCreate(),
                        properties.topics().trace(),
                        false,
                        properties.topics().mixedMessageTypes(),
                        properties.topics().autoCreateUpTo()),
                new ClientRules(
                        properties.clients().expiry(),
                        properties.clients().notifyMembers(),
                        properties.clients().rejectPullConsumers()),
                properties.groups().autoCreate());
    }
}
