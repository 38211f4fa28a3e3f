package io.apogeemq.common.remoting;

import org.jspecify.annotations.Nullable;

/** Writes the headers of answers and requests, and refuses frames over the limit. Thread-safe. */
final class FrameEncoder {
    private static final int SYSTEM_ERROR = 1;

    private final SenderIdentity identity;
    private final int maxFrameBytes;

    FrameEncoder(SenderIdentity identity, int maxFrameBytes) {
        this.identity = identity;
        this.maxFrameBytes = maxFrameBytes;
    }

    /**
     * Writes an answer's header and returns the body that goes with it: the given one, or none when
     * the answer had to be replaced because the peer would refuse a frame of that size.
     *
     * <p>Ownership: body taken, also when this throws because {@code fields} did.
     */
    Body answer(
            HeaderWriter writer,
            int opaque,
            int code,
            @Nullable String remark,
            @Nullable AnswerFields fields,
            Body body) {
        try {
            header(writer, code, Command.RESPONSE_BIT, opaque, remark, fields);
        } catch (RuntimeException e) {
            body.release();
            throw e;
        }
        long total = writer.size + body.length();
        if (total <= maxFrameBytes) {
            return body;
        }
        body.release();
        String text = "answer of " + total + " bytes (limit: " + maxFrameBytes + ")";
        header(writer, SYSTEM_ERROR, Command.RESPONSE_BIT, opaque, text, null);
        return Body.NONE;
    }

    /**
     * Writes a request's header and returns its body. Ownership: the request is taken.
     *
     * @throws IllegalArgumentException when the frame exceeds the limit
     */
    Body request(HeaderWriter writer, int opaque, int flag, Request request) {
        Outgoing content = request.content();
        Body body = content.body();
        header(
                writer,
                request.code(),
                flag,
                opaque,
                request.remark(),
                content.hasFields() ? content : null);
        long total = writer.size + body.length();
        if (total > maxFrameBytes) {
            body.release();
            throw new IllegalArgumentException(
                    "request: " + total + "B (expected: <= " + maxFrameBytes + "B)");
        }
        return body;
    }

    private void header(
            HeaderWriter writer,
            int code,
            int flag,
            int opaque,
            @Nullable String remark,
            @Nullable AnswerFields fields) {
        writer.begin(code, flag, opaque, remark, identity);
        if (fields != null) {
            writer.fields(fields);
        }
        writer.end();
    }
}
