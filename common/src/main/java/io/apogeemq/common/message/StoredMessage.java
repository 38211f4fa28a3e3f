package io.apogeemq.common.message;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A record decoded as a whole, for tools, tests and other places where convenience counts more than
 * copies; the hot path reads through {@link RecordView}.
 *
 * @param magic {@link RecordLayout#MAGIC_V1} or {@link RecordLayout#MAGIC_V2}
 * @param bornTimestamp milliseconds, the client's clock
 * @param storeTimestamp milliseconds, the broker's clock
 * @param body a read-only copy
 * @param properties decoded, the record CRC among them when there is one
 */
public record StoredMessage(
        int magic,
        int bodyCrc,
        int queueId,
        int flag,
        long queueOffset,
        long physicalOffset,
        int sysFlag,
        long bornTimestamp,
        InetSocketAddress bornHost,
        long storeTimestamp,
        InetSocketAddress storeHost,
        int reconsumeTimes,
        long preparedTransactionOffset,
        ByteBuffer body,
        String topic,
        MessageProperties properties) {

    /** The broker's id for the message. */
    public String offsetMessageId() {
        return new OffsetMessageId(storeHost.getAddress(), storeHost.getPort(), physicalOffset)
                .text();
    }

    /** The client's id for the message. */
    public @Nullable String uniqueKey() {
        return properties.get(PropertyKeys.UNIQ_KEY);
    }
}
