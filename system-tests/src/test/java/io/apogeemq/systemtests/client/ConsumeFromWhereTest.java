package io.apogeemq.systemtests.client;

import static io.apogeemq.systemtests.client.Clients.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.systemtests.process.RunServices;
import io.apogeemq.systemtests.process.Services;
import java.util.List;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where a group begins that never consumed before. A young queue, which still has its very first
 * message in memory, is given from the start to every new group, whatever that group wishes; queues
 * that retention has shortened are for the tests of the store.
 */
@RunServices(shared = true)
@ExtendWith(ClientsExtension.class)
@Execution(ExecutionMode.CONCURRENT)
@Timeout(600)
class ConsumeFromWhereTest {

    @ParameterizedTest
    @EnumSource(
            value = ConsumeFromWhere.class,
            names = {
                "CONSUME_FROM_FIRST_OFFSET",
                "CONSUME_FROM_LAST_OFFSET",
                "CONSUME_FROM_TIMESTAMP"
            })
    void aNewGroupGetsAYoungQueueFromItsStart(
            ConsumeFromWhere where, Services services, Clients clients) throws Exception {
        String topic = services.newTopic("young", 1);
        DefaultMQProducer producer = clients.producer();
        producer.send(message(topic, "before"));
        Inbox inbox = new Inbox();
        DefaultMQPushConsumer consumer = clients.pushConsumer(services.newName("young-group"));
        consumer.setConsumeFromWhere(where);
        consumer.subscribe(topic, "*");
        consumer.registerMessageListener(inbox.concurrently());
        consumer.start();
        producer.send(message(topic, "after"));

        inbox.awaitBodies(List.of("before", "after"));

        assertThat(inbox.bodies()).containsExactlyInAnyOrder("before", "after");
    }

    @ParameterizedTest
    @EnumSource(
            value = ConsumeFromWhere.class,
            names = {
                "CONSUME_FROM_FIRST_OFFSET",
                "CONSUME_FROM_LAST_OFFSET",
                "CONSUME_FROM_TIMESTAMP"
            })
    void aKnownGroupGoesOnWhereItStoppedWhateverItWishes(
            ConsumeFromWhere where, Services services, Clients clients) throws Exception {
        String topic = services.newTopic("known", 1);
        String group = services.newName("known-group");
        DefaultMQProducer producer = clients.producer();
        producer.send(message(topic, "done"));
        Inbox first = new Inbox();
        DefaultMQPushConsumer before = clients.listen(group, topic, "*", first);
        first.awaitBodies(List.of("done"));
        before.shutdown();
        producer.send(message(topic, "to do"));
        Inbox second = new Inbox();
        DefaultMQPushConsumer after = clients.pushConsumer(group);
        after.setConsumeFromWhere(where);
        after.subscribe(topic, "*");
        after.registerMessageListener(second.concurrently());

        after.start();

        second.awaitBodies(List.of("to do"));
        assertThat(second.bodies()).containsExactly("to do");
    }
}
