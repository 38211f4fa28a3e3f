package io.apogeemq.broker.endpoint;

import io.apogeemq.common.protocol.JsonBodies;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.remoting.BadFieldException;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.HandlerTable;
import io.apogeemq.common.remoting.MemoryBudget;
import io.apogeemq.common.remoting.Reply;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads JSON bodies that may be long: a short one at once, on the event loop; a long one, which
 * would hold up the loop's other connections, on a thread that may take its time. As many at a time
 * as memory allows, counted with what becomes of them; who comes when there is none left is told to
 * come again. Any thread may call.
 */
public final class LongBodies {
    /** The longest body that is read at all; some ten thousand subscriptions or queues. */
    static final int MOST_BYTES = 4 << 20;

    /** The part of the heap that bodies and what becomes of them may take together. */
    private static final int SHARE = 6;

    private final Executor executor;
    private final MemoryBudget budget;

    /**
     * Reads by an executor, within a sixth of the heap.
     *
     * @param executor may let tasks wait; one that is full refuses
     */
    public LongBodies(Executor executor) {
        this(executor, new MemoryBudget(Runtime.getRuntime().maxMemory() / SHARE));
    }

    LongBodies(Executor executor, MemoryBudget budget) {
        this.executor = executor;
        this.budget = budget;
    }

    /**
     * Reads a body and serves what was read.
     *
     * @param decode from the body; what it throws is answered with code 1
     * @param serve runs on the event loop or on the executor's thread and must not block
     */
    <Q> void read(Command command, Reply reply, Function<ByteBuffer, Q> decode, Consumer<Q> serve) {
        int length = command.bodyLength();
        if (length <= HandlerTable.SHORT_BODY_BYTES) {
            serve.accept(decode.apply(command.body()));
            return;
        }
        long needed = length + JsonBodies.treeBytes(length);
        if (needed > budget.limitBytes()) {
            reply.fail(
                    ResponseCode.MESSAGE_ILLEGAL,
                    "body: %d B is too long for this broker's heap; reading it may take %d B (expected: at most %d)"
                            .formatted(length, needed, budget.limitBytes()));
            return;
        }
        if (!budget.take(needed)) {
            busy(reply);
            return;
        }
        byte[] body = command.copyBody();
        try {
            executor.execute(
                    () -> {
                        try {
                            serve(ByteBuffer.wrap(body), reply, decode, serve);
                        } finally {
                            budget.giveBack(needed);
                        }
                    });
        } catch (RejectedExecutionException e) {
            budget.giveBack(needed);
            busy(reply);
        }
    }

    private static <Q> void serve(
            ByteBuffer body, Reply reply, Function<ByteBuffer, Q> decode, Consumer<Q> serve) {
        try {
            serve.accept(decode.apply(body));
        } catch (BadFieldException e) {
            reply.fail(ResponseCode.SYSTEM_ERROR, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            Deferred.fail(reply, e);
        }
    }

    private static void busy(Reply reply) {
        reply.fail(
                ResponseCode.SYSTEM_BUSY, "too many long requests are being read; try again later");
    }
}
