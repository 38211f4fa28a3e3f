package io.apogeemq.systemtests.admin;

import static io.apogeemq.systemtests.client.Clients.message;
import static io.apogeemq.systemtests.process.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.systemtests.client.Clients;
import io.apogeemq.systemtests.client.ClientsExtension;
import io.apogeemq.systemtests.client.Inbox;
import io.apogeemq.systemtests.process.RunServices;
import io.apogeemq.systemtests.process.Services;
import java.util.List;
import org.apache.rocketmq.client.QueryResult;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.tools.admin.DefaultMQAdminExt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Messages as the official tools find them. */
@RunServices(shared = true)
@ExtendWith({ClientsExtension.class, AdminExtension.class})
@Execution(ExecutionMode.CONCURRENT)
@Timeout(600)
class MessageAdministrationTest {

    @Test
    void aMessageIsViewedByEitherOfItsIds(
            Services services, DefaultMQAdminExt admin, Clients clients) throws Exception {
        String topic = services.newTopic("view", 1);
        SendResult sent = clients.producer().send(message(topic, "tag", "wanted"));

        // Several calls each, with short timeouts of the client's own.
        MessageExt byOffset =
                await("the message by its offset")
                        .ignoreExceptions()
                        .until(
                                () -> admin.viewMessage(topic, sent.getOffsetMsgId()),
                                found -> true);
        MessageExt byUniqueId =
                await("the message by its unique id")
                        .ignoreExceptions()
                        .until(() -> admin.viewMessage(topic, sent.getMsgId()), found -> true);

        for (MessageExt found : List.of(byOffset, byUniqueId)) {
            assertThat(Inbox.bodyOf(found)).isEqualTo("wanted");
            assertThat(found.getTags()).isEqualTo("tag");
            assertThat(found.getQueueOffset()).isZero();
        }
    }

    @Test
    void messagesAreQueriedByKeyWithinATime(
            Services services, DefaultMQAdminExt admin, Clients clients) throws Exception {
        String topic = services.newTopic("query", 2);
        DefaultMQProducer producer = clients.producer();
        long start = System.currentTimeMillis();
        for (int i = 0; i < 3; i++) {
            Message keyed = message(topic, "m" + i);
            keyed.setKeys("order-7");
            producer.send(keyed);
        }
        long end = System.currentTimeMillis() + 5_000;

        await("the index")
                .ignoreExceptions()
                .untilAsserted(
                        () ->
                                assertThat(
                                                admin.queryMessage(
                                                                topic,
                                                                "order-7",
                                                                32,
                                                                start - 1_000,
                                                                end)
                                                        .getMessageList())
                                        .extracting(Inbox::bodyOf)
                                        .containsExactlyInAnyOrder("m0", "m1", "m2"));

        assertThat(admin.queryMessage(topic, "order-7", 2, start - 1_000, end).getMessageList())
                .hasSize(2);
        assertThatThrownBy(() -> admin.queryMessage(topic, "order-7", 32, 0, start - 60_000))
                .isInstanceOf(MQClientException.class);
    }

    @Test
    void aMessageIsQueriedByItsUniqueId(Services services, DefaultMQAdminExt admin, Clients clients)
            throws Exception {
        String topic = services.newTopic("query-unique", 1);
        SendResult sent = clients.producer().send(message(topic, "wanted"));

        await("the index")
                .ignoreExceptions()
                .untilAsserted(
                        () -> {
                            QueryResult result =
                                    admin.queryMessageByUniqKey(
                                            "DefaultCluster",
                                            topic,
                                            sent.getMsgId(),
                                            32,
                                            0,
                                            Long.MAX_VALUE);
                            assertThat(result.getMessageList())
                                    .extracting(Inbox::bodyOf)
                                    .containsExactly("wanted");
                        });
    }

    @Test
    void offsetsAreFoundFromBothSidesOfATime(
            Services services, DefaultMQAdminExt admin, Clients clients) throws Exception {
        String topic = services.newTopic("boundaries", 1);
        MessageQueue queue = new MessageQueue(topic, "broker-a", 0);
        DefaultMQProducer producer = clients.producer();
        producer.send(message(topic, "m0"));
        producer.send(message(topic, "m1"));
        long middle = System.currentTimeMillis() + 1;
        await("a later time").until(() -> System.currentTimeMillis() > middle + 50);
        producer.send(message(topic, "m2"));

        await("three messages").until(() -> admin.maxOffset(queue) == 3);

        assertThat(admin.minOffset(queue)).isZero();
        assertThat(admin.searchLowerBoundaryOffset(queue, middle)).isEqualTo(2);
        assertThat(admin.searchUpperBoundaryOffset(queue, middle)).isEqualTo(1);
    }
}
