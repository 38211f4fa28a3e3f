package io.apogeemq.benchmark.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PullFrameTest {

    /** Recorded from rocketmq-client 5.5.0: DefaultMQPullConsumer.pull of queue 1 from offset 0. */
    private static final String RECORDED =
            "{\"code\":11,\"extFields\":{\"queueId\":\"1\",\"commitOffset\":\"0\",\"subscription\":\"*\",\"suspendTimeoutMillis\":\"20000\",\"bname\":\"peer\",\"sysFlag\":\"4\",\"expressionType\":\"TAG\",\"ReqT\":\"0\",\"topic\":\"BENCH\",\"consumerGroup\":\"BENCH_C\",\"maxMsgNums\":\"32\",\"queueOffset\":\"0\",\"subVersion\":\"0\",\"maxMsgBytes\":\"2147483647\"},\"flag\":0,\"language\":\"JAVA\",\"opaque\":5,\"serializeTypeCurrentRPC\":\"JSON\",\"version\":513}";

    @Test
    void headerIsWhatTheOfficialClientWritesButForNamesAndNumbers() {
        PullFrame frame = PullFrame.encode("BENCH_C", "BENCH", 1, 32);

        String expected =
                RECORDED.replace("\"bname\":\"peer\"", "\"bname\":\"bench\"")
                        .replace("\"opaque\":5,", "\"opaque\":1000000005,");
        assertThat(header(frame, 1_000_000_005, 0)).isEqualTo(expected);
    }

    @Test
    void lengthsFollowTheWidthOfTheOffset() {
        PullFrame frame = PullFrame.encode("BENCH_C", "BENCH", 1, 32);

        assertThat(header(frame, 1_000_000_005, 9_876_543_210L))
                .contains("\"queueOffset\":\"9876543210\"");
    }

    @Test
    void namesThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> PullFrame.encode("g".repeat(400), "t".repeat(400), 0, 32))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String header(PullFrame frame, int opaque, long offset) {
        ByteBuffer out = ByteBuffer.allocate(PullFrame.MAX_BYTES);
        frame.writeTo(out, opaque, offset);
        out.flip();
        assertThat(out.getInt(0)).isEqualTo(out.remaining() - 4);
        assertThat(out.getInt(4)).isEqualTo(out.remaining() - 8);
        return US_ASCII.decode(out.slice(8, out.remaining() - 8)).toString();
    }
}
