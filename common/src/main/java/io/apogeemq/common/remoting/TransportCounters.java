package io.apogeemq.common.remoting;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a server or client counted since it started. Written by the event loops once per read or
 * write batch, read by anyone at any time.
 */
public final class TransportCounters {
    private final LongAdder accepted = new LongAdder();
    private final LongAdder open = new LongAdder();
    private final LongAdder framesIn = new LongAdder();
    private final LongAdder framesOut = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final LongAdder droppedOneWay = new LongAdder();
    private final LongAdder handlerFailures = new LongAdder();
    private final Map<RejectReason, LongAdder> rejected = new EnumMap<>(RejectReason.class);

    TransportCounters() {
        for (RejectReason reason : RejectReason.values()) {
            rejected.put(reason, new LongAdder());
        }
    }

    /** Connections ever opened. */
    public long acceptedConnections() {
        return accepted.sum();
    }

    /** Connections open now. */
    public long openConnections() {
        return open.sum();
    }

    /** Frames received completely. */
    public long framesIn() {
        return framesIn.sum();
    }

    /** Frames handed to the network. */
    public long framesOut() {
        return framesOut.sum();
    }

    /** Bytes received. */
    public long bytesIn() {
        return bytesIn.sum();
    }

    /** Bytes handed to the network. */
    public long bytesOut() {
        return bytesOut.sum();
    }

    /** One-way requests not sent because their peer doesn't read. */
    public long droppedOneWay() {
        return droppedOneWay.sum();
    }

    /** Exceptions that escaped handlers, bad fields not counted. */
    public long handlerFailures() {
        return handlerFailures.sum();
    }

    /** Connections closed by us for {@code reason}. */
    public long rejected(RejectReason reason) {
        LongAdder counter = rejected.get(reason);
        return counter == null ? 0 : counter.sum();
    }

    void connectionOpened() {
        accepted.increment();
        open.increment();
    }

    void connectionClosed() {
        open.decrement();
    }

    void received(long frames, long bytes) {
        framesIn.add(frames);
        bytesIn.add(bytes);
    }

    void sent(long frames, long bytes) {
        framesOut.add(frames);
        bytesOut.add(bytes);
    }

    void oneWayDropped() {
        droppedOneWay.increment();
    }

    void handlerFailed() {
        handlerFailures.increment();
    }

    void reject(RejectReason reason) {
        LongAdder counter = rejected.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }
}
