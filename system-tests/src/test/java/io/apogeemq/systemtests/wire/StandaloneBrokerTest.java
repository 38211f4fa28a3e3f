package io.apogeemq.systemtests.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.systemtests.process.RunServices;
import io.apogeemq.systemtests.process.Services;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A broker that nobody told of any NameServer serves who comes to it directly. */
@RunServices(nameServers = 0)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the servers of StandaloneBrokerTest")
@Timeout(600)
class StandaloneBrokerTest {

    @Test
    void aBrokerWithoutANameServerTakesAndGivesMessages(Services services) {
        String topic = services.newTopic("alone", 1);
        int port = services.broker().port();

        Frame sent =
                RemotingSocket.callOnce(
                        port, Requests.send(topic).withBody("alone".getBytes(UTF_8)));
        Frame pulled = RemotingSocket.callOnce(port, Requests.pull(topic));

        assertThat(sent.code()).isZero();
        assertThat(pulled.code()).isZero();
        assertThat(pulled.bodyText()).contains("alone");
    }

    @Test
    void aBrokerWithoutANameServerKeepsMessagesOverARestart(Services services) {
        String topic = services.newTopic("alone-restart", 1);
        int port = services.broker().port();
        RemotingSocket.callOnce(port, Requests.send(topic).withBody("kept".getBytes(UTF_8)));

        services.broker().restart();

        assertThat(RemotingSocket.callOnce(port, Requests.pull(topic)).bodyText()).contains("kept");
        assertThat(
                        RemotingSocket.callOnce(
                                        port,
                                        Frame.request(30, Map.of("topic", topic, "queueId", "0")))
                                .fields())
                .containsEntry("offset", "1");
    }

    @Test
    void theBootLineNamesNoNameServer(Services services) {
        assertThat(services.broker().consoleText())
                .contains(
                        "The broker[broker-a, "
                                + services.broker().address()
                                + "] boot success. serializeType=JSON")
                .doesNotContain("name server is");
    }
}
