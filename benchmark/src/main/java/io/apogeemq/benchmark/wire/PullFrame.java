package io.apogeemq.benchmark.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * A ready-made request to read one queue (PULL_MESSAGE, 11) with the subscription in the header and
 * without waiting for new messages, as the official Java client's pull consumer writes it.
 *
 * <p>The offset changes its width, so header and lengths are put together anew for each request;
 * with 32 messages in an answer that is no cost. Not for several threads at once.
 *
 * <p><i>Source</i>: recorded from rocketmq-client 5.5.0; the test compares with that recording.
 */
public final class PullFrame {

    /** Space that any frame of this kind fits in, in bytes. */
    public static final int MAX_BYTES = 1024;

    private final byte[] beforeOffset;
    private final byte[] beforeOpaque;
    private final byte[] afterOpaque;
    private final byte[] opaqueDigits = new byte[Opaques.DIGITS];

    private PullFrame(byte[] beforeOffset, byte[] beforeOpaque, byte[] afterOpaque) {
        this.beforeOffset = beforeOffset;
        this.beforeOpaque = beforeOpaque;
        this.afterOpaque = afterOpaque;
        if (beforeOffset.length + beforeOpaque.length + afterOpaque.length > MAX_BYTES - 64) {
            throw new IllegalArgumentException(
                    "topic and group: too long for a frame of " + MAX_BYTES + " bytes");
        }
    }

    /**
     * Encodes what stays the same.
     *
     * @param maxMessages most messages in an answer
     */
    public static PullFrame encode(
            String consumerGroup, String topic, int queueId, int maxMessages) {
        String beforeOffset =
                "{\"code\":11,\"extFields\":{\"queueId\":\"%d\",\"commitOffset\":\"0\",\"subscription\":\"*\",\"suspendTimeoutMillis\":\"20000\",\"bname\":\"bench\",\"sysFlag\":\"4\",\"expressionType\":\"TAG\",\"ReqT\":\"0\",\"topic\":\"%s\",\"consumerGroup\":\"%s\",\"maxMsgNums\":\"%d\",\"queueOffset\":\""
                        .formatted(queueId, topic, consumerGroup, maxMessages);
        String beforeOpaque =
                "\",\"subVersion\":\"0\",\"maxMsgBytes\":\"2147483647\"},\"flag\":0,\"language\":\"JAVA\",\"opaque\":";
        String afterOpaque = ",\"serializeTypeCurrentRPC\":\"JSON\",\"version\":513}";
        return new PullFrame(
                beforeOffset.getBytes(US_ASCII),
                beforeOpaque.getBytes(US_ASCII),
                afterOpaque.getBytes(US_ASCII));
    }

    /**
     * Appends a request. <i>Ownership</i>: lent until return; needs {@link #MAX_BYTES} of space.
     */
    public void writeTo(ByteBuffer out, int opaque, long queueOffset) {
        int start = out.position();
        byte[] offset = Long.toString(queueOffset).getBytes(US_ASCII);
        Digits.putDecimal(opaqueDigits, 0, Opaques.DIGITS, opaque);
        out.position(start + FrameLayout.HEADER_AT);
        out.put(beforeOffset).put(offset).put(beforeOpaque).put(opaqueDigits).put(afterOpaque);
        int headerBytes = out.position() - start - FrameLayout.HEADER_AT;
        out.putInt(start, 4 + headerBytes);
        out.putInt(start + 4, headerBytes);
    }
}
