package io.apogeemq.systemtests.client;

import static io.apogeemq.systemtests.client.Clients.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apogeemq.systemtests.process.RunServices;
import io.apogeemq.systemtests.process.Services;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.PullResult;
import org.apache.rocketmq.client.consumer.PullStatus;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.remoting.exception.RemotingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What outlives the end of a broker, and how clients get over it without being told. */
@RunServices
@ExtendWith(ClientsExtension.class)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the servers of RestartTest")
@Timeout(180)
@SuppressWarnings("deprecation") // The pull consumer is deprecated by its makers, but in use.
class RestartTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How a broker ends: by SIGTERM or by SIGKILL. */
    enum Ending {
        CLEAN,
        KILLED
    }

    @ParameterizedTest
    @EnumSource
    void messagesTopicsAndProgressAreKept(Ending ending, Services services, Clients clients)
            throws Exception {
        String topic = services.newTopic("kept", 3);
        String group = services.newName("kept-group");
        MessageQueue queue = new MessageQueue(topic, "broker-a", 2);
        DefaultMQProducer producer = clients.producer();
        List<SendResult> sent = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            sent.add(producer.send(message(topic, "tag", "m" + i), queue));
        }
        DefaultMQPullConsumer consumer = clients.pullConsumer(group);
        consumer.start();
        consumer.pull(queue, "*", 0, 1);
        consumer.updateConsumeOffset(queue, 6);
        consumer.getOffsetStore().persist(queue);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(consumer.fetchConsumeOffset(queue, true)).isEqualTo(6));
        if (ending == Ending.KILLED) {
            awaitWrittenProgress(services);
        }

        end(services, ending);

        assertThat(consumer.fetchConsumeOffset(queue, true)).isEqualTo(6);
        assertThat(consumer.fetchSubscribeMessageQueues(topic)).hasSize(3);
        List<MessageExt> kept = readAll(consumer, queue);
        assertThat(kept).extracting(Inbox::bodyOf).containsExactlyElementsOf(bodies(10));
        assertThat(kept)
                .extracting(MessageExt::getMsgId)
                .containsExactlyElementsOf(sent.stream().map(SendResult::getMsgId).toList());
        assertThat(kept).extracting(MessageExt::getTags).containsOnly("tag");
        assertThat(send(producer, message(topic, "next"), queue).getQueueOffset()).isEqualTo(10);
    }

    @ParameterizedTest
    @EnumSource
    void noAcknowledgedMessageIsLostWhileSendingGoesOn(
            Ending ending, Services services, Clients clients) throws Exception {
        String topic = services.newTopic("acknowledged", 4);
        DefaultMQProducer producer = clients.producer();
        List<SendResult> acknowledged = Collections.synchronizedList(new ArrayList<>());
        AtomicBoolean sending = new AtomicBoolean(true);
        Thread sender =
                Thread.ofVirtual()
                        .start(() -> sendUntilTold(producer, topic, sending, acknowledged));
        try {
            await("some messages").atMost(PATIENCE).until(() -> acknowledged.size() > 200);
            end(services, ending);
            int before = acknowledged.size();
            await("more messages").atMost(PATIENCE).until(() -> acknowledged.size() > before + 20);
        } finally {
            sending.set(false);
            sender.join();
        }

        DefaultMQPullConsumer consumer =
                clients.pullConsumer(services.newName("acknowledged-group"));
        consumer.start();
        SortedMap<String, String> found = new TreeMap<>();
        for (MessageQueue queue : consumer.fetchSubscribeMessageQueues(topic)) {
            List<MessageExt> messages = readAll(consumer, queue);
            for (int i = 0; i < messages.size(); i++) {
                MessageExt message = messages.get(i);
                assertThat(message.getQueueOffset()).as(queue.toString()).isEqualTo(i);
                found.put(queue.getQueueId() + "/" + i, message.getMsgId());
            }
        }
        for (SendResult result : List.copyOf(acknowledged)) {
            String place = result.getMessageQueue().getQueueId() + "/" + result.getQueueOffset();
            assertThat(found).as("acknowledged").containsEntry(place, result.getMsgId());
        }
    }

    @ParameterizedTest
    @EnumSource
    void runningClientsGoOnByThemselves(Ending ending, Services services, Clients clients)
            throws Exception {
        String topic = services.newTopic("go-on", 2);
        Inbox inbox = clients.listen(services.newName("go-on-group"), topic, "*");
        DefaultMQProducer producer = clients.producer();
        producer.send(message(topic, "before"));
        inbox.awaitBodies(List.of("before"));

        end(services, ending);
        send(producer, message(topic, "after"), new MessageQueue(topic, "broker-a", 0));

        inbox.awaitBodies(List.of("after"));
    }

    @ParameterizedTest
    @EnumSource
    void delayedAndFailedMessagesStillComeAfterwards(
            Ending ending, Services services, Clients clients) throws Exception {
        String topic = services.newTopic("pending", 1);
        Inbox attempts = new Inbox();
        DefaultMQPushConsumer consumer = clients.pushConsumer(services.newName("pending-group"));
        consumer.subscribe(topic, "*");
        MessageListenerConcurrently listener =
                (batch, context) -> {
                    attempts.add(batch);
                    context.setDelayLevelWhenNextConsume(2);
                    MessageExt first = batch.getFirst();
                    return Inbox.bodyOf(first).equals("fails") && first.getReconsumeTimes() == 0
                            ? ConsumeConcurrentlyStatus.RECONSUME_LATER
                            : ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
                };
        consumer.registerMessageListener(listener);
        consumer.start();
        DefaultMQProducer producer = clients.producer();
        producer.send(message(topic, "fails"));
        attempts.awaitBodies(List.of("fails"));
        var delayed = message(topic, "delayed");
        delayed.setDelayTimeLevel(2);
        producer.send(delayed);

        end(services, ending);

        attempts.awaitBodies(List.of("delayed"));
        await("the second attempt")
                .atMost(PATIENCE)
                .until(
                        () ->
                                attempts.messages().stream()
                                        .anyMatch(message -> message.getReconsumeTimes() == 1));
    }

    @Test
    void aPausedBrokerOnlyDelays(Services services, Clients clients) throws Exception {
        String topic = services.newTopic("paused", 1);
        MessageQueue queue = new MessageQueue(topic, "broker-a", 0);
        DefaultMQProducer producer =
                clients.producer(
                        services.newName("paused-producer"),
                        settings -> {
                            settings.setSendMsgTimeout(1_000);
                            settings.setRetryTimesWhenSendFailed(0);
                        });
        Inbox inbox = clients.listen(services.newName("paused-group"), topic, "*");
        producer.send(message(topic, "before"), queue);

        services.broker().pause();
        try {
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> producer.send(message(topic, "meanwhile"), queue))
                    .isInstanceOf(RemotingException.class);
        } finally {
            services.broker().resume();
        }
        send(producer, message(topic, "after"), queue);

        inbox.awaitBodies(List.of("before", "after"));
    }

    @Test
    void aMemberOfAGroupGoesOnWhereItsPredecessorStopped(Services services, Clients clients)
            throws Exception {
        String topic = services.newTopic("successor", 2);
        String group = services.newName("successor-group");
        DefaultMQProducer producer = clients.producer();
        for (int i = 0; i < 20; i++) {
            producer.send(message(topic, "m" + i));
        }
        Inbox first = new Inbox();
        DefaultMQPushConsumer predecessor = clients.listen(group, topic, "*", first);
        first.awaitBodies(bodies(20));
        predecessor.shutdown();
        // The last commit goes one-way right before the connection is closed.
        DefaultMQPullConsumer observer = clients.pullConsumer(group);
        observer.start();
        Set<MessageQueue> queues = observer.fetchSubscribeMessageQueues(topic);
        await("the commits of the shutdown")
                .atMost(PATIENCE)
                .until(
                        () -> {
                            long consumed = 0;
                            for (MessageQueue queue : queues) {
                                consumed += observer.fetchConsumeOffset(queue, true);
                            }
                            return consumed == 20;
                        });
        observer.shutdown();

        end(services, Ending.CLEAN);
        send(producer, message(topic, "new"), new MessageQueue(topic, "broker-a", 0));
        Inbox second = clients.listen(group, topic, "*");

        second.awaitBodies(List.of("new"));
        assertThat(second.bodies()).containsExactly("new");
    }

    private static void end(Services services, Ending ending) {
        switch (ending) {
            case CLEAN -> services.broker().stop();
            case KILLED -> services.broker().kill();
        }
        services.broker().start();
        services.awaitRegistrations();
    }

    /**
     * Progress is written at most once a second per queue, every five seconds at Apache's: only
     * what is older than that is promised to outlive a kill. Nothing outside tells that it was
     * written.
     */
    private static void awaitWrittenProgress(Services services) {
        Duration interval = services.isApogee() ? Duration.ofSeconds(2) : Duration.ofSeconds(7);
        long from = System.nanoTime();
        await().atMost(interval.plusSeconds(5))
                .until(() -> System.nanoTime() - from > interval.toNanos());
    }

    private static SendResult send(
            DefaultMQProducer producer,
            org.apache.rocketmq.common.message.Message message,
            MessageQueue queue) {
        // Until the client noticed that its connection is gone, a send may fail.
        return await("a send that succeeds")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> producer.send(message, queue),
                        result -> result.getSendStatus() == SendStatus.SEND_OK);
    }

    private static void sendUntilTold(
            DefaultMQProducer producer,
            String topic,
            AtomicBoolean sending,
            List<SendResult> acknowledged) {
        for (int i = 0; sending.get(); i++) {
            try {
                SendResult result = producer.send(message(topic, "m" + i));
                if (result.getSendStatus() == SendStatus.SEND_OK) {
                    acknowledged.add(result);
                }
            } catch (MQClientException | RemotingException | MQBrokerException notAcknowledged) {
                // Expected while the broker is away: nothing was promised about this message.
                Thread.onSpinWait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static List<MessageExt> readAll(DefaultMQPullConsumer consumer, MessageQueue queue)
            throws Exception {
        List<MessageExt> messages = new ArrayList<>();
        long offset = 0;
        while (true) {
            PullResult result = consumer.pull(queue, "*", offset, 32);
            if (result.getPullStatus() != PullStatus.FOUND) {
                return messages;
            }
            messages.addAll(result.getMsgFoundList());
            offset = result.getNextBeginOffset();
        }
    }

    private static List<String> bodies(int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> "m" + i)
                .collect(Collectors.toList());
    }
}
