package io.apogeemq.benchmark.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ReplyScannerTest {

    /** Recorded from Apache RocketMQ 5.5.0, but for the request number. */
    private static final String SENT =
            "{\"code\":0,\"extFields\":{\"queueId\":\"1\",\"transactionId\":\"FD\",\"msgId\":\"7F000001000051AF00000000000002B5\",\"TRACE_ON\":\"true\",\"MSG_REGION\":\"DefaultRegion\",\"queueOffset\":\"3\"},\"flag\":1,\"language\":\"JAVA\",\"opaque\":1000000007,\"serializeTypeCurrentRPC\":\"JSON\",\"version\":513}";

    private final ReplyScanner scanner = new ReplyScanner();

    @Test
    void codeAndOpaqueAreFoundInARecordedReply() {
        ByteBuffer in = received(SENT, "");

        assertThat(scanner.scan(in, 0)).isTrue();
        assertThat(scanner.code()).isZero();
        assertThat(scanner.opaque()).isEqualTo(1_000_000_007);
        assertThat(scanner.frameEnd()).isEqualTo(in.limit());
        assertThat(scanner.extNumber(in, "queueOffset")).isEqualTo(3);
    }

    @Test
    void keysAreFoundInAnyOrderAndAfterAnotherLayout() {
        ByteBuffer first = received(SENT, "");
        ByteBuffer second =
                received(
                        "{\"opaque\":1000000009,\"version\":515,\"flag\":1,\"remark\":\"busy\",\"code\":2,\"language\":\"JAVA\"}",
                        "");

        scanner.scan(first, 0);
        assertThat(scanner.scan(second, 0)).isTrue();

        assertThat(scanner.code()).isEqualTo(2);
        assertThat(scanner.opaque()).isEqualTo(1_000_000_009);
        assertThat(scanner.remark(second)).isEqualTo("busy");
    }

    @Test
    void bodyLiesBetweenHeaderAndEnd() {
        ByteBuffer in = received(SENT, "body");

        scanner.scan(in, 0);

        assertThat(scanner.frameEnd() - scanner.bodyStart()).isEqualTo(4);
        assertThat(in.get(scanner.bodyStart())).isEqualTo((byte) 'b');
    }

    @Test
    void anIncompleteFrameIsWaitedForAtEveryLength() {
        ByteBuffer in = received(SENT, "body");
        int whole = in.limit();

        for (int arrived = 0; arrived < whole; arrived++) {
            in.limit(arrived);
            assertThat(scanner.scan(in, 0)).as("%d bytes", arrived).isFalse();
        }
        in.limit(whole);
        assertThat(scanner.scan(in, 0)).isTrue();
    }

    @Test
    void framesThatFollowEachOtherAreFoundOneByOne() {
        byte[] frame = FrameLayout.frame(SENT, new byte[0]);
        ByteBuffer in = ByteBuffer.allocate(2 * frame.length).put(frame).put(frame).flip();

        assertThat(scanner.scan(in, 0)).isTrue();
        assertThat(scanner.scan(in, scanner.frameEnd())).isTrue();
        assertThat(scanner.scan(in, scanner.frameEnd())).isFalse();
    }

    @Test
    void bytesThatAreNoFrameAreRefused() {
        ByteBuffer tooLong = ByteBuffer.wrap("HTTP/1.1 400 Bad Request".getBytes(US_ASCII));
        ByteBuffer headerBeyondEnd = ByteBuffer.allocate(12).putInt(0, 8).putInt(4, 100);
        ByteBuffer noOpaque = received("{\"code\":0,\"flag\":1}", "");

        assertThatThrownBy(() -> scanner.scan(tooLong, 0))
                .isInstanceOf(MalformedReplyException.class);
        assertThatThrownBy(() -> scanner.scan(headerBeyondEnd, 0))
                .isInstanceOf(MalformedReplyException.class);
        assertThatThrownBy(() -> scanner.scan(noOpaque, 0))
                .isInstanceOf(MalformedReplyException.class)
                .hasMessageContaining("opaque");
    }

    private static ByteBuffer received(String header, String body) {
        return ByteBuffer.wrap(FrameLayout.frame(header, body.getBytes(US_ASCII)));
    }
}
