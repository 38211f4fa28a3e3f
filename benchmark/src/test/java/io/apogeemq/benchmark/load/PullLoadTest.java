package io.apogeemq.benchmark.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.benchmark.wire.MalformedReplyException;
import io.apogeemq.benchmark.wire.ReplyScanner;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PullLoadTest {

    private static final int BODY_BYTES = 16;

    private final ManualClock clock = new ManualClock();
    private final ByteBuffer out = ByteBuffer.allocate(1 << 16);
    private final PullLoad load =
            new PullLoad(
                    new PullLoad.Target("T", List.of(5L, 3L), BODY_BYTES, 1),
                    Duration.ofSeconds(1));

    @Test
    void everyQueueHasOneRequestInFlight() {
        begin();

        assertThat(fill()).contains("\"queueId\":\"0\"").contains("\"queueId\":\"1\"");
        assertThat(fill()).isEmpty();
    }

    @Test
    void theNextRequestBeginsBehindTheMessagesRead() {
        begin();
        fill();

        reply(1_000_000_000, 0, 2, 2);

        assertThat(fill()).contains("\"queueId\":\"0\"").contains("\"queueOffset\":\"2\"");
        assertThat(load.outcome().messages()).isEqualTo(2);
    }

    @Test
    void aQueueReadToItsEndIsReadFromTheStartAgain() {
        begin();
        fill();

        reply(1_000_000_001, 0, 3, 3);

        assertThat(fill()).contains("\"queueId\":\"1\"").contains("\"queueOffset\":\"0\"");
    }

    @Test
    void anOffsetThatDoesNotFitTheMessagesEndsTheRun() {
        begin();
        fill();

        assertThatThrownBy(() -> reply(1_000_000_000, 0, 2, 3))
                .isInstanceOf(MalformedReplyException.class)
                .hasMessageContaining("nextBeginOffset 3");
    }

    @Test
    void nothingIsAskedForAfterTheTime() {
        begin();
        fill();
        reply(1_000_000_000, 0, 2, 2);

        clock.advanceMillis(1_000);

        assertThat(fill()).isEmpty();
        assertThat(load.outstanding()).isEqualTo(1);
    }

    private void begin() {
        load.begin(1, clock.nanoTime());
    }

    private String fill() {
        out.clear();
        load.fill(0, out, clock.nanoTime());
        return US_ASCII.decode(out.slice(0, out.position())).toString();
    }

    private void reply(int opaque, long firstOffset, int messages, long next) {
        byte[] header =
                "{\"code\":0,\"extFields\":{\"nextBeginOffset\":\"%d\"},\"flag\":1,\"opaque\":%d}"
                        .formatted(next, opaque)
                        .getBytes(US_ASCII);
        int recordBytes = 91 + BODY_BYTES;
        int bodyBytes = messages * recordBytes;
        ByteBuffer in = ByteBuffer.allocate(8 + header.length + bodyBytes);
        in.putInt(4 + header.length + bodyBytes).putInt(header.length).put(header);
        for (int i = 0; i < messages; i++) {
            int at = 8 + header.length + i * recordBytes;
            in.putInt(at, recordBytes).putInt(at + 4, 0xDAA320A7);
            in.putLong(at + 20, firstOffset + i).putInt(at + 84, BODY_BYTES);
        }
        in.clear();
        ReplyScanner scanner = new ReplyScanner();
        assertThat(scanner.scan(in, 0)).isTrue();
        load.onReply(0, scanner, in, clock.nanoTime());
    }
}
