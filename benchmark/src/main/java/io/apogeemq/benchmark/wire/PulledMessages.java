package io.apogeemq.benchmark.wire;

import java.nio.ByteBuffer;

/**
 * Walks the stored messages in a pull answer: counts them, and checks that they are the next ones
 * of their queue and that their bodies have the size that was sent.
 *
 * <table>
 * <caption>What is read of a record (big-endian, IPv4 hosts)</caption>
 * <tr><th>Offset</th><th>Width</th><th>Name</th></tr>
 * <tr><td>0</td><td>4</td><td>record size</td></tr>
 * <tr><td>4</td><td>4</td><td>magic</td></tr>
 * <tr><td>20</td><td>8</td><td>queue offset</td></tr>
 * <tr><td>84</td><td>4</td><td>body length</td></tr>
 * </table>
 */
public final class PulledMessages {

    private static final int MAGIC = 0xDAA320A7;
    private static final int QUEUE_OFFSET_AT = 20;
    private static final int BODY_LENGTH_AT = 84;
    private static final int SMALLEST_RECORD_BYTES = 91;

    private PulledMessages() {}

    /**
     * Counts the messages between two positions. <i>Ownership</i>: the buffer is lent until return.
     *
     * @param firstOffset queue offset that the first message must have
     * @param bodyBytes size that every body must have
     * @throws MalformedReplyException naming the first message that is not as expected
     */
    public static int count(ByteBuffer in, int start, int end, long firstOffset, int bodyBytes) {
        int at = start;
        int count = 0;
        while (at < end) {
            int size = end - at < SMALLEST_RECORD_BYTES ? -1 : in.getInt(at);
            if (size < SMALLEST_RECORD_BYTES || size > end - at || in.getInt(at + 4) != MAGIC) {
                throw new MalformedReplyException(
                        "message %d of the answer: no record of %d bytes within %d"
                                .formatted(count, size, end - at));
            }
            long offset = in.getLong(at + QUEUE_OFFSET_AT);
            int body = in.getInt(at + BODY_LENGTH_AT);
            if (offset != firstOffset + count || body != bodyBytes) {
                throw new MalformedReplyException(
                        "message %d of the answer: queue offset %d, body %d bytes (expected: %d, %d)"
                                .formatted(count, offset, body, firstOffset + count, bodyBytes));
            }
            at += size;
            count++;
        }
        return count;
    }
}
