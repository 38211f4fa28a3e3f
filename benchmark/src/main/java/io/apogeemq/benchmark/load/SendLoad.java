package io.apogeemq.benchmark.load;

import io.apogeemq.benchmark.wire.MalformedReplyException;
import io.apogeemq.benchmark.wire.ReplyScanner;
import io.apogeemq.benchmark.wire.SendFrame;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Stores messages of one size in a topic, spread evenly over its queues, and checks every reply's
 * code.
 *
 * <p>One object is one run. Start it with {@link #run}; it blocks until the last reply.
 */
public final class SendLoad implements Workload {

    /**
     * Requests that may be unanswered on a connection in an open loop, before further ones are sent
     * late.
     */
    private static final int OPEN_LOOP_CAPACITY = 1 << 14;

    private final Target target;
    private final Pacing pacing;
    private final SendFrame[] frames;
    private final int frameBytes;
    private final int uniqueKeySalt;
    private final List<InFlight> inFlight = new ArrayList<>();
    private final Tally tally = new Tally();
    private FixedRateSchedule schedule = new FixedRateSchedule(0, 1);
    private long deadlineNanos;
    private long sent;
    private int nextQueue;

    /**
     * What is sent where.
     *
     * @param topic exists with at least that many queues
     * @param bodyBytes size of each body
     * @param connections connections that share the load
     */
    public record Target(String topic, int queues, int bodyBytes, int connections) {

        /** Checks the ranges. */
        public Target {
            if (queues < 1 || connections < 1 || bodyBytes < 1 || bodyBytes > 256 * 1024) {
                throw new IllegalArgumentException(
                        "queues, connections, bodyBytes: %d, %d, %d (expected: >= 1, >= 1, 1..262144)"
                                .formatted(queues, connections, bodyBytes));
            }
        }
    }

    /**
     * Prepares a run.
     *
     * @param bornTimestampMillis client time that all its messages carry; also makes their keys
     *     differ from other runs'
     */
    public SendLoad(Target target, Pacing pacing, long bornTimestampMillis) {
        this.target = target;
        this.pacing = pacing;
        this.uniqueKeySalt = (int) (bornTimestampMillis * 0x9E3779B9L);
        this.frames = new SendFrame[target.queues()];
        for (int queue = 0; queue < frames.length; queue++) {
            frames[queue] =
                    SendFrame.encode(
                            "BENCH_PRODUCER",
                            target.topic(),
                            queue,
                            target.bodyBytes(),
                            bornTimestampMillis);
        }
        this.frameBytes = frames[frames.length - 1].sizeBytes();
    }

    /** Sends to a server until the time is up and every reply is in. */
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
        int capacity =
                switch (pacing) {
                    case Pacing.ClosedLoop closed ->
                            Integer.highestOneBit(closed.window() * 4 - 1) * 2;
                    case Pacing.FixedRate _ -> OPEN_LOOP_CAPACITY;
                };
        for (int i = 0; i < connections; i++) {
            inFlight.add(new InFlight(capacity));
        }
        if (pacing instanceof Pacing.FixedRate rate) {
            schedule = new FixedRateSchedule(nowNanos, rate.perSecond());
        }
        deadlineNanos = nowNanos + pacing.duration().toNanos();
        tally.begin(nowNanos);
    }

    @Override
    public void fill(int connection, ByteBuffer out, long nowNanos) {
        InFlight requests = inFlight.get(connection);
        switch (pacing) {
            case Pacing.ClosedLoop closed -> {
                while (requests.count() < closed.window()
                        && requests.hasRoom()
                        && out.remaining() >= frameBytes
                        && !sentAll(nowNanos)) {
                    send(requests, out, nowNanos);
                }
            }
            case Pacing.FixedRate _ -> {
                // Whoever is asked first sends all that is due, so that a slow connection delays
                // nothing.
                long due = Math.min(schedule.dueBy(nowNanos), pacing.maxRequests());
                while (sent < due && requests.hasRoom() && out.remaining() >= frameBytes) {
                    send(requests, out, schedule.due(sent));
                }
            }
        }
    }

    private void send(InFlight requests, ByteBuffer out, long dueNanos) {
        int opaque = requests.add(dueNanos, 0);
        frames[nextQueue].writeTo(out, opaque, uniqueKeySalt + (int) sent);
        nextQueue = nextQueue + 1 == frames.length ? 0 : nextQueue + 1;
        sent++;
    }

    @Override
    public void onReply(int connection, ReplyScanner reply, ByteBuffer in, long nowNanos) {
        InFlight requests = inFlight.get(connection);
        int slot = requests.find(reply.opaque());
        if (slot < 0) {
            throw new MalformedReplyException(
                    "opaque " + reply.opaque() + ": no request waits for it");
        }
        if (reply.code() == 0) {
            tally.success(1, requests.due(slot), nowNanos);
        } else {
            tally.error(reply, in, nowNanos);
        }
        requests.remove(slot);
    }

    @Override
    public long nanosToNextSend(long nowNanos) {
        return switch (pacing) {
            case Pacing.ClosedLoop _ -> Long.MAX_VALUE;
            case Pacing.FixedRate _ ->
                    sentAll(nowNanos) ? Long.MAX_VALUE : Math.max(0, schedule.due(sent) - nowNanos);
        };
    }

    @Override
    public boolean sentAll(long nowNanos) {
        return switch (pacing) {
            case Pacing.ClosedLoop closed ->
                    nowNanos - deadlineNanos >= 0 || sent >= closed.maxRequests();
            // What was due before the end is sent even if late, or a stall at the end would be left
            // out.
            case Pacing.FixedRate rate -> sent >= rate.maxRequests();
        };
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
