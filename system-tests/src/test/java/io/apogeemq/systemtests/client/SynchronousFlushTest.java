package io.apogeemq.systemtests.client;

import static io.apogeemq.systemtests.client.Clients.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.systemtests.process.RunServices;
import io.apogeemq.systemtests.process.Services;
import java.util.ArrayList;
import java.util.List;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A broker that answers when a message is on the disk. */
@RunServices(brokerProperties = {"flushDiskType=SYNC_FLUSH", "syncFlushTimeout=60000"})
@ExtendWith(ClientsExtension.class)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the servers of SynchronousFlushTest")
@Timeout(600)
class SynchronousFlushTest {

    @Test
    void whatWasAcknowledgedIsThereAfterAKill(Services services, Clients clients) throws Exception {
        String topic = services.newTopic("flushed", 2);
        DefaultMQProducer producer = clients.producer();
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            bodies.add("m" + i);
            assertThat(producer.send(message(topic, "m" + i)).getSendStatus())
                    .isEqualTo(SendStatus.SEND_OK);
        }

        services.broker().kill();
        services.broker().start();
        services.awaitRegistrations();

        Inbox inbox = clients.listen(services.newName("flushed-group"), topic, "*");
        inbox.awaitBodies(bodies);
        assertThat(inbox.bodies()).containsExactlyInAnyOrderElementsOf(bodies);
    }
}
