package io.apogeemq.systemtests.client;

import static io.apogeemq.systemtests.client.Clients.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.systemtests.process.RunServices;
import io.apogeemq.systemtests.process.Services;
import java.time.Duration;
import java.util.List;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.consumer.listener.MessageListenerOrderly;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageExt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Messages that a listener could not handle, and messages that are to come later. */
@RunServices(shared = true)
@ExtendWith(ClientsExtension.class)
@Execution(ExecutionMode.CONCURRENT)
@Timeout(600)
class RetryTest {

    @Test
    void aFailedMessageComesAgainUntilItIsADeadLetter(Services services, Clients clients)
            throws Exception {
        String topic = services.newTopic("retry", 1);
        String group = services.newName("retry-group");
        Inbox attempts = new Inbox();
        DefaultMQPushConsumer consumer = failingConsumer(clients, group, topic, attempts, 2);
        consumer.start();
        SendResult sent = clients.producer().send(message(topic, "tag", "unwanted"));

        List<MessageExt> got = attempts.awaitCount(3);

        assertThat(got).extracting(MessageExt::getReconsumeTimes).containsExactly(0, 1, 2);
        assertThat(got).extracting(MessageExt::getTopic).containsOnly(topic);
        assertThat(got).extracting(MessageExt::getMsgId).containsOnly(sent.getMsgId());
        assertThat(got).extracting(MessageExt::getTags).containsOnly("tag");
        Inbox dead =
                clients.listen(
                        services.newName("dead-reader"), awaitDeadLetters(services, group), "*");
        MessageExt letter = dead.awaitCount(1).getFirst();
        assertThat(Inbox.bodyOf(letter)).isEqualTo("unwanted");
        assertThat(letter.getMsgId()).isEqualTo(sent.getMsgId());
        assertThat(letter.getReconsumeTimes()).isEqualTo(3);
        assertThat(letter.getProperty("RETRY_TOPIC")).isEqualTo(topic);
        assertThat(letter.getProperty("ORIGIN_MESSAGE_ID")).isEqualTo(sent.getOffsetMsgId());
        if (services.isApogee()) {
            // Apache defines these names but leaves them out.
            assertThat(letter.getProperty("DLQ_ORIGIN_TOPIC")).isEqualTo(topic);
            assertThat(letter.getProperty("DLQ_ORIGIN_MESSAGE_ID")).isNotEmpty();
        }
        assertThat(attempts.size()).isEqualTo(3);
    }

    @Test
    void aMessageThatSucceedsAtTheSecondAttemptComesNoMore(Services services, Clients clients)
            throws Exception {
        String topic = services.newTopic("second-attempt", 1);
        String group = services.newName("second-attempt-group");
        Inbox attempts = new Inbox();
        DefaultMQPushConsumer consumer = clients.pushConsumer(group);
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.subscribe(topic, "*");
        MessageListenerConcurrently listener =
                (batch, context) -> {
                    attempts.add(batch);
                    context.setDelayLevelWhenNextConsume(1);
                    return batch.getFirst().getReconsumeTimes() == 0
                            ? ConsumeConcurrentlyStatus.RECONSUME_LATER
                            : ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
                };
        consumer.registerMessageListener(listener);
        consumer.start();
        DefaultMQProducer producer = clients.producer();
        producer.send(message(topic, "first"));
        attempts.awaitCount(2);

        producer.send(message(topic, "second"));
        List<MessageExt> got = attempts.awaitCount(4);

        assertThat(got)
                .extracting(message -> Inbox.bodyOf(message) + message.getReconsumeTimes())
                .containsExactly("first0", "first1", "second0", "second1");
    }

    @Test
    void anOrderlyMessageThatFailsTooOftenBecomesADeadLetter(Services services, Clients clients)
            throws Exception {
        String topic = services.newTopic("orderly-retry", 1);
        String group = services.newName("orderly-retry-group");
        Inbox attempts = new Inbox();
        DefaultMQPushConsumer consumer = clients.pushConsumer(group);
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.setConsumeMessageBatchMaxSize(1);
        consumer.setMaxReconsumeTimes(2);
        consumer.setSuspendCurrentQueueTimeMillis(100);
        consumer.subscribe(topic, "*");
        MessageListenerOrderly listener =
                (batch, context) -> {
                    attempts.add(batch);
                    return Inbox.bodyOf(batch.getFirst()).equals("unwanted")
                            ? ConsumeOrderlyStatus.SUSPEND_CURRENT_QUEUE_A_MOMENT
                            : ConsumeOrderlyStatus.SUCCESS;
                };
        consumer.registerMessageListener(listener);
        consumer.start();
        DefaultMQProducer producer = clients.producer();
        producer.send(message(topic, "unwanted"));
        producer.send(message(topic, "wanted"));

        attempts.awaitBodies(List.of("wanted"));

        assertThat(attempts.bodies()).containsExactly("unwanted", "unwanted", "unwanted", "wanted");
        Inbox dead =
                clients.listen(
                        services.newName("dead-reader"), awaitDeadLetters(services, group), "*");
        assertThat(Inbox.bodyOf(dead.awaitCount(1).getFirst())).isEqualTo("unwanted");
    }

    @Test
    void aDelayedMessageComesAfterItsTime(Services services, Clients clients) throws Exception {
        String topic = services.newTopic("delay", 1);
        Inbox inbox = clients.listen(services.newName("delay-group"), topic, "*");
        DefaultMQProducer producer = clients.producer();
        for (int level = 2; level >= 0; level--) {
            var delayed = message(topic, "tag", "level " + level);
            delayed.setDelayTimeLevel(level);
            delayed.setKeys("key-" + level);
            producer.send(delayed);
        }

        List<MessageExt> got = inbox.awaitCount(3);

        MessageExt atOnce = withKey(got, "key-0");
        MessageExt first = withKey(got, "key-1");
        MessageExt second = withKey(got, "key-2");
        assertThat(Inbox.bodyOf(atOnce)).isEqualTo("level 0");
        assertDelay(first, Duration.ofSeconds(1));
        assertDelay(second, Duration.ofSeconds(5));
        assertThat(Inbox.bodyOf(first)).isEqualTo("level 1");
        assertThat(first.getTopic()).isEqualTo(topic);
        assertThat(first.getProperty("REAL_TOPIC")).isEqualTo(topic);
        assertThat(first.getDelayTimeLevel()).isEqualTo(1);
        assertThat(first.getTags()).isEqualTo("tag");
        assertThat(got)
                .extracting(MessageExt::getQueueOffset)
                .containsExactlyInAnyOrder(0L, 1L, 2L);
    }

    @Test
    @SuppressWarnings("deprecation") // Still what applications of the 4.x generation call.
    void aMessageThatIsSentBackByHandComesAgain(Services services, Clients clients)
            throws Exception {
        String topic = services.newTopic("send-back", 1);
        String group = services.newName("send-back-group");
        Inbox inbox = new Inbox();
        DefaultMQPushConsumer consumer = clients.listen(group, topic, "*", inbox);
        clients.producer().send(message(topic, "again"));
        MessageExt first = inbox.awaitCount(1).getFirst();

        consumer.sendMessageBack(first, 1, first.getBrokerName());

        MessageExt second = inbox.awaitCount(2).get(1);
        assertThat(second.getTopic()).isEqualTo(topic);
        assertThat(second.getReconsumeTimes()).isEqualTo(1);
        assertThat(second.getMsgId()).isEqualTo(first.getMsgId());
    }

    private static MessageExt withKey(List<MessageExt> messages, String key) {
        return messages.stream()
                .filter(message -> key.equals(message.getKeys()))
                .findFirst()
                .orElseThrow();
    }

    /** Never before its time, and soon after it even on a machine that is busy with tests. */
    private static void assertDelay(MessageExt message, Duration delay) {
        assertThat(message.getStoreTimestamp() - message.getBornTimestamp())
                .as(Inbox.bodyOf(message))
                .isBetween(delay.toMillis() - 20, delay.toMillis() + 30_000);
    }

    private static DefaultMQPushConsumer failingConsumer(
            Clients clients, String group, String topic, Inbox attempts, int maximum)
            throws Exception {
        DefaultMQPushConsumer consumer = clients.pushConsumer(group);
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.setMaxReconsumeTimes(maximum);
        consumer.subscribe(topic, "*");
        MessageListenerConcurrently listener =
                (batch, context) -> {
                    attempts.add(batch);
                    context.setDelayLevelWhenNextConsume(1);
                    return ConsumeConcurrentlyStatus.RECONSUME_LATER;
                };
        consumer.registerMessageListener(listener);
        return consumer;
    }

    /** The group's dead-letter topic, once there is one. */
    private static String awaitDeadLetters(Services services, String group) {
        String topic = "%DLQ%" + group;
        services.awaitRoute(topic);
        return topic;
    }
}
