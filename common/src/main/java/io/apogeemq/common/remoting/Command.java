package io.apogeemq.common.remoting;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One received frame.
 *
 * <p>Ownership: <b>lent to the handler until it returns</b>, with its fields and its body; one
 * object per event loop serves all frames. Use after that is refused where it is cheap to notice.
 * Whoever works on later copies what he needs ({@link #copyBody}, {@link Fields#toMap}).
 *
 * <p>Owner: the connection's event loop.
 */
public final class Command {
    static final int RESPONSE_BIT = 1;
    static final int ONE_WAY_BIT = 2;

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();
    private static final byte[] NO_BYTES = {};

    private final ReceivedHeader header;
    private @Nullable ByteBuffer frame;
    private @Nullable ByteBuffer body;
    private int headerLength;
    private int bodyOffset;
    private int bodyLength;
    private boolean binary;

    Command(ReceivedHeader header) {
        this.header = header;
    }

    void lend(ByteBuffer memory, int headerBytes, int offset, int length, boolean binaryHeader) {
        frame = memory;
        body = null;
        headerLength = headerBytes;
        bodyOffset = offset;
        bodyLength = length;
        binary = binaryHeader;
    }

    void takeBack() {
        frame = null;
        body = null;
    }

    /** Request or response code; codes that a binary header cut off are already restored. */
    public int code() {
        return header.code;
    }

    /** The sender's number for this exchange. */
    public int opaque() {
        return header.opaque;
    }

    /** What the sender is written in. */
    public Language language() {
        return header.language;
    }

    /** The sender's protocol version, 0 if it gave none. */
    public int version() {
        return header.version;
    }

    /** Whether this answers a request of ours. */
    public boolean isResponse() {
        return (header.flag & RESPONSE_BIT) != 0;
    }

    /** Whether the sender will not wait for an answer. */
    public boolean isOneWay() {
        return (header.flag & ONE_WAY_BIT) != 0;
    }

    /** Whether the header came in binary form. */
    public boolean isBinary() {
        return binary;
    }

    /** The remark, normally present in error answers only. */
    public @Nullable String remark() {
        lent();
        return header.remark();
    }

    /** The ext fields; empty if there are none. */
    public Fields fields() {
        lent();
        return header;
    }

    /** Bytes of the header; all texts of the fields together have no more characters. */
    public int headerLength() {
        return headerLength;
    }

    /** Bytes of the body; 0 for none. */
    public int bodyLength() {
        return bodyLength;
    }

    /**
     * A view of the body where it lies in the frame, from position 0 to its length, empty if there
     * is none. The same view at every call. Ownership: lent until the handler returns.
     */
    public ByteBuffer body() {
        ByteBuffer memory = lent();
        if (body == null) {
            body = bodyLength == 0 ? EMPTY : memory.slice(bodyOffset, bodyLength);
        }
        return body;
    }

    /** A copy of the body, empty if there is none. Ownership: given to caller. */
    public byte[] copyBody() {
        ByteBuffer memory = lent();
        if (bodyLength == 0) {
            return NO_BYTES;
        }
        byte[] copy = new byte[bodyLength];
        memory.get(bodyOffset, copy);
        return copy;
    }

    private ByteBuffer lent() {
        if (frame == null) {
            throw new IllegalStateException("a command is lent to its handler until that returns");
        }
        return frame;
    }
}
