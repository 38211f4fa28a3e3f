package io.apogeemq.common.remoting;

import java.nio.ByteBuffer;

/**
 * Turns the bytes of one frame into a {@link Command}; one per event loop.
 *
 * <pre>
 * offset  bytes  name           meaning
 * 0       4      length         of what follows, big endian like all numbers here
 * 4       1      type           of the header: 0 JSON, 1 binary
 * 5       3      header length  unsigned
 * 8       n      header
 * 8 + n   m      body           its length is what remains; none if that is 0
 * </pre>
 *
 * <p>What one small request costs from socket to handler and back, when several arrive in one read:
 *
 * <ul>
 *   <li><b>bytes copied</b>: the header once, into the loop's array, where it is scanned; the body
 *       not at all (the handler sees it in the network buffer); the answer's header once, into the
 *       outgoing buffer. Of a frame that is spread over two reads everything, once more.
 *   <li><b>allocations</b>: one {@link PendingReply}, and one view if the handler asks for the
 *       body. Network buffers are pooled; no map, no string unless the handler wants one.
 *   <li><b>system calls</b>: a share of one read and of one write, nothing else.
 *   <li><b>hand-offs</b>: none if the handler answers before it returns; one if another thread
 *       answers.
 * </ul>
 *
 * <p>Owner: the event loop.
 */
final class FrameDecoder {
    static final int PREFIX_BYTES = 8;

    private static final int JSON = 0;
    private static final int BINARY = 1;

    private final ReceivedHeader header = new ReceivedHeader();
    private final JsonHeaderReader jsonReader = new JsonHeaderReader();
    private final Command command = new Command(header);

    /**
     * Reads the frame of {@code length} bytes, its length field included, at {@code offset}.
     *
     * <p>Ownership: memory is lent to the command until {@link Command#takeBack}.
     *
     * @throws MalformedFrameException when it is none
     */
    Command decode(ByteBuffer memory, int offset, int length, ConnectionLimits limits) {
        int typeAndLength = memory.getInt(offset + Integer.BYTES);
        int type = typeAndLength >>> 24;
        int headerLength = typeAndLength & 0xFFFFFF;
        if (type != JSON && type != BINARY) {
            throw new MalformedFrameException(
                    RejectReason.MALFORMED_FRAME, "header form " + type + " is unknown");
        }
        int bodyLength = length - PREFIX_BYTES - headerLength;
        if (bodyLength < 0) {
            throw new MalformedFrameException(
                    RejectReason.MALFORMED_FRAME, "the header is longer than the frame");
        }
        int most = limits.maxHeaderBytes();
        if (headerLength > most) {
            throw MalformedFrameException.header(
                    "a header of " + headerLength + " bytes (limit: " + most + ")");
        }
        int headerAt = offset + PREFIX_BYTES;
        byte[] bytes = header.load(memory, headerAt, headerLength, limits.maxFields());
        if (type == JSON) {
            jsonReader.read(header, bytes, headerLength);
        } else {
            BinaryHeaderReader.read(header, bytes, headerLength);
        }
        command.lend(memory, headerLength, headerAt + headerLength, bodyLength, type == BINARY);
        return command;
    }
}
