package io.apogeemq.common.remoting;

import static io.apogeemq.common.remoting.LoopbackFixture.on;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.apogeemq.common.remoting.testing.RawPeer;
import io.apogeemq.common.remoting.testing.WireFrame;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@ExtendWith(LeakCheck.class)
class RepliesTest {
    private final LoopbackFixture net = new LoopbackFixture();

    @AfterEach
    void stop() {
        net.close();
    }

    @Test
    void aHandlersExceptionIsAnsweredWithCode1AndItsText() {
        CommandHandler withMessage =
                (connection, request, reply) -> {
                    throw new IllegalStateException("broken \"so\"");
                };
        CommandHandler withoutMessage =
                (connection, request, reply) -> {
                    throw new NullPointerException();
                };
        CommandHandler needsField =
                (connection, request, reply) -> request.fields().requireInt("queueId");
        RemotingServer server =
                net.serve(on(1, withMessage).on(2, withoutMessage).on(3, needsField));
        RawPeer peer = net.connect(server);

        WireFrame withText = peer.exchange(WireFrame.request(1, 1, ""));
        WireFrame without = peer.exchange(WireFrame.request(2, 2, ""));
        WireFrame badField = peer.exchange(WireFrame.request(3, 3, "\"queueId\":\"x\""));
        WireFrame noFields = peer.exchange(WireFrame.json("{\"code\":3,\"opaque\":4}"));

        assertThat(withText.number("code")).isEqualTo(1);
        assertThat(withText.headerText()).contains("\"remark\":\"broken \\\"so\\\"\"");
        assertThat(without.headerText()).contains("java.lang.NullPointerException");
        assertThat(badField.number("code")).isEqualTo(1);
        assertThat(badField.headerText())
                .contains("\"remark\":\"queueId: 'x' (expected: a 32-bit integer)\"");
        assertThat(noFields.headerText())
                .contains("\"remark\":\"queueId: missing (expected: a 32-bit integer)\"");
        assertThat(server.counters().handlerFailures()).isEqualTo(2);
    }

    @Test
    void aHandlerThatFailsAfterItsAnswerSendsNoSecondOne() {
        CommandHandler handler =
                (connection, request, reply) -> {
                    reply.send(Answer.of(0));
                    throw new IllegalStateException("too late");
                };
        RawPeer peer = net.connect(net.serve(on(1, handler)));

        assertThat(peer.exchange(WireFrame.request(1, 1, "")).number("code")).isZero();
        assertThat(peer.exchange(WireFrame.request(2, 2, "")).number("opaque")).isEqualTo(2);
    }

    @Test
    void aSecondAnswerIsRefusedAndItsBodyReleased() throws InterruptedException {
        BlockingQueue<Throwable> refusals = new ArrayBlockingQueue<>(1);
        AtomicInteger released = new AtomicInteger();
        CommandHandler handler =
                (connection, request, reply) -> {
                    reply.send(Answer.of(0));
                    try {
                        reply.send(answer(released, direct(8)));
                    } catch (IllegalStateException e) {
                        refusals.add(e);
                    }
                };
        RawPeer peer = net.connect(net.serve(on(1, handler)));

        assertThat(peer.exchange(WireFrame.request(1, 1, "")).body()).isEmpty();

        assertThat(refusals.poll(5, TimeUnit.SECONDS))
                .hasMessage("the request is already answered");
        assertThat(released).hasValue(1);
    }

    @Test
    void fieldsThatCannotBeWrittenLeaveTheRequestOpen() {
        AtomicInteger released = new AtomicInteger();
        AnswerFields broken =
                sink -> {
                    sink.put("a", 1);
                    throw new IllegalStateException("no");
                };
        CommandHandler handler =
                (connection, request, reply) ->
                        reply.write(
                                0,
                                null,
                                broken,
                                List.of(direct(10_000)),
                                released::incrementAndGet);
        RawPeer peer = net.connect(net.serve(on(1, handler)));

        WireFrame answer = peer.exchange(WireFrame.request(1, 1, ""));

        assertThat(answer.number("code")).isEqualTo(1);
        assertThat(answer.headerText()).contains("\"remark\":\"no\"").doesNotContain("extFields");
        assertThat(released).hasValue(1);
    }

    @Test
    void aFieldWriterMustNotSendAnythingItself() {
        CommandHandler handler =
                (connection, request, reply) ->
                        reply.write(0, sink -> connection.sendOneWay(Request.of(40)));
        RawPeer peer = net.connect(net.serve(on(1, handler)));

        WireFrame answer = peer.exchange(WireFrame.request(1, 1, ""));

        assertThat(answer.number("code")).isEqualTo(1);
        assertThat(answer.headerText()).contains("must not send");
        assertThat(peer.exchange(WireFrame.request(7, 2, "")).number("opaque")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anotherThreadMayAnswer(boolean binary) {
        CommandHandler handler =
                (connection, request, reply) -> {
                    String kept = request.fields().requireText("a");
                    Thread.ofVirtual()
                            .start(
                                    () ->
                                            reply.send(
                                                    Answer.of(0)
                                                            .field("a", kept)
                                                            .body(new byte[100_000])));
                };
        RawPeer peer = net.connect(net.serve(on(1, handler)));
        byte[] request = new Headers().request(binary, Request.of(1).field("a", "\u00e9"), 5, 0);

        for (int i = 0; i < 20; i++) {
            peer.send(request);
        }

        for (int i = 0; i < 20; i++) {
            WireFrame answer = peer.receive();
            assertThat(answer.type()).isEqualTo(binary ? 1 : 0);
            Command command = new Headers().read(answer.bytes());
            assertThat(command.isResponse()).isTrue();
            assertThat(command.opaque()).isEqualTo(5);
            assertThat(command.fields().text("a")).isEqualTo("\u00e9");
            assertThat(command.bodyLength()).isEqualTo(100_000);
        }
    }

    @Test
    void answersOfOneReadLeaveInOrderAndAreCounted() {
        CommandHandler handler =
                (connection, request, reply) ->
                        reply.write(0, sink -> sink.put("same", request.opaque()));
        RemotingServer server = net.serve(on(1, handler));
        RawPeer peer = net.connect(server);
        int count = 5_000;
        int frameBytes = WireFrame.request(1, 10_000, "").bytes().length;
        ByteBuffer all = ByteBuffer.allocate(count * frameBytes);
        for (int i = 0; i < count; i++) {
            all.put(WireFrame.request(1, 10_000 + i, "").bytes());
        }
        peer.send(all.array());

        for (int i = 0; i < count; i++) {
            assertThat(peer.receive().number("opaque")).isEqualTo(10_000 + i);
        }
        TransportCounters counters = server.counters();
        await().until(() -> counters.framesIn() == count && counters.framesOut() == count);
        assertThat(counters.bytesIn()).isEqualTo((long) count * frameBytes);
        assertThat(counters.bytesOut()).isGreaterThan(count * 100L);
        assertThat(counters.acceptedConnections()).isEqualTo(1);
        assertThat(counters.openConnections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 4096, 4097, 70_000, 3_000_000})
    void aBodyOfSlicesArrivesWholeAndIsReleasedOnce(int bytes) {
        byte[] content = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            content[i] = (byte) ((i * 31) >> 3);
        }
        AtomicInteger released = new AtomicInteger();
        try (Arena arena = Arena.ofShared()) {
            ByteBuffer memory = arena.allocate(bytes + 10).asByteBuffer();
            memory.put(5, content);
            ByteBuffer readOnly = memory.asReadOnlyBuffer();
            int cut = bytes / 3;
            ByteBuffer[] slices = {
                readOnly.slice(0, 0),
                readOnly.duplicate().position(5).limit(5 + cut),
                memory.slice(5 + cut, bytes - cut),
                readOnly.slice(0, 0)
            };
            CommandHandler atOnce =
                    (connection, request, reply) ->
                            reply.write(
                                    0,
                                    null,
                                    sink -> sink.put("a", "b"),
                                    List.of(slices),
                                    released::incrementAndGet);
            CommandHandler later =
                    (connection, request, reply) ->
                            Thread.ofVirtual().start(() -> reply.send(answer(released, slices)));
            RawPeer peer = net.connect(net.serve(on(1, atOnce).on(2, later)));

            assertThat(peer.exchange(WireFrame.request(1, 1, "")).body()).isEqualTo(content);
            assertThat(peer.exchange(WireFrame.request(2, 2, "")).body()).isEqualTo(content);

            await().untilAsserted(() -> assertThat(released).hasValue(2));
        }
    }

    @Test
    void bodiesThatNeverLeaveAreReleasedOnceWhenTheClientGoes() {
        AtomicInteger answered = new AtomicInteger();
        AtomicInteger released = new AtomicInteger();
        AtomicReference<Reply> kept = new AtomicReference<>();
        ByteBuffer memory = direct(8 << 20);
        CommandHandler handler =
                (connection, request, reply) -> {
                    answered.incrementAndGet();
                    reply.send(answer(released, memory.slice(), memory.slice(0, 10)));
                };
        CommandHandler keeper = (connection, request, reply) -> kept.set(reply);
        RemotingServer server = net.serve(on(1, handler).on(2, keeper));
        RawPeer peer = net.keep(RawPeer.connect(server.port(), 4096));
        peer.send(WireFrame.request(2, 1, ""));
        peer.send(WireFrame.request(1, 2, ""));
        peer.send(WireFrame.request(1, 3, ""));
        await().until(() -> answered.get() > 0);
        assertThat(released).hasValue(0);

        peer.close();

        await().until(() -> server.counters().openConnections() == 0);
        await().untilAsserted(() -> assertThat(released).hasValue(answered.get()));
        kept.get().send(answer(released, memory));
        assertThat(released).hasValue(answered.get() + 1);
    }

    @Test
    void bodiesOfAnswersToOneWayRequestsAreReleased() {
        AtomicInteger released = new AtomicInteger();
        CommandHandler handler =
                (connection, request, reply) -> {
                    assertThat(reply.isExpected()).isFalse();
                    reply.write(
                            0,
                            null,
                            sink -> sink.put("a", 1),
                            List.of(direct(9000)),
                            released::incrementAndGet);
                    reply.send(answer(released, direct(9000)));
                    reply.fail(1, "nobody listens");
                    reply.write(0, sink -> sink.put("a", 1));
                };
        RawPeer peer = net.connect(net.serve(on(1, handler)));

        peer.send(WireFrame.oneWay(1, 1, ""));

        assertThat(peer.exchange(WireFrame.request(99, 2, "")).number("opaque")).isEqualTo(2);
        assertThat(released).hasValue(2);
    }

    @Test
    void anAnswerOverTheFrameLimitBecomesAnError() {
        AtomicInteger released = new AtomicInteger();
        CommandHandler handler =
                (connection, request, reply) -> reply.send(answer(released, direct(10_000)));
        ServerOptions options =
                LoopbackFixture.options(ConnectionLimits.defaults().withMaxFrameBytes(10_000));
        RawPeer peer = net.connect(net.serve(options, on(1, handler)));

        WireFrame answer = peer.exchange(WireFrame.request(1, 1, ""));

        assertThat(answer.number("code")).isEqualTo(1);
        assertThat(answer.headerText()).contains("(limit: 10000)");
        assertThat(answer.body()).isEmpty();
        assertThat(released).hasValue(1);
    }

    @Test
    void aCommandCannotBeUsedAfterItsHandlerReturned() throws InterruptedException {
        BlockingQueue<Command> kept = new ArrayBlockingQueue<>(1);
        CommandHandler handler =
                (connection, request, reply) -> {
                    assertThat(request.body().get(0)).isEqualTo((byte) 'x');
                    assertThat(request.body()).isSameAs(request.body());
                    kept.add(request);
                    reply.send(Answer.of(0));
                };
        RawPeer peer = net.connect(net.serve(on(1, handler)));
        peer.exchange(WireFrame.json(WireFrame.requestHeader(1, 1, 0, ""), "xyz".getBytes(UTF_8)));

        Command command = Objects.requireNonNull(kept.poll(5, TimeUnit.SECONDS));

        assertThatThrownBy(command::body).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(command::copyBody).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(command::fields).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(command::remark).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theFallbackTransportServesAlike() throws Exception {
        AtomicInteger released = new AtomicInteger();
        byte[] content = new byte[500_000];
        Arrays.fill(content, (byte) 7);
        CommandHandler handler =
                (connection, request, reply) ->
                        reply.send(answer(released, direct(500_000).put(0, content)));
        try (LoopbackFixture nio = new LoopbackFixture(EventLoops.start("nio", 1, false))) {
            RemotingServer server = nio.serve(on(1, handler));

            Response response =
                    LoopbackFixture.get(
                            nio.client()
                                    .call(
                                            LoopbackFixture.address(server),
                                            Request.of(1),
                                            LoopbackFixture.TIMEOUT));

            assertThat(nio.loops.isNative()).isFalse();
            assertThat(response.body()).isEqualTo(content);
            await().untilAsserted(() -> assertThat(released).hasValue(1));
        }
    }

    private static Answer answer(AtomicInteger released, ByteBuffer... slices) {
        return Answer.of(0).body(List.of(slices), released::incrementAndGet);
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes);
    }
}
