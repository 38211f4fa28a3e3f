package io.apogeemq.systemtests.client;

import static io.apogeemq.systemtests.client.Clients.message;
import static io.apogeemq.systemtests.process.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.systemtests.process.RunServices;
import io.apogeemq.systemtests.process.Services;
import java.util.ArrayList;
import java.util.List;
import org.apache.rocketmq.client.QueryResult;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Finding messages and offsets through the client's look-up calls. */
@RunServices(shared = true)
@ExtendWith(ClientsExtension.class)
@Execution(ExecutionMode.CONCURRENT)
@Timeout(600)
@SuppressWarnings("deprecation") // Deprecated on the producer by its makers, but in use.
class LookupTest {

    @Test
    void aQueueTellsItsBoundsAndItsEarliestTime(Services services, Clients clients)
            throws Exception {
        String topic = services.newTopic("bounds", 1);
        MessageQueue queue = new MessageQueue(topic, "broker-a", 0);
        DefaultMQProducer producer = clients.producer();
        assertThat(producer.maxOffset(queue)).isZero();
        assertThat(producer.minOffset(queue)).isZero();
        long before = System.currentTimeMillis();
        send(producer, topic, 7);

        await("seven messages").until(() -> producer.maxOffset(queue) == 7);

        assertThat(producer.minOffset(queue)).isZero();
        assertThat(producer.earliestMsgStoreTime(queue))
                .isBetween(before, System.currentTimeMillis());
    }

    @Test
    void anOffsetIsFoundByTime(Services services, Clients clients) throws Exception {
        String topic = services.newTopic("by-time", 1);
        MessageQueue queue = new MessageQueue(topic, "broker-a", 0);
        DefaultMQProducer producer = clients.producer();
        long start = System.currentTimeMillis();
        send(producer, topic, 3);
        long middle = System.currentTimeMillis() + 1;
        await("a later time").until(() -> System.currentTimeMillis() > middle + 50);
        send(producer, topic, 3);

        await("six messages").until(() -> producer.maxOffset(queue) == 6);

        assertThat(producer.searchOffset(queue, start - 1_000)).isZero();
        assertThat(producer.searchOffset(queue, middle)).isEqualTo(3);
        // Nothing is that young: Apache 5.x answers with the end of the queue.
        assertThat(producer.searchOffset(queue, System.currentTimeMillis() + 60_000)).isEqualTo(6);
    }

    @Test
    void messagesAreFoundByEachOfTheirKeys(Services services, Clients clients) throws Exception {
        String topic = services.newTopic("by-key", 2);
        DefaultMQProducer producer = clients.producer();
        long start = System.currentTimeMillis();
        List<SendResult> sent = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Message keyed = message(topic, "m" + i);
            keyed.setKeys("common own-" + i);
            sent.add(producer.send(keyed));
        }

        await("the index")
                .ignoreExceptions()
                .untilAsserted(
                        () ->
                                assertThat(query(producer, topic, "common", start).getMessageList())
                                        .extracting(Inbox::bodyOf)
                                        .containsExactlyInAnyOrder("m0", "m1", "m2", "m3"));

        List<MessageExt> own = query(producer, topic, "own-2", start).getMessageList();
        assertThat(own).extracting(Inbox::bodyOf).containsExactly("m2");
        assertThat(own.getFirst().getMsgId()).isEqualTo(sent.get(2).getMsgId());
    }

    @Test
    void anUnknownKeyIsNotFound(Services services, Clients clients) throws Exception {
        String topic = services.newTopic("no-key", 1);
        DefaultMQProducer producer = clients.producer();
        send(producer, topic, 1);

        // Several calls, with short timeouts of the client's own that end with other words.
        await("the answer")
                .untilAsserted(
                        () ->
                                assertThatThrownBy(() -> query(producer, topic, "nobody", 0))
                                        .isInstanceOf(MQClientException.class)
                                        .hasMessageContaining("no message"));
    }

    @Test
    void aMessageIsFoundByItsUniqueIdAndByItsOffsetId(Services services, Clients clients)
            throws Exception {
        String topic = services.newTopic("by-id", 1);
        DefaultMQProducer producer = clients.producer();
        SendResult sent = producer.send(message(topic, "tag", "wanted"));
        send(producer, topic, 3);

        await("the index")
                .ignoreExceptions()
                .untilAsserted(
                        () ->
                                assertThat(
                                                Inbox.bodyOf(
                                                        producer.viewMessage(
                                                                topic, sent.getMsgId())))
                                        .isEqualTo("wanted"));
        MessageExt byOffset = producer.viewMessage(topic, sent.getOffsetMsgId());

        assertThat(Inbox.bodyOf(byOffset)).isEqualTo("wanted");
        assertThat(byOffset.getTopic()).isEqualTo(topic);
        assertThat(byOffset.getTags()).isEqualTo("tag");
        assertThat(byOffset.getQueueOffset()).isEqualTo(sent.getQueueOffset());
    }

    private static QueryResult query(
            DefaultMQProducer producer, String topic, String key, long start) throws Exception {
        return producer.queryMessage(
                topic, key, 32, Math.max(0, start - 5_000), System.currentTimeMillis() + 60_000);
    }

    private static void send(DefaultMQProducer producer, String topic, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            producer.send(message(topic, "m" + i));
        }
    }
}
