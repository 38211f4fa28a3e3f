package io.apogeemq.systemtests.client;

import static io.apogeemq.systemtests.client.Clients.message;
import static io.apogeemq.systemtests.process.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.systemtests.process.Patience;
import io.apogeemq.systemtests.process.RunServices;
import io.apogeemq.systemtests.process.Services;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.consumer.DefaultLitePullConsumer;
import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.client.consumer.PullCallback;
import org.apache.rocketmq.client.consumer.PullResult;
import org.apache.rocketmq.client.consumer.PullStatus;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Consumers that ask for messages themselves: the classic pull consumer and the lite one. */
@RunServices(shared = true)
@ExtendWith(ClientsExtension.class)
@Execution(ExecutionMode.CONCURRENT)
@Timeout(600)
@SuppressWarnings("deprecation") // The pull consumer is deprecated by its makers, but in use.
class PullingTest {

    private static final int SUSPEND_MILLIS = 20_000;

    private static final int POLL_MILLIS = 4_000;

    @Test
    void aPullGetsMessagesFromAnyOffset(Services services, Clients clients) throws Exception {
        String topic = services.newTopic("pull", 1);
        send(clients.producer(), topic, 10);
        DefaultMQPullConsumer consumer = started(clients, services.newName("pull-group"));
        MessageQueue queue = onlyQueue(consumer, topic);

        PullResult some = consumer.pull(queue, "*", 3, 4);
        PullResult rest = consumer.pull(queue, "*", some.getNextBeginOffset(), 32);

        assertThat(some.getPullStatus()).isEqualTo(PullStatus.FOUND);
        assertThat(some.getMsgFoundList())
                .extracting(Inbox::bodyOf)
                .containsExactly("m3", "m4", "m5", "m6");
        assertThat(some.getNextBeginOffset()).isEqualTo(7);
        assertThat(some.getMinOffset()).isZero();
        assertThat(some.getMaxOffset()).isEqualTo(10);
        assertThat(rest.getMsgFoundList())
                .extracting(Inbox::bodyOf)
                .containsExactly("m7", "m8", "m9");
    }

    @Test
    void aPullAtTheEndFindsNothingAndBeyondItIsIllegal(Services services, Clients clients)
            throws Exception {
        String topic = services.newTopic("pull-end", 1);
        send(clients.producer(), topic, 3);
        DefaultMQPullConsumer consumer = started(clients, services.newName("pull-end-group"));
        MessageQueue queue = onlyQueue(consumer, topic);

        PullResult atTheEnd = consumer.pull(queue, "*", 3, 32);
        PullResult beyond = consumer.pull(queue, "*", 1_000, 32);

        assertThat(atTheEnd.getPullStatus()).isEqualTo(PullStatus.NO_NEW_MSG);
        assertThat(atTheEnd.getNextBeginOffset()).isEqualTo(3);
        assertThat(beyond.getPullStatus()).isEqualTo(PullStatus.OFFSET_ILLEGAL);
        assertThat(beyond.getNextBeginOffset()).isEqualTo(3);
    }

    @Test
    void aPullWithATagSkipsTheOthers(Services services, Clients clients) throws Exception {
        String topic = services.newTopic("pull-tag", 1);
        DefaultMQProducer producer = clients.producer();
        for (int i = 0; i < 6; i++) {
            producer.send(message(topic, i % 2 == 0 ? "even" : "odd", "m" + i));
        }
        DefaultMQPullConsumer consumer = started(clients, services.newName("pull-tag-group"));
        MessageQueue queue = onlyQueue(consumer, topic);

        PullResult even = consumer.pull(queue, "even || other", 0, 32);
        PullResult none = consumer.pull(queue, "other", 0, 32);

        assertThat(even.getMsgFoundList())
                .extracting(Inbox::bodyOf)
                .containsExactly("m0", "m2", "m4");
        assertThat(none.getPullStatus()).isEqualTo(PullStatus.NO_MATCHED_MSG);
        assertThat(none.getNextBeginOffset()).isEqualTo(6);
    }

    @Test
    void aBlockingPullWaitsForTheNextMessage(Services services, Clients clients) throws Exception {
        String topic = services.newTopic("pull-block", 1);
        DefaultMQProducer producer = clients.producer();
        send(producer, topic, 1);
        DefaultMQPullConsumer consumer = clients.pullConsumer(services.newName("block-group"));
        consumer.setBrokerSuspendMaxTimeMillis(SUSPEND_MILLIS);
        consumer.start();
        MessageQueue queue = onlyQueue(consumer, topic);
        CompletableFuture<PullResult> answer = new CompletableFuture<>();

        consumer.pullBlockIfNotFound(queue, "*", 1, 32, completing(answer));

        Patience.letPass(Duration.ofMillis(500));
        producer.send(message(topic, "awaited"));
        PullResult result = answer.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
        // A pull that had not waited would have found nothing.
        assertThat(result.getPullStatus()).isEqualTo(PullStatus.FOUND);
        assertThat(result.getMsgFoundList()).extracting(Inbox::bodyOf).containsExactly("awaited");
    }

    @Test
    void aBlockingPullEndsWithNothingWhenItsTimeIsUp(Services services, Clients clients)
            throws Exception {
        String topic = services.newTopic("pull-time-up", 1);
        DefaultMQPullConsumer consumer = clients.pullConsumer(services.newName("time-up-group"));
        consumer.setBrokerSuspendMaxTimeMillis(1_000);
        consumer.start();
        MessageQueue queue = onlyQueue(consumer, topic);
        long start = System.nanoTime();

        PullResult result = consumer.pullBlockIfNotFound(queue, "*", 0, 32);

        Duration waited = Duration.ofNanos(System.nanoTime() - start);
        assertThat(result.getPullStatus()).isEqualTo(PullStatus.NO_NEW_MSG);
        // Well before the time that is usual when the consumer names none.
        assertThat(waited).isBetween(Duration.ofMillis(900), Duration.ofSeconds(15));
    }

    @Test
    void progressThatAPullConsumerReportsIsKept(Services services, Clients clients)
            throws Exception {
        String topic = services.newTopic("pull-progress", 1);
        String group = services.newName("progress-group");
        send(clients.producer(), topic, 5);
        DefaultMQPullConsumer consumer = started(clients, group);
        MessageQueue queue = onlyQueue(consumer, topic);
        awaitGroup(consumer, queue);

        consumer.updateConsumeOffset(queue, 4);
        consumer.getOffsetStore().persist(queue);

        DefaultMQPullConsumer other = started(clients, group);
        await("the progress").until(() -> other.fetchConsumeOffset(queue, true) == 4);
    }

    @Test
    void aLitePullConsumerGetsItsShareAndGoesOnAfterARestart(Services services, Clients clients)
            throws Exception {
        String topic = services.newTopic("lite", 4);
        String group = services.newName("lite-group");
        DefaultMQProducer producer = clients.producer();
        List<String> early = send(producer, topic, 20);
        DefaultLitePullConsumer first = clients.litePullConsumer(group);
        first.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        first.subscribe(topic, "*");
        first.start();
        Inbox before = new Inbox();
        await("the early messages")
                .untilAsserted(
                        () -> {
                            before.add(first.poll(500));
                            assertThat(before.bodies()).containsAll(early);
                        });
        first.commitSync();
        first.shutdown();
        producer.send(message(topic, "late"));

        DefaultLitePullConsumer second = clients.litePullConsumer(group);
        second.subscribe(topic, "*");
        second.start();
        Inbox after = new Inbox();

        await("the late message")
                .untilAsserted(
                        () -> {
                            after.add(second.poll(500));
                            assertThat(after.bodies()).contains("late");
                        });
        assertThat(after.bodies()).containsExactly("late");
    }

    @Test
    void aLitePullConsumerFilters(Services services, Clients clients) throws Exception {
        String topic = services.newTopic("lite-tags", 1);
        DefaultMQProducer producer = clients.producer();
        for (int i = 0; i < 10; i++) {
            producer.send(message(topic, "t" + i % 3, "m" + i));
        }
        DefaultLitePullConsumer consumer =
                clients.litePullConsumer(services.newName("lite-tags-group"));
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.subscribe(topic, "t0 || t2");
        consumer.start();
        Inbox inbox = new Inbox();

        await("seven messages")
                .until(
                        () -> {
                            inbox.add(consumer.poll(500));
                            return inbox.size() >= 7;
                        });

        assertThat(inbox.bodies()).containsExactly("m0", "m2", "m3", "m5", "m6", "m8", "m9");
    }

    @Test
    void assignedQueuesMayBeSoughtAndCommitted(Services services, Clients clients)
            throws Exception {
        String topic = services.newTopic("assign", 2);
        String group = services.newName("assign-group");
        MessageQueue queue = new MessageQueue(topic, "broker-a", 1);
        DefaultMQProducer producer = clients.producer();
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            bodies.add("m" + i);
            producer.send(message(topic, "m" + i), queue);
        }
        DefaultLitePullConsumer consumer = clients.litePullConsumer(group);
        consumer.setAutoCommit(false);
        consumer.start();
        Collection<MessageQueue> queues = consumer.fetchMessageQueues(topic);
        assertThat(queues).hasSize(2);
        consumer.assign(List.of(queue));

        seekAndPoll(() -> consumer.seek(queue, 7), consumer, List.of("m7", "m8", "m9"));
        seekAndPoll(() -> consumer.seekToBegin(queue), consumer, bodies);
        consumer.seekToEnd(queue);
        producer.send(message(topic, "new"), queue);
        assertThat(poll(consumer, 1)).containsExactly("new");
        consumer.commitSync(Map.of(queue, 5L), true);

        // The commit goes one-way, and whoever asks before it is there begins at the end.
        DefaultMQPullConsumer observer = started(clients, group);
        await("the commit").until(() -> observer.fetchConsumeOffset(queue, true) == 5);
        observer.shutdown();
        DefaultLitePullConsumer other = clients.litePullConsumer(group);
        other.start();
        other.assign(List.of(queue));
        assertThat(poll(other, 6)).containsExactly("m5", "m6", "m7", "m8", "m9", "new");
        assertThat(other.committed(queue)).isEqualTo(5);
    }

    /** A seek of the official client. */
    private interface Seek {
        void run() throws MQClientException;
    }

    /**
     * Polls until exactly these messages came after the seek, which is asked for again when they
     * don't: the client now and then forgets one. A pull that just begins, as it does right after
     * {@code assign}, may take the wanted offset although the seek has cancelled it; the pull that
     * replaces it then begins where the group would without any seek (5.5.0 and 4.9.8, {@code
     * DefaultLitePullConsumerImpl}: {@code nextPullOffset} runs outside the lock that {@code seek}
     * holds).
     */
    private static void seekAndPoll(
            Seek seek, DefaultLitePullConsumer consumer, List<String> wanted) {
        await("what follows a seek")
                .until(
                        () -> {
                            seek.run();
                            List<String> bodies = new ArrayList<>();
                            boolean more = true;
                            while (more && bodies.size() < wanted.size()) {
                                more = pollOnce(consumer, bodies);
                            }
                            return bodies;
                        },
                        wanted::equals);
    }

    private static List<String> poll(DefaultLitePullConsumer consumer, int count) {
        List<String> bodies = new ArrayList<>();
        await(count + " messages")
                .until(
                        () -> {
                            pollOnce(consumer, bodies);
                            return bodies.size() >= count;
                        });
        return bodies;
    }

    /** Adds what comes next; false when nothing did within a few seconds. */
    private static boolean pollOnce(DefaultLitePullConsumer consumer, List<String> bodies) {
        List<MessageExt> more = consumer.poll(POLL_MILLIS);
        more.forEach(message -> bodies.add(Inbox.bodyOf(message)));
        return !more.isEmpty();
    }

    /** Until the first heartbeat has made the group known, progress for it is refused. */
    private static void awaitGroup(DefaultMQPullConsumer consumer, MessageQueue queue)
            throws Exception {
        consumer.pull(queue, "*", 0, 1);
    }

    private static DefaultMQPullConsumer started(Clients clients, String group) throws Exception {
        DefaultMQPullConsumer consumer = clients.pullConsumer(group);
        consumer.start();
        return consumer;
    }

    private static MessageQueue onlyQueue(DefaultMQPullConsumer consumer, String topic)
            throws Exception {
        return consumer.fetchSubscribeMessageQueues(topic).iterator().next();
    }

    private static PullCallback completing(CompletableFuture<PullResult> answer) {
        return new PullCallback() {
            @Override
            public void onSuccess(PullResult result) {
                answer.complete(result);
            }

            @Override
            public void onException(Throwable failure) {
                answer.completeExceptionally(failure);
            }
        };
    }

    private static List<String> send(DefaultMQProducer producer, String topic, int count)
            throws Exception {
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            bodies.add("m" + i);
            producer.send(message(topic, "m" + i));
        }
        return bodies;
    }
}
