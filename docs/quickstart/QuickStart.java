import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.Message;

/**
 * Sends five messages and receives them, with the official client of Apache RocketMQ
 * (org.apache.rocketmq:rocketmq-client). bin/quickstart.sh runs it; it may be copied as the
 * beginning of a program of your own.
 *
 * <p>Argument: the NameServer, as host:port. Exit code 1 when not all came back within two
 * minutes: a client that misses an answer while it starts asks again after half a minute.
 */
public class QuickStart {

    private static final int COUNT = 5;

    public static void main(String[] args) throws Exception {
        String nameServer = args[0];
        String run = Long.toString(System.currentTimeMillis());

        DefaultMQProducer producer = new DefaultMQProducer("quick-start-producers");
        producer.setNamesrvAddr(nameServer);
        producer.start();
        for (int i = 1; i <= COUNT; i++) {
            String text = "Hello " + i + " of " + COUNT;
            Message message = new Message("QuickStart", text.getBytes(StandardCharsets.UTF_8));
            message.putUserProperty("run", run);
            SendResult result = producer.send(message);
            System.out.printf(
                    "sent      %-14s %s, queue %d, offset %d, id %s%n",
                    text,
                    result.getSendStatus(),
                    result.getMessageQueue().getQueueId(),
                    result.getQueueOffset(),
                    result.getMsgId());
        }

        CountDownLatch missing = new CountDownLatch(COUNT);
        DefaultMQPushConsumer consumer = new DefaultMQPushConsumer("quick-start-consumers");
        consumer.setNamesrvAddr(nameServer);
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.subscribe("QuickStart", "*");
        consumer.registerMessageListener(
                (MessageListenerConcurrently)
                        (messages, context) -> {
                            messages.forEach(
                                    m -> {
                                        System.out.printf(
                                                "received  %-14s queue %d, offset %d%n",
                                                new String(m.getBody(), StandardCharsets.UTF_8),
                                                m.getQueueId(),
                                                m.getQueueOffset());
                                        if (run.equals(m.getUserProperty("run"))) {
                                            missing.countDown();
                                        }
                                    });
                            return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
                        });
        consumer.start();
        boolean all = missing.await(2, TimeUnit.MINUTES);
        consumer.shutdown();
        producer.shutdown();
        if (!all) {
            System.err.println(missing.getCount() + " messages have not come back.");
        }
        System.exit(all ? 0 : 1);
    }
}
