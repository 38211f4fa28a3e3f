package io.apogeemq.common.remoting;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ServerAndClientTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final EventLoops loops = EventLoops.start("test", 2);
    private final RemotingClient client = RemotingClient.start(ClientOptions.defaults(), loops);
    private RemotingServer server;

    @BeforeEach
    void start() {
        HandlerTable table =
                HandlerTable.builder()
                        .on(
                                10,
                                (connection, request, reply) ->
                                        reply.send(
                                                Answer.of(0)
                                                        .field(
                                                                "echo",
                                                                request.fields()
                                                                        .requireText("word"))
                                                        .field("count", 7)
                                                        .body(request.copyBody())))
                        .build();
        server =
                RemotingServer.start(
                        ServerOptions.defaults().withBindAddress("127.0.0.1"),
                        loops,
                        new Door(0, table));
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        loops.close();
    }

    @Test
    void aCallIsAnsweredWithFieldsAndBody() {
        Request request =
                Request.of(10)
                        .field("word", "na\u00efve \"quoted\"\u0001")
                        .body("hello".getBytes(StandardCharsets.UTF_8));

        Response response =
                client.call("127.0.0.1:" + server.port(), request, TIMEOUT)
                        .toCompletableFuture()
                        .join();

        assertThat(response.code()).isZero();
        assertThat(response.fields())
                .containsEntry("echo", "na\u00efve \"quoted\"\u0001")
                .containsEntry("count", "7");
        assertThat(response.body()).asString().isEqualTo("hello");
        assertThat(response.version()).isEqualTo(515);
    }
}
