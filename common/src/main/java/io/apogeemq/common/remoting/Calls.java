package io.apogeemq.common.remoting;

import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Our requests on one connection that wait for their answers.
 *
 * <p>Owner: the connection's event loop, except for reserving a place and drawing a number.
 */
final class Calls {
    private final NettyConnection connection;
    private final TimeoutWheel wheel;
    private final int most;
    private final IntObjectHashMap<Call> waiting = new IntObjectHashMap<>();
    // Also counts those on their way to the loop, so that its task queue is bounded, too.
    private final AtomicInteger places = new AtomicInteger();
    private final AtomicInteger opaques = new AtomicInteger();

    Calls(NettyConnection connection, TimeoutWheel wheel, int most) {
        this.connection = connection;
        this.wheel = wheel;
        this.most = most;
    }

    /** A number that no other call on this connection has; any thread. */
    int nextOpaque() {
        return opaques.incrementAndGet();
    }

    /** Reserves a place, or returns null when there is none; any thread. */
    @Nullable Call reserve(long timeoutNanos) {
        if (places.incrementAndGet() > most) {
            places.decrementAndGet();
            return null;
        }
        return new Call(nextOpaque(), System.nanoTime() + timeoutNanos);
    }

    /** Gives back the place of a call that never started; any thread. */
    void giveBack() {
        places.decrementAndGet();
    }

    /** Starts waiting. */
    void register(Call call) {
        Call earlier = waiting.put(call.opaque, call);
        if (earlier != null) {
            // Four thousand million calls later the number came round again.
            wheel.remove(earlier);
            earlier.fail(RemotingException.Reason.TIMEOUT, "no answer from ");
        }
        wheel.add(call, call.deadlineNanos - System.nanoTime());
    }

    /** Hands an answer to whoever waits for it; ignores it if nobody does. */
    void answer(Command response) {
        Call call = waiting.remove(response.opaque());
        if (call == null) {
            return;
        }
        wheel.remove(call);
        places.decrementAndGet();
        call.result.complete(
                new Response(
                        response.code(),
                        response.remark(),
                        response.fields().toMap(),
                        response.copyBody(),
                        response.version()));
    }

    /** Fails all: the connection is gone. */
    void close() {
        List<Call> left = new ArrayList<>(waiting.values());
        waiting.clear();
        for (Call call : left) {
            wheel.remove(call);
            call.fail(RemotingException.Reason.CLOSED, "connection closed before the answer from ");
        }
    }

    int waiting() {
        return waiting.size();
    }

    /** One request that waits. */
    final class Call extends TimeoutWheel.Entry {
        private final int opaque;
        private final long deadlineNanos;
        private final CompletableFuture<Response> result = new CompletableFuture<>();

        private Call(int opaque, long deadlineNanos) {
            this.opaque = opaque;
            this.deadlineNanos = deadlineNanos;
        }

        int opaque() {
            return opaque;
        }

        CompletableFuture<Response> result() {
            return result;
        }

        /** Gives its place back and tells the caller. */
        void fail(RemotingException.Reason reason, String text) {
            places.decrementAndGet();
            result.completeExceptionally(
                    new RemotingException(reason, text + connection.peerName()));
        }

        @Override
        void expired() {
            waiting.remove(opaque);
            fail(RemotingException.Reason.TIMEOUT, "no answer in time from ");
        }
    }
}
