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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(LeakCheck.class)
class ServerLifeCycleTest {
    private static final CommandHandler OK =
            (connection, request, reply) -> reply.send(Answer.of(0));

    private final LoopbackFixture net = new LoopbackFixture();

    @AfterEach
    void stop() {
        net.close();
    }

    @Test
    void eachDoorServesItsOwnCodes() {
        RemotingServer server =
                RemotingServer.start(
                        LoopbackFixture.options(),
                        net.loops,
                        new Door(0, on(10, OK).on(11, OK).build()),
                        new Door(0, on(10, OK).build()));
        try (RawPeer main = RawPeer.connect(server.port(0));
                RawPeer fast = RawPeer.connect(server.port(1))) {
            assertThat(main.exchange(WireFrame.request(11, 1, "")).number("code")).isZero();
            assertThat(fast.exchange(WireFrame.request(10, 1, "")).number("code")).isZero();
            assertThat(fast.exchange(WireFrame.request(11, 1, "")).number("code")).isEqualTo(3);
        }
        server.close();
    }

    @Test
    void aTakenPortIsNamedAndNoDoorStaysOpen() throws IOException {
        int first = freePort();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int second = taken.getLocalPort();

            assertThatThrownBy(
                            () ->
                                    RemotingServer.start(
                                            LoopbackFixture.options(),
                                            net.loops,
                                            new Door(first, HandlerTable.empty()),
                                            new Door(second, HandlerTable.empty())))
                    .isInstanceOfSatisfying(
                            PortInUseException.class,
                            e -> assertThat(e.address().getPort()).isEqualTo(second))
                    .hasMessageContaining("127.0.0.1:" + second);

            RemotingServer.start(
                            LoopbackFixture.options(),
                            net.loops,
                            new Door(first, HandlerTable.empty()))
                    .close();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Test
    void anUnknownInterfaceIsNamed() {
        assertThatThrownBy(
                        () ->
                                RemotingServer.start(
                                        ServerOptions.defaults()
                                                .withBindAddress("no such host.invalid"),
                                        net.loops,
                                        new Door(0, HandlerTable.empty())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("bind-address: no such host.invalid");
        assertThatThrownBy(() -> RemotingServer.start(LoopbackFixture.options(), net.loops))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void listenersHearOfEveryConnectionOnce() throws InterruptedException {
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        ConnectionListener listener =
                new ConnectionListener() {
                    @Override
                    public void opened(Connection connection) {
                        events.add("opened " + connection.remoteAddress().getPort());
                    }

                    @Override
                    public void closed(Connection connection) {
                        events.add("closed " + connection.remoteAddress().getPort());
                    }
                };
        RemotingServer server = net.serve(LoopbackFixture.options(), on(10, OK), listener);
        RawPeer peer = net.connect(server);

        String opened = events.poll(5, TimeUnit.SECONDS);
        assertThat(opened).startsWith("opened ");
        peer.close();
        assertThat(events.poll(5, TimeUnit.SECONDS)).isEqualTo(opened.replace("opened", "closed"));
        await().until(() -> server.counters().openConnections() == 0);
        assertThat(events).isEmpty();
    }

    @Test
    void whileDrainingNewRequestsOfThoseWhoUnderstandAreSentAway() throws InterruptedException {
        BlockingQueue<Reply> held = new ArrayBlockingQueue<>(1);
        RemotingServer server =
                net.serve(on(10, OK).on(11, (connection, request, reply) -> held.add(reply)));
        RawPeer peer = net.connect(server);
        peer.send(WireFrame.request(11, 1, ""));
        Reply waiting = held.take();

        server.drain();

        WireFrame sentAway = peer.exchange(WireFrame.request(10, 2, ""));
        assertThat(sentAway.number("code")).isEqualTo(1500);
        assertThat(sentAway.headerText()).contains("\"remark\":\"please go away\"");
        WireFrame old = peer.exchange(WireFrame.json("{\"code\":10,\"opaque\":3,\"version\":475}"));
        assertThat(old.number("code")).isZero();
        waiting.send(Answer.of(0));
        assertThat(peer.receive().number("opaque")).isEqualTo(1);
    }

    @Test
    void closingWaitsForRequestsInFlight() throws Exception {
        BlockingQueue<Reply> held = new ArrayBlockingQueue<>(1);
        RemotingServer server = net.serve(on(11, (connection, request, reply) -> held.add(reply)));
        RemotingClient client = net.client();
        String address = address(server);
        CompletionStage<Response> open = client.call(address, Request.of(11), TIMEOUT);
        Reply waiting = held.take();
        RawPeer idle = net.connect(server);

        Thread closing = Thread.ofVirtual().start(() -> server.close(Duration.ofSeconds(20)));
        assertThat(idle.isClosedByPeer()).isTrue();
        assertThat(closing.isAlive()).isTrue();
        waiting.send(Answer.of(0).remark("just in time"));

        assertThat(get(open).remark()).isEqualTo("just in time");
        assertThat(closing.join(Duration.ofSeconds(10))).isTrue();
        await().until(() -> client.counters().openConnections() == 0);
        assertThat(failure(client.call(address, Request.of(11), TIMEOUT)).reason())
                .isEqualTo(RemotingException.Reason.CONNECT_FAILED);
    }

    @Test
    void closingEndsRequestsThatTakeTooLong() throws Exception {
        BlockingQueue<Reply> held = new ArrayBlockingQueue<>(1);
        RemotingServer server = net.serve(on(11, (connection, request, reply) -> held.add(reply)));
        CompletionStage<Response> open =
                net.client().call(address(server), Request.of(11), TIMEOUT);
        Reply waiting = held.take();

        server.close(Duration.ofMillis(50));

        assertThat(failure(open).reason()).isEqualTo(RemotingException.Reason.CLOSED);
        waiting.send(Answer.of(0));
    }

    @Test
    void aCodeHasOneHandler() {
        HandlerTable.Builder builder = on(10, OK).on(200_050, OK);

        assertThatThrownBy(() -> builder.on(200_050, OK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("200050");
    }

    @Test
    void codesWithoutHandlerMayGoToOne() {
        CommandHandler others = (connection, request, reply) -> reply.fail(5, "other");
        RawPeer peer = net.connect(net.serve(on(10, OK).otherwise(others)));

        for (int code : List.of(11, -1, 1023, 1024, 200_050)) {
            assertThat(peer.exchange(WireFrame.request(code, 1, "")).number("code")).isEqualTo(5);
        }
        assertThat(peer.exchange(WireFrame.request(10, 1, "")).number("code")).isZero();
    }

    @Test
    void limitsAndOptionsNameWhatIsWrong() {
        ConnectionLimits limits = ConnectionLimits.defaults();
        assertThat(limits.maxFrameBytes()).isEqualTo(16_777_216);
        assertThat(limits.idleTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(limits.firstFrameDeadline()).isEqualTo(Duration.ofSeconds(30));

        assertThatThrownBy(() -> limits.withMaxFrameBytes(10))
                .hasMessageStartingWith("max-frame: 10 (expected: 1024 to ");
        assertThatThrownBy(() -> limits.withWaiting(0, 1))
                .hasMessageStartingWith("max-in-flight-requests: 0");
        assertThatThrownBy(() -> limits.withOutbound(100, 99))
                .hasMessageStartingWith("outbound-high: 99 (expected: 100 to ");
        assertThatThrownBy(
                        () ->
                                limits.withDeadlines(
                                        Duration.ZERO,
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(1)))
                .hasMessageStartingWith("idle-timeout: PT0S");
        assertThatThrownBy(() -> new Door(65_536, HandlerTable.empty()))
                .hasMessage("port: 65536 (expected: 0 to 65535)");
        assertThatThrownBy(() -> ServerOptions.defaults().withBindAddress(" "))
                .hasMessageStartingWith("bind-address: blank");
        assertThatThrownBy(() -> ClientOptions.defaults().withConnectTimeout(Duration.ZERO))
                .hasMessageStartingWith("connect-timeout: PT0S");
        assertThatThrownBy(() -> EventLoops.start("x", 0))
                .hasMessage("loop-threads: 0 (expected: 1 to 256)");
    }
}
