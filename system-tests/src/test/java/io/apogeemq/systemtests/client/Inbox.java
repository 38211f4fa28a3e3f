package io.apogeemq.systemtests.client;

import static io.apogeemq.systemtests.process.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.consumer.listener.MessageListenerOrderly;
import org.apache.rocketmq.common.message.MessageExt;

/**
 * What a consumer got, in the order of arrival. Filled by the client's threads, read by the test's.
 */
public final class Inbox {

    private final Queue<MessageExt> messages = new ConcurrentLinkedQueue<>();

    /** A listener that takes everything. */
    public MessageListenerConcurrently concurrently() {
        return (batch, context) -> {
            messages.addAll(batch);
            return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        };
    }

    /** A listener that takes everything, queue by queue. */
    public MessageListenerOrderly orderly() {
        return (batch, context) -> {
            messages.addAll(batch);
            return ConsumeOrderlyStatus.SUCCESS;
        };
    }

    public void add(List<MessageExt> more) {
        messages.addAll(more);
    }

    public List<MessageExt> messages() {
        return List.copyOf(messages);
    }

    public List<String> bodies() {
        return messages.stream().map(Inbox::bodyOf).toList();
    }

    public int size() {
        return messages.size();
    }

    /** Waits for at least that many messages and returns what is there then. */
    public List<MessageExt> awaitCount(int count) {
        await(count + " messages").until(() -> messages.size() >= count);
        return messages();
    }

    /** Waits until each of these bodies has arrived, in whatever order and however often. */
    public void awaitBodies(Collection<String> bodies) {
        await(bodies.size() + " bodies")
                .untilAsserted(() -> assertThat(bodies()).containsAll(bodies));
    }

    public static String bodyOf(MessageExt message) {
        return new String(message.getBody(), UTF_8);
    }
}
