package io.apogeemq.common.protocol;

import io.apogeemq.common.json.JsonWriter;
import java.util.List;

/**
 * A list of names as JSON.
 *
 * @param kind what is listed
 * @param names in the order to be written
 */
public record NameListBody(Kind kind, List<String> names) {

    /** What is listed. */
    public enum Kind {
        TOPICS("topicList"),
        GROUPS("groupList");

        private final String field;

        Kind(String field) {
            this.field = field;
        }
    }

    public NameListBody {
        names = List.copyOf(names);
    }

    /** Reads a body. */
    public static NameListBody decode(Kind kind, byte[] body) {
        return JsonBodies.read(body, json -> new NameListBody(kind, json.texts(kind.field)));
    }

    /** The body. */
    public byte[] encode() {
        return JsonWriter.classic().beginObject().field(kind.field, names).endObject().toBytes();
    }
}
