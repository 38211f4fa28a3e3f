package io.apogeemq.common.remoting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.apogeemq.common.remoting.testing.RawPeer;
import io.apogeemq.common.remoting.testing.WireFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever arrives, only the connection it came on may suffer. */
@Timeout(60)
@ExtendWith(LeakCheck.class)
class BadInputTest {
    private static final int ECHO = 10;

    private final LoopbackFixture net = new LoopbackFixture();
    private RemotingServer server;
    private RawPeer bystander;

    @BeforeEach
    void start() {
        server =
                net.serve(
                        HandlerTable.builder()
                                .on(
                                        ECHO,
                                        HandlerTable.ANY_BODY_BYTES,
                                        (connection, request, reply) ->
                                                reply.send(Answer.of(0).body(request.copyBody())))
                                .on(
                                        200050,
                                        (connection, request, reply) -> reply.send(Answer.of(0))));
        bystander = net.connect(server);
    }

    @AfterEach
    void othersAreUnharmed() {
        WireFrame answer = bystander.exchange(echo(77, "still here"));
        assertThat(answer.number("opaque")).isEqualTo(77);
        assertThat(answer.body()).asString().isEqualTo("still here");
        net.close();
    }

    @Test
    void anUnknownHeaderFormClosesTheConnection() {
        assertRejected(
                new WireFrame(7, new byte[] {'{', '}'}, new byte[0]).bytes(),
                RejectReason.MALFORMED_FRAME);
    }

    @Test
    void aHeaderLongerThanItsFrameClosesTheConnection() {
        byte[] frame = echo(1, "x").bytes();
        ByteBuffer.wrap(frame).putInt(4, frame.length - 7);

        assertRejected(frame, RejectReason.MALFORMED_FRAME);
    }

    @Test
    void aFrameOverTheLimitClosesTheConnectionBeforeItsContentArrives() {
        byte[] lengthOnly = ByteBuffer.allocate(4).putInt((16 << 20) - 3).array();

        assertRejected(lengthOnly, RejectReason.FRAME_TOO_LARGE);
    }

    @Test
    void negativeAndTinyLengthsCloseTheConnection() {
        assertRejected(HexFormat.of().parseHex("ffffffff"), RejectReason.FRAME_TOO_LARGE);
        assertRejected(HexFormat.of().parseHex("00000003"), RejectReason.MALFORMED_FRAME);
        assertRejected(HexFormat.of().parseHex("00000000"), RejectReason.MALFORMED_FRAME);
    }

    @Test
    void aFrameWithoutHeaderClosesTheConnection() {
        assertRejected(HexFormat.of().parseHex("0000000400000000"), RejectReason.MALFORMED_HEADER);
        assertRejected(HexFormat.of().parseHex("0000000401000000"), RejectReason.MALFORMED_HEADER);
    }

    @Test
    void anUnreadableHeaderClosesTheConnection() {
        assertRejected(WireFrame.json("{\"code\":").bytes(), RejectReason.MALFORMED_HEADER);
    }

    @Test
    void aTlsHandshakeClosesTheConnectionCleanly() {
        assertRejected(HexFormat.of().parseHex("16030100c8010000c4"), RejectReason.TLS);
    }

    @Test
    void otherProtocolsAreTurnedAway() {
        assertRejected(
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8), RejectReason.FRAME_TOO_LARGE);
    }

    @Test
    void garbageBehindGoodFramesLeavesTheirAnswers() {
        RawPeer peer = net.connect(server);
        byte[] good = echo(5, "answer me").bytes();
        byte[] both = Arrays.copyOf(good, good.length + 8);
        Arrays.fill(both, good.length, both.length, (byte) 0x55);

        peer.send(both);

        assertThat(peer.receive().number("opaque")).isEqualTo(5);
        assertThat(peer.isClosedByPeer()).isTrue();
    }

    @Test
    void unknownCodesAreAnsweredWithAClassicSentence() {
        RawPeer peer = net.connect(server);

        WireFrame answer = peer.exchange(WireFrame.request(9999, 3, ""));

        assertThat(answer.headerText())
                .isEqualTo(
                        "{\"code\":3,\"flag\":1,\"language\":\"JAVA\",\"opaque\":3,"
                                + "\"remark\":\" request type 9999 not supported\","
                                + "\"serializeTypeCurrentRPC\":\"JSON\",\"version\":515}");
        assertThat(peer.exchange(WireFrame.request(1_000_000, 4, "")).number("code")).isEqualTo(3);
        assertThat(peer.exchange(WireFrame.request(-1, 5, "")).number("code")).isEqualTo(3);
        assertThat(peer.exchange(WireFrame.json("{}")).number("code")).isEqualTo(3);
    }

    @Test
    void oneWayRequestsAreNeverAnsweredEvenIfUnknown() {
        RawPeer peer = net.connect(server);

        peer.send(WireFrame.oneWay(9999, 1, ""));
        peer.send(WireFrame.oneWay(ECHO, 2, ""));

        assertThat(peer.exchange(echo(3, "")).number("opaque")).isEqualTo(3);
        assertThat(peer.isSilentFor(Duration.ofMillis(100))).isTrue();
    }

    @Test
    void answersAreBinaryOnlyForBinaryRequestsOfThoseWhoReadThem() {
        RawPeer peer = net.connect(server);
        byte java = (byte) Language.JAVA.code();
        byte go = (byte) Language.GO.code();
        byte cpp = (byte) Language.CPP.code();

        assertThat(peer.exchange(binary(105, java)).type()).isEqualTo(1);
        assertThat(peer.exchange(binary(105, go)).type()).isEqualTo(1);
        assertThat(peer.exchange(binary(105, cpp)).type()).isZero();
        assertThat(peer.exchange(WireFrame.request(105, 1, "")).type()).isZero();
    }

    @Test
    void aPopRequestInBinaryFormIsServed() {
        RawPeer peer = net.connect(server);

        WireFrame answer = peer.exchange(binary(3442, (byte) Language.JAVA.code()));

        assertThat(answer.header()).startsWith(0, 0);
    }

    @Test
    void framesMayArriveByteByByte() {
        RawPeer peer = net.connect(server);
        for (byte b : echo(1, "slowly").bytes()) {
            peer.send(b);
        }
        assertThat(peer.receive().body()).asString().isEqualTo("slowly");

        byte[] two = concat(echo(2, "a").bytes(), echo(3, "b").bytes());
        for (int cut = 1; cut < two.length; cut += 7) {
            peer.send(Arrays.copyOf(two, cut));
            peer.send(Arrays.copyOfRange(two, cut, two.length));
            assertThat(peer.receive().number("opaque")).isEqualTo(2);
            assertThat(peer.receive().number("opaque")).isEqualTo(3);
        }
    }

    @Test
    void aBodyBeyondItsCodesLimitIsAnsweredWith13AndTheConnectionStays() {
        RawPeer peer = net.connect(server);
        byte[] header = WireFrame.requestHeader(200050, 9, 0, "").getBytes(UTF_8);

        WireFrame refused = peer.exchange(new WireFrame(0, header, new byte[65_537]));
        WireFrame served = peer.exchange(new WireFrame(0, header, new byte[65_536]));

        assertThat(refused.number("code")).isEqualTo(13);
        assertThat(refused.headerText())
                .contains("body: 65537 B (expected: at most 65536 for request type 200050)");
        assertThat(served.number("code")).isZero();
    }

    @Test
    void aFrameOfExactlyTheLimitIsServed() {
        RawPeer peer = net.connect(server);
        byte[] header = WireFrame.requestHeader(ECHO, 9, 0, "").getBytes(UTF_8);
        byte[] body = new byte[(16 << 20) - 8 - header.length];
        Arrays.fill(body, (byte) 'x');

        WireFrame answer = peer.exchange(new WireFrame(0, header, body));

        // The answer's header is shorter than the request's, so the same body fits.
        assertThat(answer.body()).isEqualTo(body);
    }

    @Test
    void whatIsOnlyAnnouncedHoldsNoMemory() {
        long before = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
        byte[] announcement = new byte[14];
        ByteBuffer.wrap(announcement).putInt((16 << 20) - 4).putInt(100);
        for (int i = 0; i < 32; i++) {
            net.connect(server).send(announcement);
        }
        await().until(() -> server.counters().openConnections() == 33);
        await().until(() -> server.counters().bytesIn() >= 32L * announcement.length);

        long after = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
        assertThat(after - before).isLessThan(32L << 20);
        assertThat(net.loops.assemblyBudget().heldBytes()).isZero();
    }

    @Test
    void unfinishedFramesOfAllConnectionsShareABudget() {
        MemoryBudget budget = new MemoryBudget(300_000);
        List<byte[]> frames = new ArrayList<>();
        FrameAssembler.Sink sink =
                new FrameAssembler.Sink() {
                    @Override
                    public boolean frame(ByteBuffer memory, int offset, int length) {
                        byte[] frame = new byte[length];
                        memory.get(offset, frame);
                        frames.add(frame);
                        return true;
                    }

                    @Override
                    public void partial(boolean begun) {}
                };
        FrameAssembler first = assembler(sink, budget);
        FrameAssembler second = assembler(sink, budget);
        byte[] frame = new byte[250_000];
        ByteBuffer.wrap(frame).putInt(frame.length - 4);

        first.read(buffer(Arrays.copyOf(frame, 200_000)));
        first.read(buffer(Arrays.copyOfRange(frame, 200_000, 249_000)));
        second.read(buffer(Arrays.copyOf(frame, 100)));
        assertThatThrownBy(() -> second.read(buffer(Arrays.copyOfRange(frame, 100, 249_000))))
                .isInstanceOfSatisfying(
                        MalformedFrameException.class,
                        e -> assertThat(e.reason()).isEqualTo(RejectReason.MEMORY));
        second.close();
        first.read(buffer(Arrays.copyOfRange(frame, 249_000, 250_000)));

        assertThat(frames).containsExactly(frame);
        assertThat(budget.heldBytes()).isZero();
        first.close();
    }

    @Test
    void randomBytesNeverHarmOthers() {
        SeededRuns.run(
                50,
                random -> {
                    byte[] noise = new byte[random.nextInt(1, 2000)];
                    random.nextBytes(noise);
                    if (random.nextBoolean()) {
                        // A plausible prefix gets further.
                        ByteBuffer.wrap(echo(1, "abc").bytes())
                                .get(noise, 0, Math.min(50, noise.length));
                    }
                    try (RawPeer peer = RawPeer.connect(server.port())) {
                        peer.send(noise);
                    }
                });
    }

    private void assertRejected(byte[] bytes, RejectReason reason) {
        long before = server.counters().rejected(reason);
        RawPeer peer = net.connect(server);

        peer.send(bytes);

        assertThat(peer.isClosedByPeer()).isTrue();
        assertThat(server.counters().rejected(reason)).isEqualTo(before + 1);
    }

    private static FrameAssembler assembler(FrameAssembler.Sink sink, MemoryBudget budget) {
        return new FrameAssembler(sink, PooledByteBufAllocator.DEFAULT, budget, 1 << 24);
    }

    private static ByteBuf buffer(byte[] bytes) {
        return PooledByteBufAllocator.DEFAULT.directBuffer(bytes.length).writeBytes(bytes);
    }

    private static WireFrame echo(int opaque, String body) {
        return WireFrame.json(WireFrame.requestHeader(ECHO, opaque, 0, ""), body.getBytes(UTF_8));
    }

    private static WireFrame binary(int code, byte language) {
        byte[] header =
                ByteBuffer.allocate(21)
                        .putShort((short) code)
                        .put(language)
                        .putShort((short) 515)
                        .putInt(1)
                        .array();
        return new WireFrame(1, header, new byte[0]);
    }

    private static byte[] concat(byte[] a, byte[] b) {
        return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
    }
}
