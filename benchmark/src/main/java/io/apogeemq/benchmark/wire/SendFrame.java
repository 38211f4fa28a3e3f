package io.apogeemq.benchmark.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A ready-made request to store one message (SEND_MESSAGE_V2, 310), as the official Java client 5.x
 * writes it.
 *
 * <p>The frame is encoded once. Each use patches the request number and the last eight digits of
 * the message's unique key, both of fixed width, and copies the whole. Not for several threads at
 * once.
 *
 * <p><i>Source</i>: header keys, their order and the JSON escapes recorded from rocketmq-client
 * 5.5.0; the test compares with that recording.
 */
public final class SendFrame {

    private static final String UNIQUE_KEY_PREFIX = "7F00000100010000000000FF";

    private final byte[] bytes;
    private final int opaqueAt;
    private final int uniqueKeyAt;

    private SendFrame(byte[] bytes, int opaqueAt, int uniqueKeyAt) {
        this.bytes = bytes;
        this.opaqueAt = opaqueAt;
        this.uniqueKeyAt = uniqueKeyAt;
    }

    /**
     * Encodes the frame.
     *
     * @param topic topic name, plain ASCII
     * @param queueId queue to store in, from 0
     * @param bodyBytes size of the body; its text repeats the alphabet, so it is neither empty
     *     space nor random
     * @param bornTimestampMillis client time of the message, milliseconds since 1970
     */
    public static SendFrame encode(
            String producerGroup,
            String topic,
            int queueId,
            int bodyBytes,
            long bornTimestampMillis) {
        String uniqueKey = UNIQUE_KEY_PREFIX + "00000000";
        String beforeKey =
                "{\"code\":310,\"extFields\":{\"a\":\"%s\",\"b\":\"%s\",\"c\":\"TBW102\",\"d\":\"4\",\"e\":\"%d\",\"f\":\"0\",\"g\":\"%d\",\"h\":\"0\",\"i\":\"UNIQ_KEY\\u0001"
                        .formatted(producerGroup, topic, queueId, bornTimestampMillis);
        String beforeOpaque =
                "\\u0002WAIT\\u0001true\\u0002\",\"j\":\"0\",\"k\":\"false\",\"m\":\"false\",\"n\":\"bench\"},\"flag\":0,\"language\":\"JAVA\",\"opaque\":";
        String afterOpaque = ",\"serializeTypeCurrentRPC\":\"JSON\",\"version\":513}";
        String header = beforeKey + uniqueKey + beforeOpaque + Opaques.of(0) + afterOpaque;
        byte[] frame = FrameLayout.frame(header, body(bodyBytes));
        int keyAt = FrameLayout.HEADER_AT + beforeKey.length();
        return new SendFrame(
                frame,
                keyAt + uniqueKey.length() + beforeOpaque.length(),
                keyAt + UNIQUE_KEY_PREFIX.length());
    }

    private static byte[] body(int bodyBytes) {
        byte[] body = new byte[bodyBytes];
        for (int i = 0; i < bodyBytes; i++) {
            body[i] = (byte) ('a' + i % 26);
        }
        return body;
    }

    /** Size of the frame in bytes, length field included. */
    public int sizeBytes() {
        return bytes.length;
    }

    /**
     * Appends the frame to a buffer. <i>Ownership</i>: lent until return; needs {@link
     * #sizeBytes()} of space.
     *
     * @param uniqueKeyTail makes the message's unique key: the 32 bits become its last eight digits
     */
    public void writeTo(ByteBuffer out, int opaque, int uniqueKeyTail) {
        Digits.putDecimal(bytes, opaqueAt, Opaques.DIGITS, opaque);
        Digits.putHex(bytes, uniqueKeyAt, uniqueKeyTail);
        out.put(bytes);
    }

    /** The header as text, as it would be sent now. */
    String header() {
        int headerBytes = ByteBuffer.wrap(bytes).getInt(4) & 0xFFFFFF;
        return new String(
                Arrays.copyOfRange(
                        bytes, FrameLayout.HEADER_AT, FrameLayout.HEADER_AT + headerBytes),
                US_ASCII);
    }
}
