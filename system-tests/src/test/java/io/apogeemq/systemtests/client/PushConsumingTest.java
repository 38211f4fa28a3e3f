package io.apogeemq.systemtests.client;

import static io.apogeemq.systemtests.client.Clients.message;
import static io.apogeemq.systemtests.process.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.systemtests.process.RunServices;
import io.apogeemq.systemtests.process.Services;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.consumer.listener.MessageListenerOrderly;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the official push consumer gets, and in which order. */
@RunServices(shared = true)
@ExtendWith(ClientsExtension.class)
@Execution(ExecutionMode.CONCURRENT)
@Timeout(600)
class PushConsumingTest {

    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    @Test
    void aConcurrentListenerGetsEverythingOnce(Services services, Clients clients)
            throws Exception {
        String topic = services.newTopic("concurrent", 4);
        Inbox inbox = clients.listen(services.newName("concurrent-group"), topic, "*");
        DefaultMQProducer producer = clients.producer();
        List<String> sent = send(producer, topic, 200);

        inbox.awaitBodies(sent);

        assertThat(inbox.bodies()).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void anOrderlyListenerGetsEachQueueInOrder(Services services, Clients clients)
            throws Exception {
        String topic = services.newTopic("orderly", 3);
        Inbox inbox = new Inbox();
        DefaultMQPushConsumer consumer = clients.pushConsumer(services.newName("orderly-group"));
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.subscribe(topic, "*");
        consumer.registerMessageListener(inbox.orderly());
        consumer.start();
        DefaultMQProducer producer = clients.producer();
        for (int i = 0; i < 90; i++) {
            producer.send(message(topic, "step " + i), new MessageQueue(topic, "broker-a", i % 3));
        }

        List<MessageExt> got = inbox.awaitCount(90);

        for (int queue = 0; queue < 3; queue++) {
            int wanted = queue;
            assertThat(
                            got.stream()
                                    .filter(message -> message.getQueueId() == wanted)
                                    .map(MessageExt::getQueueOffset)
                                    .toList())
                    .isEqualTo(IntStream.range(0, 30).mapToObj(Long::valueOf).toList());
        }
    }

    @Test
    void anOrderlyListenerThatAsksForAMomentGetsTheSameMessageAgainBeforeTheNext(
            Services services, Clients clients) throws Exception {
        String topic = services.newTopic("orderly-wait", 1);
        Collection<String> seen = new ConcurrentLinkedQueue<>();
        AtomicInteger failures = new AtomicInteger(2);
        DefaultMQPushConsumer consumer =
                clients.pushConsumer(services.newName("orderly-wait-group"));
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.setConsumeMessageBatchMaxSize(1);
        consumer.subscribe(topic, "*");
        MessageListenerOrderly listener =
                (batch, context) -> {
                    String body = Inbox.bodyOf(batch.getFirst());
                    seen.add(body + "/" + batch.getFirst().getReconsumeTimes());
                    if (body.equals("m1") && failures.getAndDecrement() > 0) {
                        context.setSuspendCurrentQueueTimeMillis(100);
                        return ConsumeOrderlyStatus.SUSPEND_CURRENT_QUEUE_A_MOMENT;
                    }
                    return ConsumeOrderlyStatus.SUCCESS;
                };
        consumer.registerMessageListener(listener);
        DefaultMQProducer producer = clients.producer();
        send(producer, topic, 3);
        consumer.start();

        await("five attempts").until(() -> seen.size() >= 5);

        assertThat(seen).containsExactly("m0/0", "m1/0", "m1/1", "m1/2", "m2/0");
    }

    @Test
    void aTagExpressionLetsOnlyItsTagsThrough(Services services, Clients clients) throws Exception {
        String topic = services.newTopic("tags", 2);
        String group = services.newName("tags-group");
        Inbox inbox = clients.listen(group, topic, "red || blue");
        DefaultMQProducer producer = clients.producer();
        for (int i = 0; i < 10; i++) {
            producer.send(message(topic, "red", "red " + i));
            producer.send(message(topic, "green", "green " + i));
            producer.send(message(topic, "blue", "blue " + i));
            producer.send(message(topic, "none " + i));
        }

        List<MessageExt> got = inbox.awaitCount(20);

        assertThat(got).extracting(MessageExt::getTags).containsOnly("red", "blue");
        assertThat(inbox.bodies()).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void tagsWithEqualHashesAreToldApart(Services services, Clients clients) throws Exception {
        // "Aa" and "BB" have the same hash, which is all that the server's queue knows.
        String topic = services.newTopic("equal-hashes", 1);
        Inbox inbox = clients.listen(services.newName("equal-hashes-group"), topic, "Aa");
        DefaultMQProducer producer = clients.producer();
        producer.send(message(topic, "BB", "wrong"));
        producer.send(message(topic, "Aa", "right"));

        inbox.awaitBodies(List.of("right"));

        assertThat(inbox.bodies()).containsExactly("right");
    }

    @Test
    void everyMemberOfABroadcastGroupGetsEveryMessage(Services services, Clients clients)
            throws Exception {
        String topic = services.newTopic("broadcast", 2);
        String group = services.newName("broadcast-group");
        List<Inbox> inboxes = List.of(new Inbox(), new Inbox());
        for (Inbox inbox : inboxes) {
            DefaultMQPushConsumer consumer = clients.pushConsumer(group);
            Clients.broadcast(consumer);
            consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
            consumer.subscribe(topic, "*");
            consumer.registerMessageListener(inbox.concurrently());
            consumer.start();
        }
        List<String> sent = send(clients.producer(), topic, 20);

        for (Inbox inbox : inboxes) {
            inbox.awaitBodies(sent);
            assertThat(inbox.bodies()).hasSize(20);
        }
    }

    @Test
    void severalGroupsEachGetEverything(Services services, Clients clients) throws Exception {
        String topic = services.newTopic("groups", 2);
        Inbox one = clients.listen(services.newName("groups-one"), topic, "*");
        Inbox two = clients.listen(services.newName("groups-two"), topic, "*");
        List<String> sent = send(clients.producer(), topic, 20);

        one.awaitBodies(sent);
        two.awaitBodies(sent);
    }

    @Test
    void oneConsumerMayListenToSeveralTopics(Services services, Clients clients) throws Exception {
        String first = services.newTopic("several-first", 2);
        String second = services.newTopic("several-second", 2);
        Map<String, Integer> counts = new ConcurrentHashMap<>();
        DefaultMQPushConsumer consumer = clients.pushConsumer(services.newName("several-group"));
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.subscribe(first, "*");
        consumer.subscribe(second, "wanted");
        MessageListenerConcurrently listener =
                (batch, context) -> {
                    batch.forEach(message -> counts.merge(message.getTopic(), 1, Integer::sum));
                    return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
                };
        consumer.registerMessageListener(listener);
        consumer.start();
        DefaultMQProducer producer = clients.producer();
        for (int i = 0; i < 5; i++) {
            producer.send(message(first, "m" + i));
            producer.send(message(second, i == 0 ? "other" : "wanted", "m" + i));
        }

        await("all messages")
                .untilAsserted(() -> assertThat(counts).isEqualTo(Map.of(first, 5, second, 4)));
    }

    @Test
    void aMessageReachesAWaitingConsumerAtOnce(Services services, Clients clients)
            throws Exception {
        String topic = services.newTopic("latency", 1);
        Inbox inbox = clients.listen(services.newName("latency-group"), topic, "*");
        DefaultMQProducer producer = clients.producer();
        // The first message finds the consumer's rebalancing; the others find a held pull.
        producer.send(message(topic, "first"));
        inbox.awaitCount(1);

        // A pull that is not woken waits for many seconds each time, a busy machine just now and
        // then.
        await("a message that comes at once")
                .until(
                        () -> {
                            int before = inbox.size();
                            long start = System.nanoTime();
                            producer.send(message(topic, "next"));
                            inbox.awaitCount(before + 1);
                            return System.nanoTime() - start < AT_ONCE.toNanos();
                        });
    }

    private static List<String> send(DefaultMQProducer producer, String topic, int count)
            throws Exception {
        List<String> bodies = IntStream.range(0, count).mapToObj(i -> "m" + i).toList();
        for (String body : bodies) {
            producer.send(message(topic, body));
        }
        return bodies;
    }
}
