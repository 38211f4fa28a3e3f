package io.apogeemq.common.remoting;

import io.netty.channel.WriteBufferWaterMark;

/** What all connections of one server or one client have in common. Thread-safe. */
final class Transport {
    private final EventLoops loops;
    private final ConnectionLimits limits;
    private final FrameEncoder encoder;
    private final ConnectionListener listener;
    private final TransportCounters counters = new TransportCounters();
    private final RateLimitedLog log = new RateLimitedLog();
    private volatile boolean draining;

    Transport(
            EventLoops loops,
            ConnectionLimits limits,
            SenderIdentity identity,
            ConnectionListener listener) {
        this.loops = loops;
        this.limits = limits;
        this.encoder = new FrameEncoder(identity, limits.maxFrameBytes());
        this.listener = listener;
    }

    EventLoops loops() {
        return loops;
    }

    ConnectionLimits limits() {
        return limits;
    }

    FrameEncoder encoder() {
        return encoder;
    }

    ConnectionListener listener() {
        return listener;
    }

    TransportCounters counters() {
        return counters;
    }

    RateLimitedLog log() {
        return log;
    }

    WriteBufferWaterMark waterMark() {
        return new WriteBufferWaterMark(limits.outboundLowBytes(), limits.outboundHighBytes());
    }

    /** From now on new requests are sent away. */
    void drain() {
        draining = true;
    }

    boolean isDraining() {
        return draining;
    }
}
