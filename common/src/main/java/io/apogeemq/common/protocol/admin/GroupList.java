package io.apogeemq.common.protocol.admin;

import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonWriter;
import java.util.List;

/**
 * The body of answers that list consumer groups.
 *
 * @param groups names in the order in which they are written
 */
public record GroupList(List<String> groups) {

    public GroupList {
        groups = List.copyOf(groups);
    }

    /** Reads a body. */
    public static GroupList read(JsonObject body) {
        return new GroupList(body.texts("groupList"));
    }

    /** The body. */
    public byte[] toJson() {
        return JsonWriter.classic().beginObject().field("groupList", groups).endObject().toBytes();
    }
}
