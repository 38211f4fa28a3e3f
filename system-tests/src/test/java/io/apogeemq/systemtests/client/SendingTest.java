package io.apogeemq.systemtests.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.systemtests.process.Patience;
import io.apogeemq.systemtests.process.RunServices;
import io.apogeemq.systemtests.process.Services;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Every way in which the official producer hands messages over. */
@RunServices(shared = true)
@ExtendWith(ClientsExtension.class)
@Execution(ExecutionMode.CONCURRENT)
@Timeout(600)
class SendingTest {

    private static final int MESSAGE_ILLEGAL = 13;

    @Test
    void aSynchronousSendTellsIdsQueueAndOffset(Services services, Clients clients)
            throws Exception {
        String topic = services.newTopic("sync", 1);
        DefaultMQProducer producer = clients.producer();

        SendResult first = producer.send(new Message(topic, "first".getBytes(UTF_8)));
        SendResult second = producer.send(new Message(topic, "second".getBytes(UTF_8)));

        assertThat(first.getSendStatus()).isEqualTo(SendStatus.SEND_OK);
        assertThat(first.getMessageQueue()).isEqualTo(new MessageQueue(topic, "broker-a", 0));
        assertThat(first.getQueueOffset()).isZero();
        assertThat(second.getQueueOffset()).isEqualTo(1);
        assertThat(first.getMsgId()).matches("[0-9A-F]{32}|[0-9A-F]{56}");
        assertThat(first.getOffsetMsgId()).matches("[0-9A-F]{32}");
        assertThat(first.getOffsetMsgId())
                .startsWith("7F000001" + "%08X".formatted(services.broker().port()));
        assertThat(second.getOffsetMsgId()).isNotEqualTo(first.getOffsetMsgId());
        assertThat(first.getRegionId()).isEqualTo("DefaultRegion");
    }

    @Test
    void anAsynchronousSendCallsBack(Services services, Clients clients) throws Exception {
        String topic = services.newTopic("async", 2);
        DefaultMQProducer producer = clients.producer();
        List<CompletableFuture<SendResult>> answers = new ArrayList<>();

        for (int i = 0; i < 50; i++) {
            CompletableFuture<SendResult> answer = new CompletableFuture<>();
            answers.add(answer);
            producer.send(new Message(topic, ("async " + i).getBytes(UTF_8)), completing(answer));
        }

        Set<String> places = new HashSet<>();
        for (CompletableFuture<SendResult> answer : answers) {
            SendResult result = answer.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(result.getSendStatus()).isEqualTo(SendStatus.SEND_OK);
            places.add(result.getMessageQueue().getQueueId() + "/" + result.getQueueOffset());
        }
        assertThat(places).hasSize(50);
    }

    @Test
    void aOneWaySendArrives(Services services, Clients clients) throws Exception {
        String topic = services.newTopic("one-way", 1);
        Inbox inbox = clients.listen(services.newName("one-way-group"), topic, "*");
        DefaultMQProducer producer = clients.producer();

        for (int i = 0; i < 10; i++) {
            producer.sendOneway(new Message(topic, ("one-way " + i).getBytes(UTF_8)));
        }

        inbox.awaitCount(10);
        assertThat(inbox.bodies())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 10).mapToObj(i -> "one-way " + i).toList());
    }

    @Test
    void aBatchTakesNeighbouringOffsetsAndGetsOneIdPerMessage(Services services, Clients clients)
            throws Exception {
        String topic = services.newTopic("batch", 1);
        Inbox inbox = clients.listen(services.newName("batch-group"), topic, "*");
        DefaultMQProducer producer = clients.producer();
        List<Message> batch = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Message message =
                    new Message(topic, i % 2 == 0 ? "even" : "odd", "k" + i, body("batch " + i));
            message.putUserProperty("index", Integer.toString(i));
            batch.add(message);
        }

        SendResult result = producer.send(batch);

        assertThat(result.getSendStatus()).isEqualTo(SendStatus.SEND_OK);
        assertThat(result.getQueueOffset()).isZero();
        assertThat(result.getOffsetMsgId().split(",")).hasSize(5).doesNotHaveDuplicates();
        List<MessageExt> got = inbox.awaitCount(5);
        for (MessageExt message : got) {
            int index = Integer.parseInt(message.getUserProperty("index"));
            assertThat(Inbox.bodyOf(message)).isEqualTo("batch " + index);
            assertThat(message.getQueueOffset()).isEqualTo(index);
            assertThat(message.getTags()).isEqualTo(index % 2 == 0 ? "even" : "odd");
            assertThat(message.getKeys()).isEqualTo("k" + index);
        }
    }

    @Test
    void everythingInAMessageArrivesUnchanged(Services services, Clients clients) throws Exception {
        String topic = services.newTopic("content", 3);
        Inbox inbox = clients.listen(services.newName("content-group"), topic, "*");
        DefaultMQProducer producer = clients.producer();
        Message sent =
                new Message(topic, "tag-α", "key-1 key-2", 0x1234_5678, body("grüße 消息"), true);
        sent.putUserProperty("colour", "grün=红");
        sent.putUserProperty("blank", "a b\tc");
        long before = System.currentTimeMillis();

        SendResult result = producer.send(sent, new MessageQueue(topic, "broker-a", 2));

        MessageExt got = inbox.awaitCount(1).getFirst();
        assertThat(got.getTopic()).isEqualTo(topic);
        assertThat(got.getBody()).isEqualTo(body("grüße 消息"));
        assertThat(got.getTags()).isEqualTo("tag-α");
        assertThat(got.getKeys()).isEqualTo("key-1 key-2");
        assertThat(got.getFlag()).isEqualTo(0x1234_5678);
        assertThat(got.getUserProperty("colour")).isEqualTo("grün=红");
        assertThat(got.getUserProperty("blank")).isEqualTo("a b\tc");
        assertThat(got.getQueueId()).isEqualTo(2);
        assertThat(got.getQueueOffset()).isEqualTo(result.getQueueOffset());
        assertThat(got.getMsgId()).isEqualTo(result.getMsgId());
        assertThat(got.getBrokerName()).isEqualTo("broker-a");
        assertThat(got.getReconsumeTimes()).isZero();
        assertThat(got.getBornTimestamp()).isBetween(before, System.currentTimeMillis());
        assertThat(got.getStoreTimestamp())
                .isBetween(got.getBornTimestamp() - 1_000, System.currentTimeMillis());
        assertThat(got.getBornHost().toString()).contains("127.0.0.1");
        assertThat(got.getStoreHost().toString()).endsWith("127.0.0.1:" + services.broker().port());
        assertThat(got.getProperty("CLUSTER")).isEqualTo("DefaultCluster");
        assertThat(got.getProperty("MSG_REGION")).isEqualTo("DefaultRegion");
    }

    @Test
    void aLargeBodyIsCompressedOnItsWayAndArrivesUnchanged(Services services, Clients clients)
            throws Exception {
        String topic = services.newTopic("large", 1);
        Inbox inbox = clients.listen(services.newName("large-group"), topic, "*");
        DefaultMQProducer producer = clients.producer();
        byte[] large = body("0123456789".repeat(300_000));

        producer.send(new Message(topic, large));

        MessageExt got = inbox.awaitCount(1).getFirst();
        assertThat(got.getBody()).isEqualTo(large);
        assertThat(got.getStoreSize()).isLessThan(large.length / 10);
    }

    @Test
    void aBodyOverTheLimitIsRefusedAndTheProducerGoesOn(Services services, Clients clients)
            throws Exception {
        String topic = services.newTopic("oversize", 1);
        DefaultMQProducer producer =
                clients.producer(
                        services.newName("oversize-producer"),
                        settings -> {
                            settings.setMaxMessageSize(8 * 1024 * 1024);
                            settings.setCompressMsgBodyOverHowmuch(Integer.MAX_VALUE);
                        });

        assertThatThrownBy(() -> producer.send(new Message(topic, new byte[5 * 1024 * 1024])))
                .isInstanceOfSatisfying(
                        MQBrokerException.class,
                        refused ->
                                assertThat(refused.getResponseCode()).isEqualTo(MESSAGE_ILLEGAL));

        assertThat(producer.send(new Message(topic, body("small"))).getQueueOffset()).isZero();
    }

    @Test
    void aSelectorPutsEqualKeysInOneQueue(Services services, Clients clients) throws Exception {
        String topic = services.newTopic("selector", 4);
        DefaultMQProducer producer = clients.producer();

        for (int i = 0; i < 20; i++) {
            int key = i % 8;
            SendResult result =
                    producer.send(
                            new Message(topic, body("order " + i)),
                            (queues, message, argument) ->
                                    queues.get((Integer) argument % queues.size()),
                            key);
            assertThat(result.getMessageQueue().getQueueId()).isEqualTo(key % 4);
        }
    }

    @Test
    void sendingToAnUnknownTopicCreatesIt(Services services, Clients clients) throws Exception {
        String topic = services.newName("created-by-sending");
        DefaultMQProducer producer = clients.producer();

        SendResult result = producer.send(new Message(topic, body("first of all")));

        assertThat(result.getSendStatus()).isEqualTo(SendStatus.SEND_OK);
        Clients.awaitPublishQueues(producer, topic, 4);
        Inbox inbox = clients.listen(services.newName("created-group"), topic, "*");
        inbox.awaitBodies(List.of("first of all"));
    }

    @Test
    void aTopicHasAsManyQueuesToWriteAsItWasMadeWith(Services services, Clients clients)
            throws Exception {
        String topic = services.newName("queues");
        services.createTopic(topic, 6, 3, 6);
        DefaultMQProducer producer = clients.producer();
        DefaultMQPushConsumer consumer = clients.pushConsumer(services.newName("queues-group"));
        consumer.subscribe(topic, "*");
        consumer.registerMessageListener(new Inbox().concurrently());
        consumer.start();

        assertThat(producer.fetchPublishMessageQueues(topic)).hasSize(3);
        assertThat(consumer.fetchSubscribeMessageQueues(topic)).hasSize(6);
    }

    @Test
    void theTraceTopicIsOffAndAProducerThatTracesSendsAllTheSame(Services services, Clients clients)
            throws Exception {
        String topic = services.newTopic("traced", 1);
        DefaultMQProducer producer = clients.tracingProducer(services.newName("tracing"));

        SendResult result = producer.send(new Message(topic, body("traced")));

        assertThat(result.getSendStatus()).isEqualTo(SendStatus.SEND_OK);
        assertThat(services.hasRoute("RMQ_SYS_TRACE_TOPIC")).isFalse();
    }

    private static SendCallback completing(CompletableFuture<SendResult> answer) {
        return new SendCallback() {
            @Override
            public void onSuccess(SendResult result) {
                answer.complete(result);
            }

            @Override
            public void onException(Throwable failure) {
                answer.completeExceptionally(failure);
            }
        };
    }

    private static byte[] body(String text) {
        return text.getBytes(UTF_8);
    }
}
