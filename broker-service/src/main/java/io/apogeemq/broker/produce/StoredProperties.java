package io.apogeemq.broker.produce;

import io.apogeemq.common.message.DelayLevels;
import io.apogeemq.common.message.MessageProperties;
import io.apogeemq.common.message.OffsetMessageId;
import io.apogeemq.common.message.PropertyKeys;
import io.apogeemq.common.message.PropertyScan;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The properties that this broker adds to every single message, encoded once. Immutable, any
 * thread.
 */
public final class StoredProperties {

    private static final Set<String> RESERVED =
            Set.of(PropertyKeys.POP_CHECKPOINT, PropertyKeys.RECORD_CRC);

    private final byte[] suffix;
    private final byte[] storeAddress;
    private final int storePort;
    private final OffsetMessageId.Encoder messageIds;
    private final DelayLevels delayLevels;

    public StoredProperties(BrokerIdentity identity, DelayLevels delayLevels) {
        this.suffix =
                new MessageProperties()
                        .put(PropertyKeys.MSG_REGION, identity.region())
                        .put(PropertyKeys.TRACE_ON, Boolean.toString(identity.traceOn()))
                        .put(PropertyKeys.CLUSTER, identity.clusterName())
                        .encode();
        if (identity.storeHost().getAddress() == null) {
            throw new IllegalArgumentException(
                    "storeHost: %s (expected: an address that was resolved)"
                            .formatted(identity.storeHost()));
        }
        this.storeAddress = identity.storeHost().getAddress().getAddress();
        this.storePort = identity.storeHost().getPort();
        this.messageIds = new OffsetMessageId.Encoder(storeAddress, storePort);
        this.delayLevels = delayLevels;
    }

    /** IPv4 or IPv6 bytes of the store host; shared, not to be changed. */
    byte[] storeAddress() {
        return storeAddress;
    }

    int storePort() {
        return storePort;
    }

    /** The id of a message of this broker. */
    String messageId(long physicalOffset) {
        return messageIds.text(physicalOffset);
    }

    DelayLevels delayLevels() {
        return delayLevels;
    }

    /** Encoded properties for a message that has a unique key; shared, not to be changed. */
    byte[] suffix() {
        return suffix;
    }

    byte[] suffixWithUniqueKey(String uniqueKey) {
        return joined(
                suffix, new MessageProperties().put(PropertyKeys.UNIQ_KEY, uniqueKey).encode());
    }

    /**
     * The suffix of a message that waits in the schedule topic.
     *
     * @param level the level that it waits for, at most the highest there is
     * @param asked the level that the sender asked for; a higher one than there is is corrected
     */
    byte[] suffixWhileDelayed(byte[] base, String topic, int queueId, int level, int asked) {
        MessageProperties more =
                new MessageProperties()
                        .put(PropertyKeys.REAL_TOPIC, topic)
                        .put(PropertyKeys.REAL_QUEUE_ID, Integer.toString(queueId));
        if (level != asked) {
            more.put(PropertyKeys.DELAY, Integer.toString(level));
        }
        return joined(base, more.encode());
    }

    /** Properties without those that only a broker may set. */
    ByteBuffer withoutReserved(ByteBuffer properties) {
        return ByteBuffer.wrap(
                PropertyScan.without(
                        properties, properties.position(), properties.remaining(), RESERVED));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        ByteBuffer both = ByteBuffer.allocate(first.length + second.length);
        return both.put(first).put(second).array();
    }

    @Override
    public String toString() {
        return new String(suffix, StandardCharsets.UTF_8);
    }
}
