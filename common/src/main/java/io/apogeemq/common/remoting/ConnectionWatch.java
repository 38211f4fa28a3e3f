package io.apogeemq.common.remoting;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Notices a connection that stays silent, never sends its first frame, or never ends a frame. Looks
 * four times per shortest deadline instead of keeping a timer per event: a deadline is noticed up
 * to a quarter late, and traffic costs one clock reading per batch.
 *
 * <p>Owner: the connection's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Failed closes and writes show in the channel.
final class ConnectionWatch {
    private static final long LEAST_PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int LOOKS = 4;

    private final NettyConnection connection;
    private final Channel channel;
    private final long idleNanos;
    private final long firstFrameNanos;
    private final long partialNanos;

    private final long openedAt = System.nanoTime();
    private long activeAt = openedAt;
    private long partialSince;
    private boolean partial;
    private boolean firstFrame;
    private long outboundSeen;

    ConnectionWatch(NettyConnection connection, Channel channel, ConnectionLimits limits) {
        this.connection = connection;
        this.channel = channel;
        this.idleNanos = limits.idleTimeout().toNanos();
        this.firstFrameNanos = limits.firstFrameDeadline().toNanos();
        this.partialNanos = limits.partialFrameDeadline().toNanos();
    }

    /** Starts looking; ends by itself when the connection closes. */
    void start() {
        long shortest = Math.min(idleNanos, partialNanos);
        if (!firstFrame) {
            shortest = Math.min(shortest, firstFrameNanos);
        }
        try {
            channel.eventLoop()
                    .schedule(
                            this::look,
                            Math.max(LEAST_PERIOD_NANOS, shortest / LOOKS),
                            TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The loop is stopping and takes the connection with it.
            channel.close();
        }
    }

    /** Something was read or sent. */
    void active() {
        activeAt = System.nanoTime();
    }

    void frameSeen() {
        firstFrame = true;
    }

    /** The peer began a frame, or ended it. */
    void partial(boolean begun) {
        partial = begun;
        if (begun) {
            partialSince = System.nanoTime();
        }
    }

    private void look() {
        if (!channel.isActive()) {
            return;
        }
        long now = System.nanoTime();
        if (connection.isPaused()) {
            // It is us who don't read; the peer can't be blamed for an unfinished frame.
            partialSince = now;
        }
        if (outboundMoved()) {
            activeAt = now;
        }
        RejectReason overdue = overdue(now);
        if (overdue == null) {
            start();
        } else {
            connection.reject(overdue, null);
        }
    }

    private @Nullable RejectReason overdue(long now) {
        if (!firstFrame && now - openedAt >= firstFrameNanos) {
            return RejectReason.FIRST_FRAME_DEADLINE;
        }
        if (partial && now - partialSince >= partialNanos) {
            return RejectReason.PARTIAL_FRAME_DEADLINE;
        }
        return now - activeAt >= idleNanos ? RejectReason.IDLE : null;
    }

    /** Whether bytes that wait to be sent became fewer or more: a slow reader is not a dead one. */
    private boolean outboundMoved() {
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
        if (outbound == null) {
            return false;
        }
        long state = outbound.totalPendingWriteBytes() * 31 + outbound.currentProgress();
        boolean moved = state != outboundSeen;
        outboundSeen = state;
        return moved;
    }
}
