package io.apogeemq.benchmark.load;

import io.apogeemq.benchmark.wire.MalformedReplyException;
import io.apogeemq.benchmark.wire.PullFrame;
import io.apogeemq.benchmark.wire.PulledMessages;
import io.apogeemq.benchmark.wire.ReplyScanner;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the queues of a topic from their first message to their last, all queues at once with one
 * request in flight for each, and from the start again until the time is up. Every message's queue
 * offset and size are checked.
 *
 * <p>One object is one run. Start it with {@link #run}; it blocks until the last reply.
 */
public final class PullLoad implements Workload {

    private static final int MAX_MESSAGES = 32;

    private final Target target;
    private final Duration duration;
    private final PullFrame[] frames;
    private final long[] nextOffsets;
    private final boolean[] waiting;
    private final List<InFlight> inFlight = new ArrayList<>();
    private final Tally tally = new Tally();
    private long deadlineNanos;

    /**
     * What is read.
     *
     * @param ends next offset of each queue: how many messages it holds, at least 1
     * @param bodyBytes size that each body must have
     * @param connections connections that the queues are spread over
     */
    public record Target(String topic, List<Long> ends, int bodyBytes, int connections) {

        /** Checks the queues. */
        public Target {
            ends = List.copyOf(ends);
            if (ends.isEmpty() || ends.stream().anyMatch(end -> end < 1)) {
                throw new IllegalArgumentException(
                        "ends: " + ends + " (expected: a message in every queue)");
            }
        }
    }

    /** Prepares a run. */
    public PullLoad(Target target, Duration duration) {
        this.target = target;
        this.duration = duration;
        this.frames = new PullFrame[target.ends().size()];
        this.nextOffsets = new long[frames.length];
        this.waiting = new boolean[frames.length];
        for (int queue = 0; queue < frames.length; queue++) {
            frames[queue] = PullFrame.encode("BENCH_CONSUMER", target.topic(), queue, MAX_MESSAGES);
        }
    }

    /** Reads from a server until the time is up and every reply is in. */
    public LoadOutcome run(InetSocketAddress server) throws IOException {
        try (LoadLoop loop = LoadLoop.connect(server, target.connections())) {
            loop.run(this, MonotonicClock.system());
        }
        return outcome();
    }

    /** What has been seen so far. */
    LoadOutcome outcome() {
        return tally.outcome();
    }

    @Override
    public void begin(int connections, long nowNanos) {
        for (int i = 0; i < connections; i++) {
            inFlight.add(new InFlight(1 << 10));
        }
        deadlineNanos = nowNanos + duration.toNanos();
        tally.begin(nowNanos);
    }

    @Override
    public void fill(int connection, ByteBuffer out, long nowNanos) {
        if (sentAll(nowNanos)) {
            return;
        }
        InFlight requests = inFlight.get(connection);
        for (int queue = connection; queue < frames.length; queue += inFlight.size()) {
            if (!waiting[queue] && requests.hasRoom() && out.remaining() >= PullFrame.MAX_BYTES) {
                frames[queue].writeTo(out, requests.add(nowNanos, queue), nextOffsets[queue]);
                waiting[queue] = true;
            }
        }
    }

    @Override
    public void onReply(int connection, ReplyScanner reply, ByteBuffer in, long nowNanos) {
        InFlight requests = inFlight.get(connection);
        int slot = requests.find(reply.opaque());
        if (slot < 0) {
            throw new MalformedReplyException(
                    "opaque " + reply.opaque() + ": no request waits for it");
        }
        int queue = requests.tag(slot);
        if (reply.code() == 0) {
            int count =
                    PulledMessages.count(
                            in,
                            reply.bodyStart(),
                            reply.frameEnd(),
                            nextOffsets[queue],
                            target.bodyBytes());
            tally.success(count, requests.due(slot), nowNanos);
            advance(queue, count, reply.extNumber(in, "nextBeginOffset"));
        } else {
            tally.error(reply, in, nowNanos);
        }
        requests.remove(slot);
        waiting[queue] = false;
    }

    private void advance(int queue, int count, long nextBeginOffset) {
        long next = nextOffsets[queue] + count;
        if (count < 1 || nextBeginOffset != next) {
            throw new MalformedReplyException(
                    "queue %d: %d messages from %d, nextBeginOffset %d"
                            .formatted(queue, count, nextOffsets[queue], nextBeginOffset));
        }
        nextOffsets[queue] = next >= target.ends().get(queue) ? 0 : next;
    }

    @Override
    public long nanosToNextSend(long nowNanos) {
        return Long.MAX_VALUE;
    }

    @Override
    public boolean sentAll(long nowNanos) {
        return nowNanos - deadlineNanos >= 0;
    }

    @Override
    public long outstanding() {
        long total = 0;
        for (InFlight requests : inFlight) {
            total += requests.count();
        }
        return total;
    }
}
