package io.apogeemq.common.remoting;

import io.apogeemq.common.remoting.testing.WireFrame;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes frames without a network, through the same classes as a connection does. */
final class Headers {
    static final SenderIdentity JAVA_515 = new SenderIdentity(Language.JAVA, 515);

    private final FrameDecoder decoder = new FrameDecoder();
    private final FrameEncoder encoder = new FrameEncoder(JAVA_515, 1 << 24);

    /** The command in {@code frame}; valid until the next call. */
    Command read(byte[] frame) {
        return read(frame, ConnectionLimits.defaults());
    }

    Command read(byte[] frame, ConnectionLimits limits) {
        // Not at offset 0, where a forgotten offset would not show.
        ByteBuffer memory = ByteBuffer.allocateDirect(frame.length + 3);
        memory.put(3, frame);
        return decoder.decode(memory, 3, frame.length, limits);
    }

    Command readJson(String header) {
        return read(WireFrame.json(header).bytes());
    }

    byte[] request(boolean binary, Request request, int opaque, int flag) {
        HeaderWriter writer = binary ? new BinaryHeaderWriter() : new JsonHeaderWriter();
        return frame(writer, encoder.request(writer, opaque, flag, request));
    }

    byte[] answer(
            boolean binary,
            int code,
            int opaque,
            @Nullable String remark,
            @Nullable AnswerFields fields) {
        HeaderWriter writer = binary ? new BinaryHeaderWriter() : new JsonHeaderWriter();
        return frame(writer, encoder.answer(writer, opaque, code, remark, fields, Body.NONE));
    }

    static Request withFields(Request request, Map<String, String> fields) {
        request.withFields();
        fields.forEach(request::field);
        return request;
    }

    private static byte[] frame(HeaderWriter writer, Body body) {
        byte[] bytes = ((Body.Heap) body).bytes();
        writer.frame(bytes.length);
        ByteBuffer frame = ByteBuffer.allocate(writer.size + bytes.length);
        return frame.put(writer.bytes, 0, writer.size).put(bytes).array();
    }
}
