package io.apogeemq.broker.produce;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.apogeemq.broker.group.Groups;
import io.apogeemq.broker.log.Durability;
import io.apogeemq.broker.testing.MessageStore;
import io.apogeemq.broker.topic.TopicRules;
import io.apogeemq.broker.topic.Topics;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.SendOutcome;
import io.apogeemq.common.broker.SendRequest;
import io.apogeemq.common.message.DelayLevels;
import io.apogeemq.common.message.MessageProperties;
import io.apogeemq.common.message.StoredMessage;
import io.apogeemq.common.message.SystemTopics;
import io.apogeemq.common.message.UniqueKey;
import io.apogeemq.common.route.TopicConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The room with a store in memory around it; rules, promises and locks are set by tests. */
final class ProduceFixture implements AutoCloseable {

    static final InetSocketAddress CLIENT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_001);

    final MessageStore store = new MessageStore();
    final Topics topics =
            new Topics(
                    store.stateLog(),
                    store.clock(),
                    new SystemTopics("c", "broker-a", 18),
                    TopicRules.DEFAULT);
    final Set<String> consumingInOrder = new HashSet<>();
    final StoredProperties added =
            new StoredProperties(
                    new BrokerIdentity("c", "DefaultRegion", true, MessageStore.HOST),
                    DelayLevels.parse(DelayLevels.DEFAULT_TEXT));
    final Groups groups;
    final Producer producer;
    final SendBack sendBack;
    boolean createsGroups = true;
    SendRules rules = SendRules.DEFAULT;
    Durability durability = store.durability();

    ProduceFixture() {
        groups = new Groups(store.stateLog(), store.clock(), () -> createsGroups);
        producer =
                new Producer(
                        store.log(),
                        endOffset -> durability.reached(endOffset),
                        topics,
                        new RetryDiversion(groups, consumingInOrder::contains),
                        new SendChecks(() -> rules, topics.systemTopics()),
                        added,
                        new UniqueKey(
                                new byte[] {127, 0, 0, 1}, 7, 1, ZoneOffset.UTC, store.clock()));
        sendBack =
                new SendBack(
                        store.log(),
                        endOffset -> durability.reached(endOffset),
                        topics,
                        groups,
                        () -> rules,
                        added);
        topics.put(TopicConfig.of("topic", 4));
    }

    CompletionStage<SendOutcome> sending(Send send) {
        return producer.send(send.build());
    }

    /** The outcome of a send that is answered at once, after the message is shown to readers. */
    SendOutcome send(Send send) {
        SendOutcome outcome = sending(send).toCompletableFuture().getNow(null);
        if (outcome == null) {
            throw new AssertionError("the send is not answered yet");
        }
        store.dispatch();
        return outcome;
    }

    SendOutcome.Stored stored(Send send) {
        SendOutcome outcome = send(send);
        if (outcome instanceof SendOutcome.Stored stored) {
            return stored;
        }
        throw new AssertionError(outcome.toString());
    }

    Refused refused(Send send) {
        SendOutcome outcome = send(send);
        if (outcome instanceof Refused refused) {
            return refused;
        }
        throw new AssertionError(outcome.toString());
    }

    /** The last message of a queue. */
    StoredMessage last(String topic, int queueId) {
        return store.messages(topic, queueId).getLast();
    }

    @Override
    public void close() {
        store.close();
    }

    /** A send in the making: by default a small message to topic's queue 0. */
    static final class Send {
        private String topic = "topic";
        private String defaultTopic = SystemTopics.AUTO_CREATE_TEMPLATE;
        private int queueId;
        private int sysFlag;
        private String properties = "";
        private int reconsumeTimes;
        private boolean batch;
        private int maxReconsumeTimes = -1;
        private byte[] body;
        private InetSocketAddress bornHost = CLIENT;
        private int clientVersion = 515;

        private Send(byte[] body) {
            this.body = body;
        }

        static Send send(String body) {
            return new Send(body.getBytes(UTF_8));
        }

        static Send batch(byte[] body) {
            Send send = new Send(body);
            send.batch = true;
            return send;
        }

        Send to(String value) {
            topic = value;
            return this;
        }

        Send after(String template) {
            defaultTopic = template;
            return this;
        }

        Send queue(int value) {
            queueId = value;
            return this;
        }

        Send sysFlag(int value) {
            sysFlag = value;
            return this;
        }

        /** Names and values in turn. */
        Send with(String... namesAndValues) {
            MessageProperties encoded = new MessageProperties();
            for (int i = 0; i < namesAndValues.length; i += 2) {
                encoded.put(namesAndValues[i], namesAndValues[i + 1]);
            }
            properties = new String(encoded.encode(), UTF_8);
            return this;
        }

        Send encoded(String value) {
            properties = value;
            return this;
        }

        /** The try that this is, and after how many the client says it is dead. */
        Send tried(int times, int atMost) {
            reconsumeTimes = times;
            maxReconsumeTimes = atMost;
            return this;
        }

        Send version(int value) {
            clientVersion = value;
            return this;
        }

        Send from(InetSocketAddress value) {
            bornHost = value;
            return this;
        }

        SendRequest build() {
            return new SendRequest(
                    "producers",
                    topic,
                    defaultTopic,
                    4,
                    queueId,
                    sysFlag,
                    1_700_000_000_000L,
                    -7,
                    surrounded(properties.getBytes(UTF_8)),
                    reconsumeTimes,
                    false,
                    batch,
                    maxReconsumeTimes,
                    surrounded(body),
                    bornHost,
                    clientVersion);
        }

        /** As buffers come from the network: somewhere in the middle of something else. */
        private static ByteBuffer surrounded(byte[] bytes) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length + 9);
            for (int i = 0; i < buffer.capacity(); i++) {
                buffer.put(i, (byte) 'x');
            }
            buffer.put(5, bytes);
            return buffer.position(5).limit(5 + bytes.length);
        }
    }
}
