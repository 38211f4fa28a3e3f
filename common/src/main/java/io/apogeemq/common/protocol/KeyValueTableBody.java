package io.apogeemq.common.protocol;

import io.apogeemq.common.json.JsonWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A table of texts as JSON, {@code {"table":{…}}}: run-time figures, KV entries of a namespace,
 * orders of topics.
 *
 * @param table names and values, in the order to be written
 */
public record KeyValueTableBody(Map<String, String> table) {

    public KeyValueTableBody {
        table = Collections.unmodifiableMap(new LinkedHashMap<>(table));
    }

    /** Reads a body. */
    public static KeyValueTableBody decode(byte[] body) {
        return JsonBodies.read(
                body, json -> new KeyValueTableBody(json.objectOrEmpty("table").textMap()));
    }

    /** The body. */
    public byte[] encode() {
        return JsonWriter.classic().beginObject().field("table", table).endObject().toBytes();
    }
}
