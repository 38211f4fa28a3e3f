package io.apogeemq.broker.schedule;

import io.apogeemq.common.message.PropertyKeys;
import io.apogeemq.common.message.RecordDraft;
import io.apogeemq.common.message.RecordLayout;
import io.apogeemq.common.message.RecordView;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Where a message that waits elsewhere belongs. */
record Destination(String topic, int queueId) {

    /** What the message itself says, null when it does not say it or says nonsense. */
    static @Nullable Destination of(RecordView waiting) {
        String topic = waiting.property(PropertyKeys.REAL_TOPIC);
        String queueId = waiting.property(PropertyKeys.REAL_QUEUE_ID);
        if (topic == null
                || queueId == null
                || topic.getBytes(StandardCharsets.UTF_8).length > RecordLayout.MAX_TOPIC_BYTES) {
            return null;
        }
        try {
            int number = Integer.parseInt(queueId);
            return number < 0 ? null : new Destination(topic, number);
        } catch (NumberFormatException e) {
            // Not written by a broker; who walks the queue counts and reports it.
            return null;
        }
    }

    /**
     * Lays out the copy that is delivered: all of the message but topic, queue and store host. Its
     * properties stay, those about the delay among them, as clients know it.
     *
     * @param waiting lent until the draft is written
     */
    RecordDraft fill(RecordDraft draft, RecordView waiting, InetSocketAddress host) {
        RecordDraft copy = address(draft.copyOf(waiting), host);
        if (copy.propertiesBytes() <= RecordLayout.MAX_PROPERTIES_BYTES) {
            return copy.prepare();
        }
        // Another broker wrote it without a record CRC, and there is no room left for one.
        return address(new RecordDraft(false).copyOf(waiting), host).prepare();
    }

    private RecordDraft address(RecordDraft copy, InetSocketAddress host) {
        return copy.topic(topic.getBytes(StandardCharsets.UTF_8)).queueId(queueId).storeHost(host);
    }
}
