package io.apogeemq.broker.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apogeemq.common.message.MessageQueue;
import io.apogeemq.common.protocol.JsonBodies;
import io.apogeemq.common.protocol.QueueLockCommand;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.ClientOptions;
import io.apogeemq.common.remoting.Door;
import io.apogeemq.common.remoting.EventLoops;
import io.apogeemq.common.remoting.HandlerTable;
import io.apogeemq.common.remoting.MemoryBudget;
import io.apogeemq.common.remoting.RemotingClient;
import io.apogeemq.common.remoting.RemotingServer;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;
import io.apogeemq.common.remoting.ServerOptions;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LongBodiesTest {
    private static final int CODE = 7;
    private static final int LONG = 200_000;

    private final EventLoops loops = EventLoops.start("long-bodies", 1);
    private final Queue<Runnable> elsewhere = new ConcurrentLinkedQueue<>();
    private final List<Integer> read = new CopyOnWriteArrayList<>();
    private final MemoryBudget budget = new MemoryBudget(2 * (LONG + JsonBodies.treeBytes(LONG)));
    private final LongBodies bodies = new LongBodies(this::execute, budget);
    private final RemotingServer server =
            RemotingServer.start(
                    ServerOptions.defaults().withBindAddress("127.0.0.1"),
                    loops,
                    new Door(
                            0,
                            HandlerTable.builder()
                                    .on(
                                            CODE,
                                            LongBodies.MOST_BYTES,
                                            (connection, command, reply) ->
                                                    bodies.read(
                                                            command,
                                                            reply,
                                                            body ->
                                                                    JsonBodies.read(
                                                                            body,
                                                                            json ->
                                                                                    json.requireInt(
                                                                                            "n")),
                                                            number -> {
                                                                read.add(number);
                                                                reply.send(Answer.of(0));
                                                            }))
                                    .build()));
    private final RemotingClient client = RemotingClient.start(ClientOptions.defaults(), loops);

    private void execute(Runnable work) {
        if (elsewhere.size() == 3) {
            throw new RejectedExecutionException("full");
        }
        elsewhere.add(work);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
        loops.close();
    }

    @Test
    void aShortBodyIsReadAtOnceALongOneElsewhereAndMeanwhileOthersAreServed() {
        CompletableFuture<Response> slow = ask(body(1, LONG));
        await().until(() -> elsewhere.size() == 1);
        assertThat(ask(body(2, 100)).join().code()).isZero();
        assertThat(read).containsExactly(2);

        elsewhere.remove().run();
        assertThat(slow.join().code()).isZero();
        assertThat(read).containsExactly(2, 1);
        assertThat(budget.heldBytes()).isZero();
    }

    @Test
    void whoFindsNoMemoryOrNoThreadComesAgain() {
        CompletableFuture<Response> first = ask(body(1, LONG));
        CompletableFuture<Response> second = ask(body(2, LONG));
        await().until(() -> elsewhere.size() == 2);
        Response third = ask(body(3, LONG)).join();
        assertThat(third.code()).isEqualTo(ResponseCode.SYSTEM_BUSY);

        elsewhere.add(() -> {});
        elsewhere.remove().run();
        assertThat(first.join().code()).isZero();
        elsewhere.add(() -> {});
        assertThat(ask(body(4, LONG)).join().code()).isEqualTo(ResponseCode.SYSTEM_BUSY);
        elsewhere.remove().run();
        assertThat(second.join().code()).isZero();
        assertThat(budget.heldBytes()).isZero();
    }

    @Test
    void whatIsNoJsonAndWhatIsTooLongIsRefused() {
        CompletableFuture<Response> broken = ask(new byte[LONG]);
        await().until(() -> elsewhere.size() == 1);
        elsewhere.remove().run();
        assertThat(broken.join().code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
        assertThat(broken.join().remark()).contains("body").contains("at position 0");
        assertThat(budget.heldBytes()).isZero();

        Response tooLong = ask(body(1, 3 * LONG)).join();
        assertThat(tooLong.code()).isEqualTo(ResponseCode.MESSAGE_ILLEGAL);
        assertThat(tooLong.remark()).contains("too long for this broker's heap");
    }

    @Test
    void clientsWithTensOfThousandsOfQueuesAreServed() {
        try (DoorsFixture broker = new DoorsFixture()) {
            Set<MessageQueue> queues =
                    IntStream.range(0, 40_000)
                            .mapToObj(i -> new MessageQueue("topic", "broker-a", i))
                            .collect(Collectors.toSet());
            Request lock = new QueueLockCommand("g", "c", queues, true).lockRequest();
            assertThat(QueueLockCommand.locked(broker.ask(broker.client(), lock))).hasSize(40_000);
        }
    }

    private static byte[] body(int number, int length) {
        String start = "{\"n\":" + number + ",\"rest\":\"";
        return (start + "x".repeat(length - start.length() - 2) + "\"}").getBytes(UTF_8);
    }

    private CompletableFuture<Response> ask(byte[] body) {
        return client.call(
                        "127.0.0.1:" + server.port(),
                        Request.of(CODE).body(body),
                        Duration.ofSeconds(30))
                .toCompletableFuture();
    }
}
