package io.apogeemq.common.protocol;

import io.apogeemq.common.broker.Subscription;
import io.apogeemq.common.json.JsonException;
import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonWriter;
import io.apogeemq.common.message.TagExpression;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The subscription of a consumer in JSON: in heartbeats, client checks and connection lists. */
public final class SubscriptionJson {

    private SubscriptionJson() {}

    /** Reads the subscription. */
    public static Subscription read(JsonObject json) {
        String type = json.textOr("expressionType", Subscription.TAG);
        return new Subscription(
                json.requireText("topic"),
                json.textOr("subString", TagExpression.ALL),
                type.isEmpty() ? Subscription.TAG : type,
                new LinkedHashSet<>(json.texts("tagsSet")),
                hashes(json.list("codeSet")),
                json.longOr("subVersion", 0));
    }

    private static Set<Integer> hashes(List<@Nullable Object> codes) {
        Set<Integer> hashes = new LinkedHashSet<>();
        for (Object code : codes) {
            if (!(code instanceof Long hash) || hash != hash.intValue()) {
                throw new JsonException("codeSet: a tag's hash that is no 32-bit integer");
            }
            hashes.add(hash.intValue());
        }
        return hashes;
    }

    /** Writes the subscription as a value. */
    public static void write(JsonWriter json, Subscription subscription) {
        json.beginObject().field("classFilterMode", false).fieldName("codeSet").beginArray();
        for (int hash : subscription.tagHashes()) {
            json.value(hash);
        }
        json.endArray()
                .field("expressionType", subscription.expressionType())
                .field("subString", subscription.expression())
                .field("subVersion", subscription.version())
                .field("tagsSet", subscription.tags())
                .field("topic", subscription.topic())
                .endObject();
    }
}
