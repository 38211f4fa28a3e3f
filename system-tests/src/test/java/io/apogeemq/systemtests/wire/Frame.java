package io.apogeemq.systemtests.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One command with a JSON header. Immutable apart from the body, which is not copied. */
public final class Frame {

    /** Announced as 5.5.0's number, so that servers use all that they know. */
    private static final int VERSION = 515;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final int code;
    private final int opaque;
    private final int flag;
    private final @Nullable String remark;
    private final Map<String, String> fields;
    private final byte[] body;

    private Frame(
            int code,
            int opaque,
            int flag,
            @Nullable String remark,
            Map<String, String> fields,
            byte[] body) {
        this.code = code;
        this.opaque = opaque;
        this.flag = flag;
        this.remark = remark;
        this.fields = Map.copyOf(fields);
        this.body = body;
    }

    public static Frame request(int code, Map<String, String> fields) {
        return new Frame(code, 1, 0, null, fields, new byte[0]);
    }

    public Frame withBody(byte[] newBody) {
        return new Frame(code, opaque, flag, remark, fields, newBody);
    }

    public Frame withOpaque(int newOpaque) {
        return new Frame(code, newOpaque, flag, remark, fields, body);
    }

    public Frame oneWay() {
        return new Frame(code, opaque, 2, remark, fields, body);
    }

    /** The request's or the answer's code. */
    public int code() {
        return code;
    }

    public int opaque() {
        return opaque;
    }

    /** True for an answer, false for a request. */
    public boolean isResponse() {
        return (flag & 1) == 1;
    }

    /** The typed header, as text. */
    public Map<String, String> fields() {
        return fields;
    }

    /** The body's own bytes, empty when there is none. */
    public byte[] body() {
        return body;
    }

    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The remark, or an empty text. */
    public String remarkText() {
        return remark == null ? "" : remark;
    }

    /** The bytes as they go over the wire, length field included. */
    public byte[] encode() {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("code", code);
        header.put("extFields", fields);
        header.put("flag", flag);
        header.put("language", "JAVA");
        header.put("opaque", opaque);
        header.put("serializeTypeCurrentRPC", "JSON");
        header.put("version", VERSION);
        byte[] text = JSON.writeValueAsBytes(header);
        return ByteBuffer.allocate(8 + text.length + body.length)
                .putInt(4 + text.length + body.length)
                .putInt(text.length)
                .put(text)
                .put(body)
                .array();
    }

    /** Reads what follows the length field. */
    static Frame decode(ByteBuffer frame) {
        int headerLength = frame.getInt();
        if (headerLength >>> 24 != 0) {
            throw new IllegalStateException(
                    "header type: " + (headerLength >>> 24) + " (expected: 0)");
        }
        byte[] text = new byte[headerLength];
        frame.get(text);
        byte[] body = new byte[frame.remaining()];
        frame.get(body);
        JsonNode header = JSON.readTree(text);
        Map<String, String> fields = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : header.path("extFields").properties()) {
            fields.put(field.getKey(), field.getValue().asString());
        }
        JsonNode remark = header.path("remark");
        return new Frame(
                header.path("code").asInt(),
                header.path("opaque").asInt(),
                header.path("flag").asInt(),
                remark.isString() ? remark.asString() : null,
                fields,
                body);
    }
}
