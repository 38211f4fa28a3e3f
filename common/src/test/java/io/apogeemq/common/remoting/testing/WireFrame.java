package io.apogeemq.common.remoting.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * One frame as bytes: what stands in the type field, the header, the body.
 *
 * @param type 0 for JSON, 1 for binary, anything for a bad frame
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by the tests themselves.
public record WireFrame(int type, byte[] header, byte[] body) {
    private static final int PREFIX_BYTES = 8;

    /** A frame with a JSON header and no body. */
    public static WireFrame json(String header) {
        return json(header, new byte[0]);
    }

    /** A frame with a JSON header. */
    public static WireFrame json(String header, byte[] body) {
        return new WireFrame(0, header.getBytes(UTF_8), body);
    }

    /** A two-way request as a current Java client writes it. */
    public static WireFrame request(int code, int opaque, String fields) {
        return json(requestHeader(code, opaque, 0, fields));
    }

    /** A one-way request as a current Java client writes it. */
    public static WireFrame oneWay(int code, int opaque, String fields) {
        return json(requestHeader(code, opaque, 2, fields));
    }

    /**
     * The header of a request as a current Java client writes it.
     *
     * @param fields what stands between the braces of the ext fields
     */
    public static String requestHeader(int code, int opaque, int flag, String fields) {
        return "{\"code\":"
                + code
                + ",\"extFields\":{"
                + fields
                + "},\"flag\":"
                + flag
                + ",\"language\":\"JAVA\",\"opaque\":"
                + opaque
                + ",\"serializeTypeCurrentRPC\":\"JSON\",\"version\":515}";
    }

    /** The whole frame with its length field. */
    public byte[] bytes() {
        return ByteBuffer.allocate(PREFIX_BYTES + header.length + body.length)
                .putInt(Integer.BYTES + header.length + body.length)
                .putInt((type << 24) | header.length)
                .put(header)
                .put(body)
                .array();
    }

    /** The header as text. */
    public String headerText() {
        return new String(header, UTF_8);
    }

    /** The number behind a key of a JSON header, which must be there. */
    public int number(String key) {
        String text = headerText();
        int at = text.indexOf("\"" + key + "\":");
        if (at < 0) {
            throw new AssertionError("no " + key + " in " + text);
        }
        int from = at + key.length() + 3;
        int to = from;
        while (text.charAt(to) == '-' || Character.isDigit(text.charAt(to))) {
            to++;
        }
        return Integer.parseInt(text.substring(from, to));
    }
}
