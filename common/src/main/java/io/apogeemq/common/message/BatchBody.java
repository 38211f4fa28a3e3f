package io.apogeemq.common.message;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks the messages in the body of a batch send, in place.
 *
 * <table>
 * <caption>One message of a batch, big-endian; they follow each other without gaps</caption>
 * <tr><th>Width</th><th>Type</th><th>Meaning</th></tr>
 * <tr><td>4</td><td>i32</td><td>bytes of this message, this field included</td></tr>
 * <tr><td>4</td><td>i32</td><td>magic, 0, not read</td></tr>
 * <tr><td>4</td><td>i32</td><td>body CRC, 0, not read</td></tr>
 * <tr><td>4</td><td>i32</td><td>flag</td></tr>
 * <tr><td>4 + n</td><td>i32, bytes</td><td>body</td></tr>
 * <tr><td>2 + n</td><td>i16, bytes</td><td>properties</td></tr>
 * </table>
 *
 * <p>{@code while (batch.next()) …}, then ask {@link #problem}: a batch is good only as a whole, so
 * walk it once to check before anything is stored. Used by one thread; the buffer is lent for as
 * long as the walk and the slices are used, and its position and limit stay.
 */
public final class BatchBody {

    /** Bytes of a message without body and properties. */
    public static final int FIXED_BYTES = 22;

    private final ByteBuffer source;
    private final int start;
    private final int end;
    private int nextPosition;
    private int count;
    private int flag;
    private int bodyPosition;
    private int bodyLength;
    private int propertiesPosition;
    private int propertiesLength;
    private @Nullable String problem;

    /**
     * @param source big-endian
     */
    public BatchBody(ByteBuffer source, int position, int length) {
        this.source = source;
        this.start = position;
        this.end = position + length;
        this.nextPosition = position;
    }

    /** Starts over. */
    public BatchBody rewind() {
        nextPosition = start;
        count = 0;
        problem = null;
        return this;
    }

    /** Goes to the next message; false at the end and at the first flaw. */
    public boolean next() {
        if (problem != null || nextPosition == end) {
            return false;
        }
        problem = read(nextPosition);
        if (problem != null) {
            return false;
        }
        count++;
        return true;
    }

    private @Nullable String read(int at) {
        int left = end - at;
        if (left < FIXED_BYTES) {
            return flaw("has " + left + " bytes (expected: >= " + FIXED_BYTES + ")");
        }
        int total = source.getInt(at);
        if (total < FIXED_BYTES || total > left) {
            return flaw("says it has " + total + " bytes (expected: 22.." + left + ")");
        }
        int body = source.getInt(at + 16);
        if (body < 0 || body > total - FIXED_BYTES) {
            return flaw(
                    "has a body of "
                            + body
                            + " bytes (expected: 0.."
                            + (total - FIXED_BYTES)
                            + ")");
        }
        int properties = source.getShort(at + 20 + body);
        if (properties != total - FIXED_BYTES - body) {
            return flaw(
                    "has properties of "
                            + properties
                            + " bytes (expected: "
                            + (total - FIXED_BYTES - body)
                            + ")");
        }
        flag = source.getInt(at + 12);
        bodyPosition = at + 20;
        bodyLength = body;
        propertiesPosition = at + FIXED_BYTES + body;
        propertiesLength = properties;
        nextPosition = at + total;
        return null;
    }

    private String flaw(String what) {
        return "message " + count + " of the batch " + what;
    }

    /** What is wrong with the batch, in words for the client; null as long as nothing is. */
    public @Nullable String problem() {
        return problem;
    }

    /** How many messages were passed so far. */
    public int count() {
        return count;
    }

    public int flag() {
        return flag;
    }

    public int bodyPosition() {
        return bodyPosition;
    }

    public int bodyLength() {
        return bodyLength;
    }

    public int propertiesPosition() {
        return propertiesPosition;
    }

    public int propertiesLength() {
        return propertiesLength;
    }

    /**
     * One message to be put into a batch.
     *
     * @param flag the application's
     * @param body read from its position to its limit
     */
    public record Item(int flag, ByteBuffer body, MessageProperties properties) {}

    /** Encodes a batch as a client does. Ownership: the result is given to the caller. */
    public static byte[] encode(List<Item> items) {
        List<byte[]> properties = items.stream().map(item -> item.properties().encode()).toList();
        int bytes = 0;
        for (int i = 0; i < items.size(); i++) {
            bytes += FIXED_BYTES + items.get(i).body().remaining() + properties.get(i).length;
        }
        ByteBuffer target = ByteBuffer.allocate(bytes);
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            byte[] encoded = properties.get(i);
            if (encoded.length > RecordLayout.MAX_PROPERTIES_BYTES) {
                throw new IllegalArgumentException(
                        "properties bytes: " + encoded.length + " (expected: <= 32767)");
            }
            int body = item.body().remaining();
            target.putInt(FIXED_BYTES + body + encoded.length)
                    .putInt(0)
                    .putInt(0)
                    .putInt(item.flag())
                    .putInt(body)
                    .put(item.body().duplicate())
                    .putShort((short) encoded.length)
                    .put(encoded);
        }
        return target.array();
    }
}
