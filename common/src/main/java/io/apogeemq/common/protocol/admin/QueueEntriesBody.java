package io.apogeemq.common.protocol.admin;

import io.apogeemq.common.broker.Subscription;
import io.apogeemq.common.json.JsonWriter;
import io.apogeemq.common.protocol.SubscriptionJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a queue's index as JSON (code 321). Only brokers write it.
 *
 * @param subscription what the group that was asked about wants; null without one
 * @param filter what there is to say of its filter; null without a group
 * @param entries in the order of the queue
 * @param minOffset first offset of the queue
 * @param maxOffset the next one to be written
 */
public record QueueEntriesBody(
        @Nullable Subscription subscription,
        @Nullable String filter,
        List<Entry> entries,
        long minOffset,
        long maxOffset) {

    /**
     * One message.
     *
     * @param physicalOffset where the record lies in the log
     * @param sizeBytes how long it is
     * @param tagsCode hash of its tag, 0 for none
     * @param wanted whether the group's filter lets it pass
     */
    public record Entry(long physicalOffset, int sizeBytes, long tagsCode, boolean wanted) {}

    public QueueEntriesBody {
        entries = List.copyOf(entries);
    }

    /** The body. */
    public byte[] encode() {
        JsonWriter json = JsonWriter.classic().beginObject().field("filterData", filter);
        json.field("maxQueueIndex", maxOffset)
                .field("minQueueIndex", minOffset)
                .fieldName("queueData")
                .beginArray();
        for (Entry entry : entries) {
            json.beginObject()
                    .field("eval", entry.wanted())
                    .field("physicOffset", entry.physicalOffset())
                    .field("physicSize", entry.sizeBytes())
                    .field("tagsCode", entry.tagsCode())
                    .endObject();
        }
        json.endArray();
        if (subscription != null) {
            json.fieldName("subscriptionData");
            SubscriptionJson.write(json, subscription);
        }
        return json.endObject().toBytes();
    }
}
