package io.apogeemq.common.remoting;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one answer that a request may get. Handlers use it at once or keep it and use it later, from
 * any thread; nothing else of the request may be kept.
 *
 * <p>A two-way request is answered exactly once: a second answer is refused with {@link
 * IllegalStateException}, after its body was released. Where nothing can be sent any more (the
 * request was one-way, or the connection is gone) answers are dropped silently and their bodies
 * released. A request that is never answered counts as in flight until its connection closes.
 *
 * <p>Cost: on the connection's event loop the answer is encoded into the loop's outgoing buffer and
 * leaves with the others of the same read; on any other thread it is encoded there and handed over
 * once.
 */
public interface Reply {
    /** Sends {@code answer}. Ownership: taken. */
    void send(Answer answer);

    /** Sends an answer with {@code code} and an explanation. */
    default void fail(int code, String remark) {
        send(Answer.of(code).remark(remark));
    }

    /** Sends an answer without body whose fields are written in place; nothing is allocated. */
    void write(int code, AnswerFields fields);

    /**
     * Sends an answer whose fields are written in place, with a body as in {@link Answer#body(List,
     * Runnable)}.
     */
    void write(
            int code,
            @Nullable String remark,
            AnswerFields fields,
            List<ByteBuffer> body,
            Runnable release);

    /** False for a one-way request: whatever is sent is dropped. */
    boolean isExpected();
}
