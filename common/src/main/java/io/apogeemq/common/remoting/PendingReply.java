package io.apogeemq.common.remoting;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer that a two-way request waits for. Thread-safe. */
final class PendingReply implements Reply {
    private static final VarHandle ANSWERED;

    static {
        try {
            ANSWERED =
                    MethodHandles.lookup()
                            .findVarHandle(PendingReply.class, "answered", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final NettyConnection connection;
    private final int opaque;
    private final boolean binary;
    private volatile boolean answered;

    PendingReply(NettyConnection connection, int opaque, boolean binary) {
        this.connection = connection;
        this.opaque = opaque;
        this.binary = binary;
    }

    @Override
    public void send(Answer answer) {
        Outgoing content = answer.content();
        answer(
                answer.code(),
                answer.remark(),
                content.hasFields() ? content : null,
                content.body());
    }

    @Override
    public void write(int code, AnswerFields fields) {
        answer(code, null, fields, Body.NONE);
    }

    @Override
    public void write(
            int code,
            @Nullable String remark,
            AnswerFields fields,
            List<ByteBuffer> body,
            Runnable release) {
        answer(code, remark, fields, new Body.Slices(body, release));
    }

    @Override
    public boolean isExpected() {
        return true;
    }

    /** Answers a request whose handler failed, if it didn't answer before it failed. */
    void failUnlessAnswered(int code, String remark) {
        if (ANSWERED.compareAndSet(this, false, true)) {
            connection.answer(opaque, binary, code, remark, null, Body.NONE);
        }
    }

    private void answer(
            int code, @Nullable String remark, @Nullable AnswerFields fields, Body body) {
        if (!ANSWERED.compareAndSet(this, false, true)) {
            body.release();
            throw new IllegalStateException("the request is already answered");
        }
        try {
            connection.answer(opaque, binary, code, remark, fields, body);
        } catch (RuntimeException e) {
            // Nothing was sent: the fields could not be written. Another answer may still be.
            answered = false;
            throw e;
        }
    }
}
