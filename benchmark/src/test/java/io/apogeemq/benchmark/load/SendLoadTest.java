package io.apogeemq.benchmark.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.benchmark.wire.ReplyScanner;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class SendLoadTest {

    private static final SendLoad.Target TARGET = new SendLoad.Target("T", 2, 8, 1);

    private final ManualClock clock = new ManualClock();
    private final ByteBuffer out = ByteBuffer.allocate(1 << 20);

    @Test
    void closedLoopKeepsTheWindowFullAndNoFuller() {
        SendLoad load = closedLoop(3, 1000);

        assertThat(fill(load)).hasSize(3);
        assertThat(fill(load)).isEmpty();
        reply(load, 1_000_000_000, 0);
        reply(load, 1_000_000_001, 0);
        assertThat(fill(load)).hasSize(2);
    }

    @Test
    void closedLoopSendsNothingAfterItsTime() {
        SendLoad load = closedLoop(3, 1000);
        fill(load);
        reply(load, 1_000_000_000, 0);

        clock.advanceMillis(1000);

        assertThat(fill(load)).isEmpty();
        assertThat(load.sentAll(clock.nanoTime())).isTrue();
        assertThat(load.outstanding()).isEqualTo(2);
    }

    @Test
    void messagesGoToTheQueuesInTurn() {
        List<String> frames = fill(closedLoop(3, 1000));

        assertThat(frames.get(0)).contains("\"e\":\"0\"");
        assertThat(frames.get(1)).contains("\"e\":\"1\"");
        assertThat(frames.get(2)).contains("\"e\":\"0\"");
    }

    @Test
    void openLoopSendsAtItsRateWithoutWaitingForReplies() {
        SendLoad load = openLoop(10);

        assertThat(fill(load)).hasSize(1);
        assertThat(load.nanosToNextSend(clock.nanoTime())).isEqualTo(100_000_000);
        clock.advanceMillis(99);
        assertThat(fill(load)).isEmpty();
        clock.advanceMillis(1);
        assertThat(fill(load)).hasSize(1);
    }

    @Test
    void latencyCountsFromWhenARequestWasDueEvenIfTheLoadWasHeldUp() {
        SendLoad load = openLoop(10);
        fill(load);
        reply(load, 1_000_000_000, 0);

        clock.advanceMillis(500);
        assertThat(fill(load)).hasSize(5);
        for (int i = 1; i <= 5; i++) {
            reply(load, 1_000_000_000 + i, 0);
        }

        // Due at 100, 200, ... 500 ms, all answered at 500 ms.
        LoadOutcome outcome = load.outcome();
        assertThat(outcome.latencyNanos().getTotalCount()).isEqualTo(6);
        assertThat(outcome.latencyMicros(100)).isBetween(399_000.0, 401_000.0);
        assertThat(outcome.latencyMicros(50)).isBetween(99_000.0, 101_000.0);
    }

    @Test
    void openLoopSendsAllThatWasDueBeforeItsEndAndNoMore() {
        SendLoad load = openLoop(10);

        clock.advanceMillis(5_000);

        assertThat(fill(load)).hasSize(10);
        assertThat(load.sentAll(clock.nanoTime())).isTrue();
    }

    @Test
    void errorsAreCountedApartAndTheFirstIsKept() {
        SendLoad load = closedLoop(2, 1000);
        fill(load);
        reply(load, 1_000_000_000, 2);
        reply(load, 1_000_000_001, 0);

        LoadOutcome outcome = load.outcome();
        assertThat(outcome.messages()).isEqualTo(1);
        assertThat(outcome.errors()).isEqualTo(1);
        assertThat(outcome.firstError()).isEqualTo("code 2: said so");
    }

    private SendLoad closedLoop(int window, int millis) {
        SendLoad load =
                new SendLoad(
                        TARGET,
                        new Pacing.ClosedLoop(window, Duration.ofMillis(millis), 1_000),
                        1_700_000_000_000L);
        load.begin(1, clock.nanoTime());
        return load;
    }

    /** For a second. */
    private SendLoad openLoop(int perSecond) {
        SendLoad load =
                new SendLoad(
                        TARGET,
                        new Pacing.FixedRate(perSecond, Duration.ofSeconds(1)),
                        1_700_000_000_000L);
        load.begin(1, clock.nanoTime());
        return load;
    }

    private List<String> fill(SendLoad load) {
        out.clear();
        load.fill(0, out, clock.nanoTime());
        out.flip();
        List<String> frames = new ArrayList<>();
        while (out.hasRemaining()) {
            byte[] frame = new byte[out.getInt()];
            out.get(frame);
            frames.add(new String(frame, US_ASCII));
        }
        return frames;
    }

    private void reply(SendLoad load, int opaque, int code) {
        String header =
                "{\"code\":%d,\"flag\":1,\"opaque\":%d,\"remark\":\"said so\"}"
                        .formatted(code, opaque);
        ByteBuffer in = ByteBuffer.allocate(8 + header.length());
        in.putInt(4 + header.length())
                .putInt(header.length())
                .put(header.getBytes(US_ASCII))
                .flip();
        ReplyScanner scanner = new ReplyScanner();
        assertThat(scanner.scan(in, 0)).isTrue();
        load.onReply(0, scanner, in, clock.nanoTime());
    }
}
