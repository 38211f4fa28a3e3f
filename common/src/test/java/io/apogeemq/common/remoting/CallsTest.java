package io.apogeemq.common.remoting;

import static io.apogeemq.common.remoting.LoopbackFixture.TIMEOUT;
import static io.apogeemq.common.remoting.LoopbackFixture.address;
import static io.apogeemq.common.remoting.LoopbackFixture.failure;
import static io.apogeemq.common.remoting.LoopbackFixture.get;
import static io.apogeemq.common.remoting.LoopbackFixture.on;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.apogeemq.common.remoting.testing.RawPeer;
import io.apogeemq.common.remoting.testing.WireFrame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests and answers find each other, in both directions. */
@Timeout(60)
@ExtendWith(LeakCheck.class)
class CallsTest {
    private static final CommandHandler ECHO =
            (connection, request, reply) ->
                    reply.send(
                            Answer.of(0)
                                    .remark(request.remark())
                                    .field("word", request.fields().text("word"))
                                    .field("number", 7)
                                    .field("truth", true)
                                    .body(request.body()));
    private static final CommandHandler SILENT = (connection, request, reply) -> {};

    private final LoopbackFixture net = new LoopbackFixture();

    @AfterEach
    void stop() {
        net.close();
    }

    @Test
    void aCallIsAnsweredWithEverythingInIt() throws Exception {
        RemotingServer server = net.serve(on(10, ECHO));
        Request request =
                Request.of(10)
                        .remark("why")
                        .field("word", "na\u00efve \"quoted\"\u0001\uD83D\uDE00")
                        .body("hello".getBytes(UTF_8));

        Response response = get(net.client().call(address(server), request, TIMEOUT));

        assertThat(response.isSuccess()).isTrue();
        assertThat(response.remark()).isEqualTo("why");
        assertThat(response.fields())
                .containsEntry("word", "na\u00efve \"quoted\"\u0001\uD83D\uDE00")
                .containsEntry("truth", "true");
        assertThat(response.typedFields().requireInt("number")).isEqualTo(7);
        assertThat(response.body()).asString().isEqualTo("hello");
        assertThat(response.version()).isEqualTo(515);
        assertThat(response.toString()).contains("code=0").doesNotContain("hello");
    }

    @Test
    void manyCallsAtATimeEachGetTheirOwnAnswer() throws Exception {
        RemotingServer server = net.serve(on(10, ECHO));
        RemotingClient client = net.client();
        List<CompletionStage<Response>> answers = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            Request request = Request.of(10).field("word", "w" + i).body(new byte[i % 3_000]);
            answers.add(client.call(address(server), request, TIMEOUT));
        }
        for (int i = 0; i < answers.size(); i++) {
            Response response = get(answers.get(i));
            assertThat(response.fields()).containsEntry("word", "w" + i);
            assertThat(response.body()).hasSize(i % 3_000);
        }
        assertThat(server.counters().acceptedConnections()).isEqualTo(1);
    }

    @Test
    void answersMayComeInAnyOrder() throws Exception {
        BlockingQueue<Reply> held = new LinkedBlockingQueue<>();
        RemotingServer server = net.serve(on(1, (connection, request, reply) -> held.add(reply)));
        RemotingClient client = net.client();
        CompletionStage<Response> first = client.call(address(server), Request.of(1), TIMEOUT);
        Reply firstReply = held.take();
        CompletionStage<Response> second = client.call(address(server), Request.of(1), TIMEOUT);
        Reply secondReply = held.take();

        secondReply.fail(22, "second");
        assertThat(get(second).remark()).isEqualTo("second");
        firstReply.fail(21, "first");
        assertThat(get(first).code()).isEqualTo(21);
    }

    @Test
    void bothSidesMayCallAtTheSameTimeWithTheSameNumbers() throws Exception {
        CompletableFuture<Response> pushed = new CompletableFuture<>();
        CommandHandler callsBack =
                (connection, request, reply) ->
                        connection
                                .call(Request.of(307).field("word", "push"), TIMEOUT)
                                .whenComplete(
                                        (answer, failure) -> {
                                            pushed.complete(answer);
                                            reply.send(Answer.of(0).field("word", "pull"));
                                        });
        RemotingServer server = net.serve(on(1, callsBack));
        RemotingClient client = net.client(ClientOptions.defaults(), on(307, ECHO).build());

        Response pulled = get(client.call(address(server), Request.of(1), TIMEOUT));

        assertThat(pulled.fields()).containsEntry("word", "pull");
        assertThat(get(pushed).fields()).containsEntry("word", "push");
    }

    @Test
    void aServersPushThatNobodyServesIsRefused() throws Exception {
        CompletableFuture<Response> pushed = new CompletableFuture<>();
        CommandHandler callsBack =
                (connection, request, reply) ->
                        connection
                                .call(Request.of(220), TIMEOUT)
                                .whenComplete((answer, failure) -> pushed.complete(answer));
        RemotingServer server = net.serve(on(1, callsBack));
        net.client().sendOneWay(address(server), Request.of(1));

        assertThat(get(pushed).code()).isEqualTo(3);
    }

    @Test
    void oneWayRequestsCarryTheirFlagAndAreNotAnswered() throws Exception {
        BlockingQueue<String> seen = new ArrayBlockingQueue<>(2);
        CommandHandler handler =
                (connection, request, reply) ->
                        seen.add(request.isOneWay() + request.fields().requireText("word"));
        RemotingServer server = net.serve(on(42, handler));
        RemotingClient client = net.client();

        client.sendOneWay(address(server), Request.of(42).field("word", "a"));
        client.sendOneWay(address(server), Request.of(42).field("word", "b"));

        assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo("truea");
        assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo("trueb");
        assertThat(client.counters().framesIn()).isZero();
    }

    @Test
    void aCallWithoutAnswerTimesOutSoonAndALateAnswerIsIgnored() throws Exception {
        BlockingQueue<Reply> held = new ArrayBlockingQueue<>(1);
        RemotingServer server =
                net.serve(on(1, (connection, request, reply) -> held.add(reply)).on(10, ECHO));
        RemotingClient client = net.client();
        get(client.call(address(server), Request.of(10), TIMEOUT));
        long start = System.nanoTime();

        RemotingException failure =
                failure(client.call(address(server), Request.of(1), Duration.ofMillis(200)));

        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertThat(failure.reason()).isEqualTo(RemotingException.Reason.TIMEOUT);
        assertThat(failure).hasMessageContaining(address(server));
        // 100 ms is the promise; the rest is for a busy machine.
        assertThat(millis).isBetween(200L, 1_000L);
        held.take().send(Answer.of(0));
        assertThat(get(client.call(address(server), Request.of(10), TIMEOUT)).code()).isZero();
    }

    @Test
    void answersThatNobodyAskedForAreIgnored() throws Exception {
        RemotingServer server = net.serve(on(10, ECHO));
        RawPeer peer = net.connect(server);

        peer.send(WireFrame.json("{\"code\":0,\"flag\":1,\"opaque\":1}"));
        peer.send(WireFrame.json("{\"code\":0,\"flag\":3,\"opaque\":2}"));

        assertThat(peer.exchange(WireFrame.request(10, 5, "")).number("opaque")).isEqualTo(5);
    }

    @Test
    void openCallsAreBounded() throws Exception {
        RemotingServer server = net.serve(on(1, SILENT).on(10, ECHO));
        RemotingClient client =
                net.client(
                        ClientOptions.defaults()
                                .withLimits(ConnectionLimits.defaults().withWaiting(10, 3)),
                        HandlerTable.empty());
        get(client.call(address(server), Request.of(10), TIMEOUT));
        List<CompletionStage<Response>> open = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            open.add(client.call(address(server), Request.of(1), Duration.ofMillis(300)));
        }

        AtomicInteger released = new AtomicInteger();
        Request oneMore =
                Request.of(1)
                        .body(List.of(ByteBuffer.allocateDirect(5)), released::incrementAndGet);
        RemotingException failure = failure(client.call(address(server), oneMore, TIMEOUT));

        assertThat(failure.reason()).isEqualTo(RemotingException.Reason.OVERLOADED);
        assertThat(released).hasValue(1);
        for (CompletionStage<Response> call : open) {
            assertThat(failure(call).reason()).isEqualTo(RemotingException.Reason.TIMEOUT);
        }
        assertThat(get(client.call(address(server), Request.of(10), TIMEOUT)).code()).isZero();
    }

    @Test
    void callsFailWhenTheConnectionCloses() throws Exception {
        AtomicInteger closed = new AtomicInteger();
        CommandHandler hangUp =
                (connection, request, reply) -> {
                    connection.onClose(closed::incrementAndGet);
                    connection.close("test");
                };
        RemotingServer server = net.serve(on(1, SILENT).on(2, hangUp));
        RemotingClient client = net.client();
        Connection connection = get(client.connect(address(server)));
        CompletionStage<Response> open = connection.call(Request.of(1), TIMEOUT);

        RemotingException failure = failure(connection.call(Request.of(2), TIMEOUT));

        assertThat(failure.reason()).isEqualTo(RemotingException.Reason.CLOSED);
        assertThat(failure(open).reason()).isEqualTo(RemotingException.Reason.CLOSED);
        await().until(() -> !connection.isOpen() && closed.get() == 1);
        assertThat(failure(connection.call(Request.of(1), TIMEOUT)).reason())
                .isEqualTo(RemotingException.Reason.CLOSED);
        AtomicInteger late = new AtomicInteger();
        connection.onClose(late::incrementAndGet);
        await().until(() -> late.get() == 1);
        connection.sendOneWay(Request.of(1));
        assertThat(client.counters().droppedOneWay()).isEqualTo(1);
    }

    @Test
    void aRequestOverTheFrameLimitIsRefusedAtOnceAndKeepsNoPlace() throws Exception {
        RemotingServer server = net.serve(on(10, ECHO));
        RemotingClient client =
                net.client(
                        ClientOptions.defaults()
                                .withLimits(
                                        ConnectionLimits.defaults()
                                                .withMaxFrameBytes(2_000)
                                                .withWaiting(1, 1)),
                        HandlerTable.empty());
        Connection connection = get(client.connect(address(server)));
        AtomicInteger released = new AtomicInteger();
        List<ByteBuffer> large = List.of(ByteBuffer.allocateDirect(2_000));

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(
                            () ->
                                    connection.call(
                                            Request.of(10).body(large, released::incrementAndGet),
                                            TIMEOUT))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("(expected: <= 2000B)");
        }

        assertThat(released).hasValue(3);
        assertThat(get(connection.call(Request.of(10), TIMEOUT)).code()).isZero();
    }

    @Test
    void slicesAreSentAsARequestsBody() throws Exception {
        RemotingServer server = net.serve(on(10, ECHO));
        AtomicInteger released = new AtomicInteger();
        ByteBuffer memory = ByteBuffer.allocateDirect(50_000).put(49_999, (byte) 9);

        Response response =
                get(
                        net.client()
                                .call(
                                        address(server),
                                        Request.of(10)
                                                .body(
                                                        List.of(memory, memory.slice(0, 5)),
                                                        released::incrementAndGet),
                                        TIMEOUT));

        assertThat(response.body()).hasSize(50_005);
        assertThat(response.body()[49_999]).isEqualTo((byte) 9);
        await().until(() -> released.get() == 1);
    }

    @Test
    void attachmentsStayWithTheirConnection() throws Exception {
        RemotingServer server = net.serve(on(10, ECHO));
        Connection connection = get(net.client().connect(address(server)));

        assertThat(connection.attachment(String.class)).isNull();
        connection.attach("a");
        connection.attach(5);
        connection.attach("b");

        assertThat(connection.attachment(String.class)).isEqualTo("b");
        assertThat(connection.attachment(Integer.class)).isEqualTo(5);
        assertThat(connection.attachment(Object.class)).isNull();
        assertThat(connection.remoteAddress().getPort()).isEqualTo(server.port());
        assertThat(connection.localAddress().getPort()).isPositive();
        assertThat(connection.isWritable()).isTrue();
    }
}
