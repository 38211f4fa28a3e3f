package io.apogeemq.systemtests.client;

import static io.apogeemq.systemtests.client.Clients.message;
import static io.apogeemq.systemtests.process.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.systemtests.process.Patience;
import io.apogeemq.systemtests.process.RunServices;
import io.apogeemq.systemtests.process.Services;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
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
@Timeout(900)
@SuppressWarnings("deprecation") // The pull consumer is deprecated by its makers, but in use.
class RestartTest {

    private static final int UNHEARD_MILLIS = 1_000;

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
        await("the commit").until(() -> consumer.fetchConsumeOffset(queue, true) == 6);
        if (ending == Ending.KILLED) {
            awaitWrittenProgress(services, consumer, new MessageQueue(topic, "broker-a", 0));
        }

        end(services, ending);

        // Until the client noticed that its connection is gone, a question may fail.
        await("the committed offset").until(() -> consumer.fetchConsumeOffset(queue, true) == 6);
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
        CountDownLatch told = new CountDownLatch(1);
        Thread sender =
                Thread.ofVirtual().start(() -> sendUntilTold(producer, topic, told, acknowledged));
        try {
            await("some messages").until(() -> acknowledged.size() > 200);
            end(services, ending);
            int before = acknowledged.size();
            await("more messages").until(() -> acknowledged.size() > before + 20);
        } finally {
            told.countDown();
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
    void aDeletedTopicStaysEmpty(Ending ending, Services services, Clients clients)
            throws Exception {
        String before = services.newTopic("made-again-before", 1);
        String afterwards = services.newTopic("made-again-afterwards", 1);
        MessageQueue one = new MessageQueue(before, "broker-a", 0);
        MessageQueue two = new MessageQueue(afterwards, "broker-a", 0);
        DefaultMQProducer producer = clients.producer();
        for (int i = 0; i < 5; i++) {
            producer.send(message(before, "old"), one);
            producer.send(message(afterwards, "old"), two);
        }
        services.deleteTopic(before);
        services.deleteTopic(afterwards);
        services.createTopic(before, 1);
        producer.send(message(before, "new"), one);

        end(services, ending);

        services.createTopic(afterwards, 1);
        send(producer, message(afterwards, "new"), two);
        assertOnlyNew(services, clients, before);
        assertOnlyNew(services, clients, afterwards);

        end(services, ending);

        assertOnlyNew(services, clients, before);
        assertOnlyNew(services, clients, afterwards);
    }

    /** For one who asks for everything that is there as well as for a group that begins. */
    private static void assertOnlyNew(Services services, Clients clients, String topic)
            throws Exception {
        MessageQueue queue = new MessageQueue(topic, "broker-a", 0);
        DefaultMQPullConsumer consumer = clients.pullConsumer(services.newName("all-of-it"));
        consumer.start();
        long first = consumer.minOffset(queue);
        assertThat(readFrom(consumer, queue, first)).extracting(Inbox::bodyOf).containsOnly("new");
        assertThat(consumer.pull(queue, "*", 0, 32).getNextBeginOffset())
                .isGreaterThanOrEqualTo(first);
        consumer.shutdown();
        Inbox inbox = clients.listen(services.newName("begins"), topic, "*");
        inbox.awaitBodies(List.of("new"));
        assertThat(inbox.bodies()).containsOnly("new");
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
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
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
                .until(
                        () ->
                                attempts.messages().stream()
                                        .anyMatch(message -> message.getReconsumeTimes() == 1));
    }

    @Test
    void aPausedBrokerOnlyDelays(Services services, Clients clients) throws Exception {
        String topic = services.newTopic("paused", 1);
        MessageQueue queue = new MessageQueue(topic, "broker-a", 0);
        DefaultMQProducer producer = clients.producer();
        Inbox inbox = clients.listen(services.newName("paused-group"), topic, "*");
        producer.send(message(topic, "before"), queue);

        services.broker().pause();
        try {
            assertThatThrownBy(
                            () -> producer.send(message(topic, "meanwhile"), queue, UNHEARD_MILLIS))
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
        // Sent twice if the first answer was lost.
        assertThat(second.bodies()).containsOnly("new");
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
     * Waits until all progress committed so far outlives a kill. The version of the table rises
     * with every record, and a record has all that was committed when it was begun: the second one
     * from now certainly has it. Commits in another queue give it something to write.
     */
    private static void awaitWrittenProgress(
            Services services, DefaultMQPullConsumer consumer, MessageQueue other) {
        if (!services.isApogee()) {
            // Apache writes it every five seconds, and nothing outside tells that it did.
            Patience.letPass(Duration.ofSeconds(7));
            return;
        }
        long before = services.progressVersion();
        AtomicLong offset = new AtomicLong();
        await("two records of progress")
                .until(
                        () -> {
                            consumer.updateConsumeOffset(other, offset.incrementAndGet());
                            consumer.getOffsetStore().persist(other);
                            return services.progressVersion() >= before + 2;
                        });
    }

    private static SendResult send(
            DefaultMQProducer producer,
            org.apache.rocketmq.common.message.Message message,
            MessageQueue queue) {
        // Until the client noticed that its connection is gone, a send may fail.
        return await("a send that succeeds")
                .ignoreExceptions()
                .until(
                        () -> producer.send(message, queue),
                        result -> result.getSendStatus() == SendStatus.SEND_OK);
    }

    private static void sendUntilTold(
            DefaultMQProducer producer,
            String topic,
            CountDownLatch told,
            List<SendResult> acknowledged) {
        try {
            // The pace leaves the processor to the broker that starts meanwhile.
            for (int i = 0; !told.await(2, TimeUnit.MILLISECONDS); i++) {
                try {
                    SendResult result = producer.send(message(topic, "m" + i));
                    if (result.getSendStatus() == SendStatus.SEND_OK) {
                        acknowledged.add(result);
                    }
                } catch (MQClientException | RemotingException | MQBrokerException failed) {
                    // Expected while the broker is away: nothing was promised about this message.
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<MessageExt> readAll(DefaultMQPullConsumer consumer, MessageQueue queue)
            throws Exception {
        return readFrom(consumer, queue, 0);
    }

    private static List<MessageExt> readFrom(
            DefaultMQPullConsumer consumer, MessageQueue queue, long first) throws Exception {
        List<MessageExt> messages = new ArrayList<>();
        long offset = first;
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
