package io.apogeemq.common.protocol.admin;

import io.apogeemq.common.broker.Subscription;
import io.apogeemq.common.json.JsonWriter;
import io.apogeemq.common.protocol.SubscriptionJson;
import org.jspecify.annotations.Nullable;

/**
 * What a group wants of a topic, as JSON (code 345). Only brokers write it.
 *
 * @param subscription null when the group is offline or does not subscribe
 */
public record GroupSubscriptionBody(
        String group, String topic, @Nullable Subscription subscription) {

    /** The body. */
    public byte[] encode() {
        JsonWriter json = JsonWriter.classic().beginObject().field("group", group);
        if (subscription != null) {
            json.fieldName("subscriptionData");
            SubscriptionJson.write(json, subscription);
        }
        return json.field("topic", topic).endObject().toBytes();
    }
}
