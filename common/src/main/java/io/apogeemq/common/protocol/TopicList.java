package io.apogeemq.common.protocol;

import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonWriter;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of answers that list topics.
 *
 * @param topics names in the order in which they are written
 * @param brokerAddr a broker to ask for more; only from a NameServer asked for system topics
 */
public record TopicList(List<String> topics, @Nullable String brokerAddr) {
    public TopicList {
        topics = List.copyOf(topics);
    }

    /** A list of names only. */
    public static TopicList of(Collection<String> topics) {
        return new TopicList(List.copyOf(topics), null);
    }

    /** Reads a list. */
    public static TopicList read(JsonObject object) {
        return new TopicList(object.texts("topicList"), object.text("brokerAddr"));
    }

    /** The list as a body. */
    public byte[] toJson() {
        return JsonWriter.classic()
                .beginObject()
                .field("brokerAddr", brokerAddr)
                .field("topicList", topics)
                .endObject()
                .toBytes();
    }
}
