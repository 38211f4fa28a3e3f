package io.apogeemq.common.remoting;

import static io.apogeemq.common.remoting.LoopbackFixture.TIMEOUT;
import static io.apogeemq.common.remoting.LoopbackFixture.failure;
import static io.apogeemq.common.remoting.LoopbackFixture.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apogeemq.common.remoting.testing.RawPeer;
import io.apogeemq.common.remoting.testing.WireFrame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a peer may make us keep for it is bounded. */
@Timeout(60)
@ExtendWith(LeakCheck.class)
class BackPressureTest {
    private final LoopbackFixture net = new LoopbackFixture();

    @AfterEach
    void stop() {
        net.close();
    }

    @Test
    void readingStopsWhileTooManyRequestsWaitAndGoesOnInOrder() throws Exception {
        BlockingQueue<Reply> waiting = new LinkedBlockingQueue<>();
        AtomicInteger handled = new AtomicInteger();
        CommandHandler handler =
                (connection, request, reply) -> {
                    handled.incrementAndGet();
                    waiting.add(reply);
                };
        int most = 10;
        RemotingServer server =
                net.serve(
                        LoopbackFixture.options(ConnectionLimits.defaults().withWaiting(most, 10)),
                        on(1, handler));
        RawPeer peer = net.connect(server);
        int count = 3_000;
        for (int i = 0; i < count; i++) {
            peer.send(WireFrame.request(1, i, ""));
        }

        for (int i = 0; i < count; i++) {
            Reply reply = waiting.poll(5, TimeUnit.SECONDS);
            assertThat(reply).isNotNull();
            // Never more than the limit wait at a time, however many have arrived.
            assertThat(handled.get()).isLessThanOrEqualTo(i + most);
            reply.send(Answer.of(0));
            assertThat(peer.receive().number("opaque")).isEqualTo(i);
        }
        assertThat(handled).hasValue(count);
    }

    @Test
    void oneWayRequestsDoNotCount() {
        AtomicInteger handled = new AtomicInteger();
        RemotingServer server =
                net.serve(
                        LoopbackFixture.options(ConnectionLimits.defaults().withWaiting(1, 1)),
                        on(1, (connection, request, reply) -> handled.incrementAndGet()));
        RawPeer peer = net.connect(server);
        for (int i = 0; i < 100; i++) {
            peer.send(WireFrame.oneWay(1, i, ""));
        }

        await().until(() -> handled.get() == 100);
    }

    @Test
    void whatArrivedBeforeThePeerLeftIsStillCarriedOut() throws Exception {
        BlockingQueue<Reply> waiting = new LinkedBlockingQueue<>();
        AtomicInteger oneWays = new AtomicInteger();
        RemotingServer server =
                net.serve(
                        LoopbackFixture.options(ConnectionLimits.defaults().withWaiting(1, 1)),
                        on(1, (connection, request, reply) -> waiting.add(reply))
                                .on(2, (connection, request, reply) -> oneWays.incrementAndGet()));
        RawPeer peer = net.connect(server);
        ByteBuffer all = ByteBuffer.allocate(100_000);
        all.put(WireFrame.request(1, 1, "").bytes());
        for (int i = 0; i < 100; i++) {
            all.put(WireFrame.oneWay(2, i, "").bytes());
        }
        byte[] bytes = new byte[all.flip().remaining()];
        all.get(bytes);
        peer.send(bytes);
        assertThat(waiting.poll(5, TimeUnit.SECONDS)).isNotNull();
        assertThat(oneWays.get()).isZero();

        peer.close();

        await().until(() -> oneWays.get() == 100);
    }

    @Test
    void readingStopsForAPeerThatDoesNotReadAndGoesOnWhenItDoes() {
        AtomicInteger handled = new AtomicInteger();
        AtomicInteger released = new AtomicInteger();
        ByteBuffer body = ByteBuffer.allocateDirect(64 * 1024);
        CommandHandler handler =
                (connection, request, reply) -> {
                    handled.incrementAndGet();
                    reply.send(Answer.of(0).body(List.of(body), released::incrementAndGet));
                };
        RemotingServer server =
                net.serve(
                        LoopbackFixture.options(
                                ConnectionLimits.defaults().withOutbound(64 * 1024, 256 * 1024)),
                        on(1, handler));
        RawPeer peer = net.keep(RawPeer.connect(server.port(), 16 * 1024));
        int count = 1_000;
        for (int i = 0; i < count; i++) {
            peer.send(WireFrame.request(1, i, ""));
        }
        await().until(() -> handled.get() > 4);
        // The kernel's own buffers take some megabytes; far fewer than all answers are made.
        await().during(Duration.ofMillis(200)).until(() -> handled.get() < count / 2);
        assertThat(handled.get() - released.get()).isLessThanOrEqualTo(6);

        for (int i = 0; i < count; i++) {
            WireFrame answer = peer.receive();
            assertThat(answer.number("opaque")).isEqualTo(i);
            assertThat(answer.body()).hasSize(body.capacity());
        }
        await().until(() -> released.get() == count);
    }

    @Test
    void pushesToAPeerThatDoesNotReadAreBounded() throws Exception {
        BlockingQueue<Connection> connections = new LinkedBlockingQueue<>();
        RemotingServer server =
                net.serve(
                        LoopbackFixture.options(
                                ConnectionLimits.defaults()
                                        .withMaxFrameBytes(100_000)
                                        .withOutbound(64 * 1024, 128 * 1024)),
                        on(1, (connection, request, reply) -> connections.add(connection)));
        RawPeer peer = net.keep(RawPeer.connect(server.port(), 16 * 1024));
        peer.send(WireFrame.oneWay(1, 1, ""));
        Connection connection = connections.take();
        byte[] body = new byte[50_000];

        await().pollInterval(Duration.ofMillis(5))
                .until(
                        () -> {
                            for (int i = 0; i < 20; i++) {
                                connection.sendOneWay(Request.of(40).body(body));
                            }
                            return server.counters().droppedOneWay() > 0;
                        });

        assertThat(connection.isWritable()).isFalse();
        assertThat(failure(connection.call(Request.of(40), TIMEOUT)).reason())
                .isEqualTo(RemotingException.Reason.OVERLOADED);
        assertThat(peer.receive().number("code")).isEqualTo(40);
    }
}
