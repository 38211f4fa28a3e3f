package io.apogeemq.systemtests.client;

import static io.apogeemq.systemtests.process.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.rocketmq.client.ClientConfig;
import org.apache.rocketmq.client.consumer.DefaultLitePullConsumer;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.Message;

/**
 * Official producers and consumers of one test, each with a connection and a client id of its own,
 * as if it ran on a machine of its own. All of them are shut down when the test ends. Used by the
 * test's thread only.
 */
public final class Clients implements AutoCloseable {

    private static final int SEND_TIMEOUT_MILLIS = 30_000;
    private static final int ROUTE_POLL_MILLIS = 2_000;

    /** For looking up routes, heartbeats and the like; three seconds by default. */
    private static final int CALL_TIMEOUT_MILLIS = 10_000;

    private static final int SHUTDOWN_MILLIS = 30_000;
    private static final AtomicInteger INSTANCES = new AtomicInteger();

    private final String nameServers;
    private final Deque<Runnable> shutdowns = new ArrayDeque<>();

    Clients(String nameServers) {
        this.nameServers = nameServers;
    }

    /** A started producer in a group of its own. */
    public DefaultMQProducer producer() throws MQClientException {
        return producer("producer-" + INSTANCES.get(), producer -> {});
    }

    public DefaultMQProducer producer(String group, Consumer<DefaultMQProducer> settings)
            throws MQClientException {
        return start(new DefaultMQProducer(group), settings);
    }

    /** A started producer that reports each send to the trace topic. */
    public DefaultMQProducer tracingProducer(String group) throws MQClientException {
        return start(new DefaultMQProducer(group, true, null), settings -> {});
    }

    private DefaultMQProducer start(
            DefaultMQProducer producer, Consumer<DefaultMQProducer> settings)
            throws MQClientException {
        prepare(producer);
        producer.setSendMsgTimeout(SEND_TIMEOUT_MILLIS);
        settings.accept(producer);
        shutdowns.push(producer::shutdown);
        producer.start();
        return producer;
    }

    /** A push consumer that the test has yet to subscribe and to start. */
    public DefaultMQPushConsumer pushConsumer(String group) {
        DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(group);
        prepare(consumer);
        consumer.setConsumeThreadMin(2);
        consumer.setConsumeThreadMax(4);
        // Otherwise a consumer that is shut down while its listener returns forgets to commit that.
        consumer.setAwaitTerminationMillisWhenShutdown(SHUTDOWN_MILLIS);
        shutdowns.push(consumer::shutdown);
        return consumer;
    }

    /** A started push consumer that takes what matches, from the first message on. */
    public Inbox listen(String group, String topic, String expression) throws MQClientException {
        Inbox inbox = new Inbox();
        listen(group, topic, expression, inbox);
        return inbox;
    }

    public DefaultMQPushConsumer listen(String group, String topic, String expression, Inbox inbox)
            throws MQClientException {
        DefaultMQPushConsumer consumer = pushConsumer(group);
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.subscribe(topic, expression);
        consumer.registerMessageListener(inbox.concurrently());
        consumer.start();
        return consumer;
    }

    /** A lite pull consumer that the test has yet to subscribe and to start. */
    public DefaultLitePullConsumer litePullConsumer(String group) {
        DefaultLitePullConsumer consumer = new DefaultLitePullConsumer(group);
        prepare(consumer);
        consumer.setPullThreadNums(2);
        shutdowns.push(consumer::shutdown);
        return consumer;
    }

    /** A pull consumer that the test has yet to start. */
    @SuppressWarnings("deprecation") // Deprecated by its makers, but in use wherever 4.x is.
    public org.apache.rocketmq.client.consumer.DefaultMQPullConsumer pullConsumer(String group) {
        var consumer = new org.apache.rocketmq.client.consumer.DefaultMQPullConsumer(group);
        prepare(consumer);
        shutdowns.push(consumer::shutdown);
        return consumer;
    }

    /** Makes every member of the group get every message. */
    public static void broadcast(DefaultMQPushConsumer consumer) {
        // The enum moved to another package between the generations; its setter's name didn't.
        Method setter =
                Arrays.stream(DefaultMQPushConsumer.class.getMethods())
                        .filter(method -> method.getName().equals("setMessageModel"))
                        .findFirst()
                        .orElseThrow();
        Object broadcasting =
                Arrays.stream(setter.getParameterTypes()[0].getEnumConstants())
                        .filter(constant -> constant.toString().equals("BROADCASTING"))
                        .findFirst()
                        .orElseThrow();
        try {
            setter.invoke(consumer, broadcasting);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Message message(String topic, String body) {
        return new Message(topic, body.getBytes(UTF_8));
    }

    public static Message message(String topic, String tag, String body) {
        return new Message(topic, tag, body.getBytes(UTF_8));
    }

    /** Waits until the producer sees that many queues of the topic. */
    public static void awaitPublishQueues(DefaultMQProducer producer, String topic, int queues) {
        await(queues + " queues of " + topic)
                .ignoreExceptions()
                .until(() -> producer.fetchPublishMessageQueues(topic).size() == queues);
    }

    @Override
    public void close() {
        while (!shutdowns.isEmpty()) {
            shutdowns.pop().run();
        }
    }

    private void prepare(ClientConfig client) {
        client.setNamesrvAddr(nameServers);
        client.setInstanceName("instance-" + INSTANCES.incrementAndGet());
        client.setPollNameServerInterval(ROUTE_POLL_MILLIS);
        client.setVipChannelEnabled(false);
        client.setMqClientApiTimeout(CALL_TIMEOUT_MILLIS);
    }
}
