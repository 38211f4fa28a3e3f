package io.apogeemq.common.remoting;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers to one-way requests: given up, their bodies released. */
final class DroppedReply implements Reply {
    static final DroppedReply INSTANCE = new DroppedReply();

    private DroppedReply() {}

    @Override
    public void send(Answer answer) {
        answer.content().body().release();
    }

    @Override
    public void fail(int code, String remark) {
        // Nobody waits for it.
    }

    @Override
    public void write(int code, AnswerFields fields) {
        // Nobody waits for it.
    }

    @Override
    public void write(
            int code,
            @Nullable String remark,
            AnswerFields fields,
            List<ByteBuffer> body,
            Runnable release) {
        release.run();
    }

    @Override
    public boolean isExpected() {
        return false;
    }
}
