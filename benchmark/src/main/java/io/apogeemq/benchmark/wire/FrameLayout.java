package io.apogeemq.benchmark.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * Where the parts of a remoting frame lie.
 *
 * <table>
 * <caption>A frame; integers are big-endian</caption>
 * <tr><th>Offset</th><th>Width</th><th>Name</th><th>Meaning</th></tr>
 * <tr><td>0</td><td>4</td><td>length</td><td>bytes that follow this field</td></tr>
 * <tr><td>4</td><td>1</td><td>serialize type</td><td>0 = JSON header</td></tr>
 * <tr><td>5</td><td>3</td><td>header length</td><td>bytes of the header</td></tr>
 * <tr><td>8</td><td>n</td><td>header</td><td>JSON text, UTF-8</td></tr>
 * <tr><td>8 + n</td><td>m</td><td>body</td><td>may be empty</td></tr>
 * </table>
 */
final class FrameLayout {

    /** Position of the header. */
    static final int HEADER_AT = 8;

    /** The largest frame that a server or client of this protocol accepts. */
    static final int MAX_FRAME_BYTES = 16 * 1024 * 1024;

    private FrameLayout() {}

    /** A whole frame with a JSON header. <i>Ownership</i>: the array is given to the caller. */
    static byte[] frame(String header, byte[] body) {
        byte[] headerBytes = header.getBytes(UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(HEADER_AT + headerBytes.length + body.length);
        frame.putInt(4 + headerBytes.length + body.length);
        frame.putInt(headerBytes.length);
        frame.put(headerBytes).put(body);
        return frame.array();
    }
}
