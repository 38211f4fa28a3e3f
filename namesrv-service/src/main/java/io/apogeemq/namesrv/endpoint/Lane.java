package io.apogeemq.namesrv.endpoint;

import io.apogeemq.common.json.JsonException;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Reply;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes work off event loops, onto an executor whose queue is bounded, and bounds the bytes that
 * waiting work holds. Work that finds no room is answered with "busy": the sender comes again. Any
 * thread may call.
 */
public final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final Executor executor;
    private final long maxHeldBytes;
    private final AtomicLong heldBytes = new AtomicLong();

    /**
     * @param executor runs the work; refuses it with {@link RejectedExecutionException} when full
     * @param maxHeldBytes what waiting work may hold together; a single piece may hold more
     */
    public Lane(Executor executor, long maxHeldBytes) {
        this.executor = executor;
        this.maxHeldBytes = maxHeldBytes;
    }

    /**
     * Runs work and sends what it returns. Work that throws is answered with code 1 and the reason.
     *
     * @param bytes what the work holds until it has run
     */
    void answer(Reply reply, int bytes, Supplier<Answer> work) {
        long held = heldBytes.addAndGet(bytes);
        if (held > maxHeldBytes && held != bytes) {
            heldBytes.addAndGet(-bytes);
            busy(reply);
            return;
        }
        try {
            executor.execute(
                    () -> {
                        try {
                            reply.send(outcome(work));
                        } finally {
                            heldBytes.addAndGet(-bytes);
                        }
                    });
        } catch (RejectedExecutionException e) {
            heldBytes.addAndGet(-bytes);
            busy(reply);
        }
    }

    /** Runs work that nobody waits for; false when there is no room for it. */
    public boolean tell(Runnable work) {
        try {
            executor.execute(
                    () -> {
                        try {
                            work.run();
                        } catch (RuntimeException e) {
                            LOG.atError().setCause(e).log("a notice could not be handled");
                        }
                    });
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private static Answer outcome(Supplier<Answer> work) {
        try {
            return work.get();
        } catch (JsonException e) {
            return Answer.of(ResponseCode.SYSTEM_ERROR).remark(e.getMessage());
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("a request could not be handled");
            return Answer.of(ResponseCode.SYSTEM_ERROR).remark(e.getMessage());
        }
    }

    private static void busy(Reply reply) {
        reply.fail(ResponseCode.SYSTEM_BUSY, "[OVERLOAD] system busy, try again later");
    }
}
