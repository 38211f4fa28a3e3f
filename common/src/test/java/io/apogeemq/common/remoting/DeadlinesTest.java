package io.apogeemq.common.remoting;

import static io.apogeemq.common.remoting.LoopbackFixture.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apogeemq.common.remoting.testing.RawPeer;
import io.apogeemq.common.remoting.testing.WireFrame;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(LeakCheck.class)
class DeadlinesTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofMinutes(5);

    private final LoopbackFixture net = new LoopbackFixture();

    @AfterEach
    void stop() {
        net.close();
    }

    @Test
    void aConnectionWithoutAFirstFrameIsClosed() {
        RemotingServer server = serve(LONG, SHORT, LONG);
        RawPeer silent = net.connect(server);
        RawPeer halfOpen = net.connect(server);
        halfOpen.send((byte) 0, (byte) 0);
        RawPeer good = net.connect(server);
        good.exchange(WireFrame.request(1, 1, ""));

        assertThat(silent.isClosedByPeer()).isTrue();
        assertThat(halfOpen.isClosedByPeer()).isTrue();
        assertThat(server.counters().rejected(RejectReason.FIRST_FRAME_DEADLINE)).isEqualTo(2);
        assertThat(good.exchange(WireFrame.request(1, 2, "")).number("opaque")).isEqualTo(2);
    }

    @Test
    void aFrameThatNeverEndsClosesTheConnectionEvenIfBytesTrickleIn() {
        RemotingServer server = serve(LONG, LONG, SHORT);
        RawPeer peer = net.connect(server);
        peer.exchange(WireFrame.request(1, 1, ""));
        byte[] frame = WireFrame.request(1, 2, "").bytes();
        peer.send(Arrays.copyOf(frame, 10));

        assertThat(peer.isClosedByPeer()).isTrue();
        assertThat(server.counters().rejected(RejectReason.PARTIAL_FRAME_DEADLINE)).isEqualTo(1);
    }

    @Test
    void silenceClosesTheConnectionAndTrafficKeepsIt() {
        RemotingServer server = serve(SHORT.multipliedBy(2), LONG, LONG);
        RawPeer silent = net.connect(server);
        silent.exchange(WireFrame.request(1, 1, ""));
        RawPeer busy = net.connect(server);

        await().pollInterval(Duration.ofMillis(50))
                .until(
                        () -> {
                            busy.exchange(WireFrame.request(1, 1, ""));
                            return server.counters().rejected(RejectReason.IDLE) == 1;
                        });

        assertThat(silent.isClosedByPeer()).isTrue();
        assertThat(busy.exchange(WireFrame.request(1, 2, "")).number("opaque")).isEqualTo(2);
    }

    @Test
    void whatIsOnlySentKeepsTheConnectionToo() {
        AtomicReference<Connection> connection = new AtomicReference<>();
        RemotingServer server =
                net.serve(
                        LoopbackFixture.options(
                                ConnectionLimits.defaults()
                                        .withDeadlines(SHORT.multipliedBy(2), LONG, LONG)),
                        on(1, (opened, request, reply) -> connection.set(opened)));
        RawPeer listener = net.connect(server);
        listener.send(WireFrame.oneWay(1, 1, ""));
        await().until(() -> connection.get() != null);

        await().pollInterval(Duration.ofMillis(50))
                .during(SHORT.multipliedBy(5))
                .until(
                        () -> {
                            connection.get().sendOneWay(Request.of(40));
                            return listener.receive().number("code") == 40;
                        });

        assertThat(server.counters().rejected(RejectReason.IDLE)).isZero();
    }

    private RemotingServer serve(Duration idle, Duration firstFrame, Duration partialFrame) {
        return net.serve(
                LoopbackFixture.options(
                        ConnectionLimits.defaults().withDeadlines(idle, firstFrame, partialFrame)),
                on(1, (connection, request, reply) -> reply.send(Answer.of(0))));
    }
}
