package io.apogeemq.benchmark.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds replies in received bytes and reads only their code and request number, in place and
 * without allocation.
 *
 * <p>Both keys are looked for as eight bytes at once. Where the request number stood in the last
 * header, counted from its end, is tried first: servers write what follows it the same each time.
 * One scanner per connection; it describes the reply found last until the next call.
 */
public final class ReplyScanner {

    /** The code's key as the first of a header, as servers write it. */
    private static final long CODE_FIRST = key("{\"code\":");

    /** The same key further on. */
    private static final long CODE_LATER = key(",\"code\":");

    /** The request number's key; a colon follows. */
    private static final long OPAQUE = key("\"opaque\"");

    private int headerStart;
    private int headerEnd;
    private int frameEnd;
    private int code;
    private int opaque;
    private int opaqueFromEnd;

    private static long key(String eightBytes) {
        return ByteBuffer.wrap(eightBytes.getBytes(US_ASCII)).getLong();
    }

    /**
     * Looks for a complete frame at a position.
     *
     * @param in received bytes up to its limit, big-endian. <i>Ownership</i>: lent until return
     * @param at position of a frame's first byte
     * @return whether the whole frame is there; if so, the accessors describe it
     * @throws MalformedReplyException if the bytes can't be a frame with a JSON header
     */
    public boolean scan(ByteBuffer in, int at) {
        int available = in.limit() - at;
        if (available < 4) {
            return false;
        }
        int length = in.getInt(at);
        if (length < 4 || length > FrameLayout.MAX_FRAME_BYTES) {
            throw new MalformedReplyException(
                    "frame length: " + length + " (expected: 4..16777216)");
        }
        if (available < 4 + length) {
            return false;
        }
        int typeAndHeader = in.getInt(at + 4);
        int headerBytes = typeAndHeader & 0xFFFFFF;
        if (typeAndHeader >>> 24 != 0 || headerBytes > length - 4 || headerBytes < 8) {
            throw new MalformedReplyException(
                    "header: type %d, %d bytes (expected: type 0, 8..%d bytes)"
                            .formatted(typeAndHeader >>> 24, headerBytes, length - 4));
        }
        headerStart = at + FrameLayout.HEADER_AT;
        headerEnd = headerStart + headerBytes;
        frameEnd = at + 4 + length;
        code = findCode(in);
        opaque = findOpaque(in);
        return true;
    }

    private int findCode(ByteBuffer in) {
        if (in.getLong(headerStart) == CODE_FIRST) {
            return (int) Digits.readDecimal(in, headerStart + 8, headerEnd);
        }
        for (int i = headerStart + 1; i <= headerEnd - 8; i++) {
            if (in.getLong(i) == CODE_LATER) {
                return (int) Digits.readDecimal(in, i + 8, headerEnd);
            }
        }
        throw new MalformedReplyException("reply without code: " + text(in));
    }

    private int findOpaque(ByteBuffer in) {
        int guess = headerEnd - opaqueFromEnd;
        if (opaqueFromEnd >= 8 && guess >= headerStart && in.getLong(guess) == OPAQUE) {
            return (int) Digits.readDecimal(in, guess + 9, headerEnd);
        }
        for (int i = headerStart; i <= headerEnd - 8; i++) {
            if (in.getLong(i) == OPAQUE) {
                opaqueFromEnd = headerEnd - i;
                return (int) Digits.readDecimal(in, i + 9, headerEnd);
            }
        }
        throw new MalformedReplyException("reply without opaque: " + text(in));
    }

    /**
     * Whether the frame found last is a request of the server, such as a notice to consumers; its
     * number is not ours.
     */
    public boolean isRequest(ByteBuffer in) {
        int at = findKey(in, "\"flag\":");
        int flag = at < 0 ? 0 : (int) Digits.readDecimal(in, at, headerEnd);
        return (flag & 1) == 0;
    }

    /** Response code of the reply found last. */
    public int code() {
        return code;
    }

    /** Request number of the reply found last. */
    public int opaque() {
        return opaque;
    }

    /** Position of the body's first byte. */
    public int bodyStart() {
        return headerEnd;
    }

    /** Position after the frame found last, and so after its body. */
    public int frameEnd() {
        return frameEnd;
    }

    /**
     * A number among the extension fields, which are strings on the wire.
     *
     * @throws MalformedReplyException if the reply has no such field
     */
    public long extNumber(ByteBuffer in, String field) {
        int at = findKey(in, "\"" + field + "\":\"");
        if (at < 0) {
            throw new MalformedReplyException("reply without " + field + ": " + text(in));
        }
        return Digits.readDecimal(in, at, headerEnd);
    }

    /** The remark, up to its first quote, or null. For messages to people, not for the hot path. */
    public @Nullable String remark(ByteBuffer in) {
        int at = findKey(in, "\"remark\":\"");
        if (at < 0) {
            return null;
        }
        int end = at;
        while (end < headerEnd && in.get(end) != '"') {
            end++;
        }
        return slice(in, at, end);
    }

    private int findKey(ByteBuffer in, String key) {
        outer:
        for (int i = headerStart; i <= headerEnd - key.length(); i++) {
            for (int j = 0; j < key.length(); j++) {
                if (in.get(i + j) != key.charAt(j)) {
                    continue outer;
                }
            }
            return i + key.length();
        }
        return -1;
    }

    private String text(ByteBuffer in) {
        return slice(in, headerStart, Math.min(headerEnd, headerStart + 512));
    }

    private static String slice(ByteBuffer in, int start, int end) {
        byte[] bytes = new byte[end - start];
        in.get(start, bytes);
        return new String(bytes, UTF_8);
    }
}
