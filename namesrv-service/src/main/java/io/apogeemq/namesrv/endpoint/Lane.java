package io.apogeemq.namesrv.endpoint;

import io.apogeemq.common.json.JsonException;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.MemoryBudget;
import io.apogeemq.common.remoting.Reply;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes work off event loops, onto an executor whose queue is bounded, and bounds the memory that
 * waiting work holds: it is taken from a budget before anything is copied. Work that finds no room
 * is answered with "busy": the sender comes again. Any thread may call.
 */
public final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    /** What a request takes beside its texts, which are characters of two bytes at worst. */
    private static final int REQUEST_BYTES = 512;

    private final Executor executor;
    private final MemoryBudget waiting;

    /**
     * @param executor runs the work; refuses it with {@link RejectedExecutionException} when full
     * @param waiting what waiting work may hold together; lanes may share it
     */
    public Lane(Executor executor, MemoryBudget waiting) {
        this.executor = executor;
        this.waiting = waiting;
    }

    /**
     * Runs work and sends what it returns. Work that throws is answered with code 1 and the reason.
     *
     * @param request whose fields the work holds until it has run
     */
    void answer(Command request, Reply reply, Supplier<Answer> work) {
        submit(reply, bytes(request), () -> work);
    }

    /** As {@link #answer}, with a copy of the request's body. */
    void answerBody(Command request, Reply reply, Function<byte[], Answer> work) {
        submit(
                reply,
                bytes(request) + request.bodyLength(),
                () -> {
                    byte[] body = request.copyBody();
                    return () -> work.apply(body);
                });
    }

    private static long bytes(Command request) {
        return REQUEST_BYTES + 2L * request.headerLength();
    }

    /**
     * @param held what the work holds until it has run
     * @param copying called at once, but only when there is memory; copies what the work needs
     */
    void submit(Reply reply, long held, Supplier<Supplier<Answer>> copying) {
        if (held > waiting.limitBytes()) {
            reply.fail(
                    ResponseCode.MESSAGE_ILLEGAL,
                    "request: %d B are too much for this NameServer's heap (expected: at most %d)"
                            .formatted(held, waiting.limitBytes()));
            return;
        }
        if (!waiting.take(held)) {
            busy(reply);
            return;
        }
        try {
            Supplier<Answer> work = copying.get();
            executor.execute(
                    () -> {
                        try {
                            reply.send(outcome(work));
                        } finally {
                            waiting.giveBack(held);
                        }
                    });
        } catch (RejectedExecutionException e) {
            waiting.giveBack(held);
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
