package io.apogeemq.common.remoting;

import static io.apogeemq.common.remoting.LoopbackFixture.TIMEOUT;
import static io.apogeemq.common.remoting.LoopbackFixture.address;
import static io.apogeemq.common.remoting.LoopbackFixture.failure;
import static io.apogeemq.common.remoting.LoopbackFixture.get;
import static io.apogeemq.common.remoting.LoopbackFixture.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.apogeemq.common.remoting.testing.RawPeer;
import io.apogeemq.common.remoting.testing.WireFrame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@ExtendWith(LeakCheck.class)
class RemotingClientTest {
    private static final CommandHandler OK =
            (connection, request, reply) -> reply.send(Answer.of(0));

    private final LoopbackFixture net = new LoopbackFixture();

    @AfterEach
    void stop() {
        net.close();
    }

    @Test
    void aLostConnectionIsReportedAndOpenedAgainWhenNeeded() throws Exception {
        Queue<String> lost = new ConcurrentLinkedQueue<>();
        CommandHandler hangUp = (connection, request, reply) -> connection.close("asked to");
        RemotingServer server = net.serve(on(10, OK).on(66, hangUp));
        RemotingClient client = net.client();
        client.onDisconnect(lost::add);
        Connection first = get(client.connect(address(server)));
        assertThat(get(client.connect(address(server)))).isSameAs(first);

        client.sendOneWay(address(server), Request.of(66));
        await().until(() -> !lost.isEmpty());

        assertThat(get(client.call(address(server), Request.of(10), TIMEOUT)).code()).isZero();
        assertThat(get(client.connect(address(server))).id()).isNotEqualTo(first.id());
        assertThat(lost).containsExactly(address(server));
        assertThat(server.counters().acceptedConnections()).isEqualTo(2);
    }

    @Test
    void aServerThatComesBackOnItsPortIsFoundAgain() throws Exception {
        RemotingServer server = net.serve(on(10, OK));
        String address = address(server);
        int port = server.port();
        RemotingClient client = net.client();
        AtomicInteger lost = new AtomicInteger();
        client.onDisconnect(who -> lost.incrementAndGet());
        assertThat(get(client.call(address, Request.of(10), TIMEOUT)).code()).isZero();
        server.close();
        await().until(() -> lost.get() == 1);
        RemotingException refused = failure(client.call(address, Request.of(10), TIMEOUT));
        assertThat(refused.reason()).isEqualTo(RemotingException.Reason.CONNECT_FAILED);
        assertThat(refused).hasMessageContaining(address);

        RemotingServer again =
                RemotingServer.start(
                        LoopbackFixture.options(), net.loops, new Door(port, on(10, OK).build()));

        assertThat(get(client.call(address, Request.of(10), TIMEOUT)).code()).isZero();
        again.close();
    }

    @Test
    void whatIsSentBeforeAndAfterConnectingArrivesInOrder() {
        List<Integer> seen = new CopyOnWriteArrayList<>();
        CommandHandler handler =
                (connection, request, reply) -> seen.add(request.fields().requireInt("n"));
        RemotingServer server = net.serve(on(10, handler));
        RemotingClient client = net.client();
        int count = 2_000;

        for (int i = 0; i < count; i++) {
            client.sendOneWay(address(server), Request.of(10).field("n", i));
        }

        await().until(() -> seen.size() == count);
        assertThat(seen).isSorted();
    }

    @Test
    void manyFirstCallsShareOneConnection() throws Exception {
        RemotingServer server = net.serve(on(10, OK));
        RemotingClient client = net.client();
        Queue<CompletionStage<Response>> calls = new ConcurrentLinkedQueue<>();
        String address = "localhost:" + server.port();
        Runnable caller = () -> calls.add(client.call(address, Request.of(10), TIMEOUT));
        List<Thread> threads =
                IntStream.range(0, 50).mapToObj(i -> Thread.ofVirtual().start(caller)).toList();
        for (Thread thread : threads) {
            thread.join();
        }
        for (CompletionStage<Response> call : calls) {
            assertThat(get(call).code()).isZero();
        }
        assertThat(server.counters().acceptedConnections()).isEqualTo(1);
    }

    @Test
    void anUnknownHostFailsTheCallAndReleasesTheBody() throws Exception {
        AtomicInteger released = new AtomicInteger();
        List<ByteBuffer> body = List.of(ByteBuffer.allocateDirect(10));
        RemotingClient client = net.client();
        String address = "no-such-host.invalid:1234";

        RemotingException failure =
                failure(
                        client.call(
                                address,
                                Request.of(1).body(body, released::incrementAndGet),
                                TIMEOUT));
        client.sendOneWay(address, Request.of(1).body(body, released::incrementAndGet));

        assertThat(failure.reason()).isEqualTo(RemotingException.Reason.CONNECT_FAILED);
        assertThat(failure).hasMessageContaining(address);
        await().until(() -> released.get() == 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", ":1", "host:", "host:0", "host:65536", "host:x", "host:-1"})
    void anIllFormedAddressIsRefusedAtOnce(String address) {
        RemotingClient client = net.client();

        assertThatThrownBy(() -> client.call(address, Request.of(1), TIMEOUT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("address: '" + address + "' (expected: host:port)");
    }

    @Test
    void aServerThatGoesAwayIsAskedOnceMoreOverAFreshConnection() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            RemotingClient client = net.client();
            String address = "127.0.0.1:" + listening.getLocalPort();
            CompletionStage<Response> call =
                    client.call(address, Request.of(10).field("a", "b"), TIMEOUT);
            RawPeer first = net.keep(RawPeer.of(listening.accept()));
            WireFrame request = first.receive();
            first.send(answer(1500, request));

            RawPeer second = net.keep(RawPeer.of(listening.accept()));
            WireFrame repeated = second.receive();
            second.send(answer(0, repeated));

            assertThat(get(call).code()).isZero();
            assertThat(repeated.headerText()).contains("\"a\":\"b\"");
        }
    }

    @Test
    void aSecondGoAwayIsTheAnswer() throws Exception {
        RemotingServer server = net.serve(on(10, OK));
        server.drain();

        Response response = get(net.client().call(address(server), Request.of(10), TIMEOUT));

        assertThat(response.code()).isEqualTo(1500);
        assertThat(server.counters().acceptedConnections()).isEqualTo(2);
    }

    @Test
    void garbageFromTheServerClosesTheConnectionAndFailsTheCall() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            RemotingClient client = net.client();
            CompletionStage<Response> call =
                    client.call("127.0.0.1:" + listening.getLocalPort(), Request.of(10), TIMEOUT);
            RawPeer peer = net.keep(RawPeer.of(listening.accept()));
            peer.receive();
            peer.send((byte) 0x7f, (byte) 1, (byte) 2, (byte) 3);

            assertThat(failure(call).reason()).isEqualTo(RemotingException.Reason.CLOSED);
            assertThat(client.counters().rejected(RejectReason.FRAME_TOO_LARGE)).isEqualTo(1);
        }
    }

    @Test
    void requestsLookAsTheOriginalClientWritesThem() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            net.client()
                    .sendOneWay(
                            "127.0.0.1:" + listening.getLocalPort(),
                            Request.of(105).field("topic", "T"));
            RawPeer peer = net.keep(RawPeer.of(listening.accept()));

            assertThat(peer.receive().headerText())
                    .isEqualTo(
                            "{\"code\":105,\"extFields\":{\"topic\":\"T\"},\"flag\":2,"
                                    + "\"language\":\"JAVA\",\"opaque\":1,"
                                    + "\"serializeTypeCurrentRPC\":\"JSON\",\"version\":515}");
        }
    }

    @Test
    void aClosedClientCallsNobody() throws Exception {
        RemotingServer server = net.serve(on(11, (connection, request, reply) -> {}));
        RemotingClient client = net.client();
        get(client.connect(address(server)));
        CompletionStage<Response> open = client.call(address(server), Request.of(11), TIMEOUT);

        client.close();

        assertThat(failure(open).reason()).isEqualTo(RemotingException.Reason.CLOSED);
        await().until(() -> client.counters().openConnections() == 0);
        assertThat(failure(client.call(address(server), Request.of(11), TIMEOUT)).reason())
                .isEqualTo(RemotingException.Reason.CLOSED);
        assertThat(failure(client.call("other:1", Request.of(11), Duration.ofMillis(100))).reason())
                .isEqualTo(RemotingException.Reason.CLOSED);
    }

    private static WireFrame answer(int code, WireFrame request) {
        return WireFrame.json(
                "{\"code\":" + code + ",\"flag\":1,\"opaque\":" + request.number("opaque") + "}");
    }
}
