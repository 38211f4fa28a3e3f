package io.apogeemq.common.protocol;

import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The body of answers that are a table from text to text: a namespace of the NameServer's key-value
 * store, a broker's run-time figures.
 *
 * @param table in the order in which it is written
 */
public record KeyValueTable(Map<String, String> table) {
    public KeyValueTable {
        table = Collections.unmodifiableMap(new LinkedHashMap<>(table));
    }

    /** Reads a table. */
    public static KeyValueTable read(JsonObject object) {
        return new KeyValueTable(object.objectOrEmpty("table").textMap());
    }

    /** The table as a body. */
    public byte[] toJson() {
        return JsonWriter.classic().beginObject().field("table", table).endObject().toBytes();
    }
}
