package io.apogeemq.systemtests.wire;

import static io.apogeemq.systemtests.process.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.apogeemq.systemtests.process.Patience;
import io.apogeemq.systemtests.process.RunServices;
import io.apogeemq.systemtests.process.Services;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.remoting.exception.RemotingException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that break the rules, beside an official producer that must not notice them. */
@RunServices(shared = true)
@Execution(ExecutionMode.CONCURRENT)
@Timeout(600)
class BadInputTest {

    private static final int UNSUPPORTED = 3;
    private static final int UNKNOWN_CODE = 9_999;
    private static final int FRAME_LIMIT = 16 * 1024 * 1024;

    /** Less than the 30 seconds after which a connection that says nothing is closed anyway. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(25);

    /** Bytes that no server can make sense of; the connection that sent them is closed. */
    enum Nonsense {
        AN_HTTP_REQUEST,
        A_FRAME_OVER_THE_LIMIT,
        A_NEGATIVE_LENGTH,
        A_LENGTH_WITHOUT_ROOM_FOR_A_HEADER,
        AN_UNKNOWN_HEADER_TYPE,
        A_HEADER_LONGER_THAN_ITS_FRAME,
        A_HEADER_THAT_IS_NO_JSON,
        A_BINARY_HEADER_CUT_SHORT;

        byte[] bytes() {
            return switch (this) {
                case AN_HTTP_REQUEST -> "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8);
                case A_FRAME_OVER_THE_LIMIT -> ints(FRAME_LIMIT + 1, 20, 0, 0);
                case A_NEGATIVE_LENGTH -> ints(-1, 20, 0, 0);
                case A_LENGTH_WITHOUT_ROOM_FOR_A_HEADER -> ints(2, 20, 0, 0);
                case AN_UNKNOWN_HEADER_TYPE -> ints(12, 0x07000008, 0, 0);
                case A_HEADER_LONGER_THAN_ITS_FRAME -> ints(12, 0x00000FFF, 0, 0);
                case A_HEADER_THAT_IS_NO_JSON -> ints(12, 8, 0x7B7B7B7B, 0x7B7B7B7B);
                case A_BINARY_HEADER_CUT_SHORT -> ints(12, 0x01000008, 0x00690001, 0x00000000);
            };
        }

        private static byte[] ints(int... values) {
            ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
            for (int value : values) {
                bytes.putInt(value);
            }
            return bytes.array();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theBrokerClosesAConnectionThatSpeaks(Nonsense nonsense, Services services)
            throws Exception {
        unharmed(services, () -> assertClosed(services.broker().port(), nonsense));
    }

    @ParameterizedTest
    @EnumSource
    void theNameServerClosesAConnectionThatSpeaks(Nonsense nonsense, Services services) {
        assertClosed(services.nameServer().port(), nonsense);
        assertThat(
                        RemotingSocket.callOnce(
                                        services.nameServer().port(), Requests.route("TBW102"))
                                .code())
                .isZero();
    }

    @Test
    void anUnknownCodeIsAnsweredAndTheConnectionGoesOn(Services services) throws Exception {
        unharmed(
                services,
                () -> {
                    for (int port :
                            List.of(services.broker().port(), services.nameServer().port())) {
                        try (RemotingSocket socket = RemotingSocket.connect(port)) {
                            Frame unknown = Frame.request(UNKNOWN_CODE, java.util.Map.of());
                            // A one-way request has no answer: the next one is for the two-way.
                            socket.write(unknown.withOpaque(77).oneWay().encode());
                            Frame answer = socket.call(unknown);
                            assertThat(answer.code()).isEqualTo(UNSUPPORTED);
                            assertThat(answer.remarkText())
                                    .contains("request type " + UNKNOWN_CODE + " not supported");
                            assertThat(socket.call(unknown).code()).isEqualTo(UNSUPPORTED);
                        }
                    }
                });
    }

    @Test
    void aRequestWithoutItsFieldsIsRefusedAndTheConnectionGoesOn(Services services)
            throws Exception {
        String topic = services.newTopic("wire-fields", 1);
        unharmed(
                services,
                () -> {
                    try (RemotingSocket socket = RemotingSocket.connect(services.broker().port())) {
                        Frame good = Requests.send(topic);
                        assertThat(socket.call(Requests.without(good, "b")).code()).isNotZero();
                        assertThat(socket.call(Requests.without(good, "e")).code()).isNotZero();
                        assertThat(socket.call(Requests.with(good, "e", "zero")).code())
                                .isNotZero();
                        assertThat(
                                        socket.call(
                                                        Requests.with(
                                                                good, "g", "99999999999999999999"))
                                                .code())
                                .isNotZero();
                        assertThat(socket.call(good).code()).isZero();
                    }
                });
    }

    @Test
    void aConnectionThatEndsInTheMiddleOfAFrameIsForgotten(Services services) throws Exception {
        String topic = services.newTopic("wire-truncated", 1);
        unharmed(
                services,
                () -> {
                    byte[] frame = Requests.send(topic).encode();
                    for (int length : new int[] {1, 4, 7, 20, frame.length - 1}) {
                        try (RemotingSocket socket =
                                RemotingSocket.connect(services.broker().port())) {
                            socket.write(java.util.Arrays.copyOf(frame, length));
                            socket.endOutput();
                            assertThat(socket.isClosedWithin(CLOSE_PATIENCE))
                                    .as("after " + length + " bytes")
                                    .isTrue();
                        }
                    }
                });
        assertThat(maximumOffset(services, topic)).isZero();
    }

    @Test
    void connectionsThatSayNothingDoNotKeepOthersOut(Services services) throws Exception {
        List<RemotingSocket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                RemotingSocket socket = RemotingSocket.connect(services.broker().port());
                silent.add(socket);
                if (i % 2 == 0) {
                    socket.write(new byte[] {0, 0});
                }
            }
            unharmed(
                    services,
                    () ->
                            assertThat(
                                            RemotingSocket.callOnce(
                                                            services.broker().port(),
                                                            Requests.pull("TBW102"))
                                                    .isResponse())
                                    .isTrue());
        } finally {
            silent.forEach(RemotingSocket::close);
        }
    }

    @Test
    @Tag("full")
    void aConnectionThatSaysNothingIsClosedAfterAWhile(Services services) {
        if (!services.isApogee()) {
            return; // Apache waits for two minutes.
        }
        try (RemotingSocket silent = RemotingSocket.connect(services.broker().port());
                RemotingSocket half = RemotingSocket.connect(services.nameServer().port())) {
            half.write(new byte[] {0, 0, 0});
            assertThat(silent.isClosedWithin(Patience.LIMIT)).isTrue();
            assertThat(half.isClosedWithin(Patience.LIMIT)).isTrue();
        }
    }

    @Test
    void aFrameThatArrivesByteByByteIsUnderstood(Services services) {
        String topic = services.newTopic("wire-slow", 1);
        byte[] frame = Requests.send(topic).withOpaque(5).encode();
        try (RemotingSocket socket = RemotingSocket.connect(services.broker().port())) {
            for (byte one : frame) {
                socket.write(new byte[] {one});
            }
            Frame answer = socket.read();
            assertThat(answer.opaque()).isEqualTo(5);
            assertThat(answer.code()).isZero();
        }
    }

    @Test
    void manyRequestsInOnePieceAreEachAnswered(Services services) {
        String topic = services.newTopic("wire-pipelined", 1);
        int count = 200;
        byte[] one = Requests.send(topic).withOpaque(0).encode();
        ByteBuffer all = ByteBuffer.allocate(count * (one.length + 16));
        for (int i = 1; i <= count; i++) {
            all.put(Requests.send(topic).withOpaque(i).encode());
        }
        byte[] bytes = new byte[all.flip().remaining()];
        all.get(bytes);
        try (RemotingSocket socket = RemotingSocket.connect(services.broker().port())) {
            socket.write(bytes);
            List<Integer> answered = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Frame answer = socket.read();
                assertThat(answer.code()).as(answer.remarkText()).isZero();
                answered.add(answer.opaque());
            }
            assertThat(answered).hasSize(count).doesNotHaveDuplicates();
        }
    }

    private static void assertClosed(int port, Nonsense nonsense) {
        try (RemotingSocket socket = RemotingSocket.connect(port)) {
            socket.write(nonsense.bytes());
            assertThat(socket.isClosedWithin(CLOSE_PATIENCE)).as(nonsense.name()).isTrue();
        }
    }

    private static long maximumOffset(Services services, String topic) {
        return Long.parseLong(
                RemotingSocket.callOnce(
                                services.broker().port(),
                                Frame.request(30, java.util.Map.of("topic", topic, "queueId", "0")))
                        .fields()
                        .getOrDefault("offset", "-1"));
    }

    /** Runs the step while an official producer sends; none of its sends may fail. */
    private static void unharmed(Services services, Runnable step) throws Exception {
        DefaultMQProducer producer = new DefaultMQProducer(services.newName("unharmed"));
        producer.setNamesrvAddr(services.nameServerAddresses());
        producer.setInstanceName(services.newName("unharmed"));
        producer.setRetryTimesWhenSendFailed(0);
        producer.setSendMsgTimeout(60_000);
        producer.setMqClientApiTimeout(10_000);
        producer.start();
        String topic = services.newTopic("unharmed", 1);
        CountDownLatch told = new CountDownLatch(1);
        AtomicInteger sent = new AtomicInteger();
        List<Exception> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        Thread sender =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        while (!told.await(2, TimeUnit.MILLISECONDS)) {
                                            producer.send(new Message(topic, "ok".getBytes(UTF_8)));
                                            sent.incrementAndGet();
                                        }
                                    } catch (MQClientException
                                            | RemotingException
                                            | MQBrokerException
                                            | InterruptedException e) {
                                        failures.add(e);
                                    }
                                });
        try {
            awaitSent(sent, failures, 1);
            assertThatCode(step::run).doesNotThrowAnyException();
            awaitSent(sent, failures, sent.get() + 5);
        } finally {
            told.countDown();
            sender.join();
            producer.shutdown();
        }
        assertThat(failures).isEmpty();
    }

    private static void awaitSent(AtomicInteger sent, List<Exception> failures, int count) {
        await(count + " sends").until(() -> sent.get() >= count || !failures.isEmpty());
    }
}
