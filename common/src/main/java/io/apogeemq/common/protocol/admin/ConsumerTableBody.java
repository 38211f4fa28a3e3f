package io.apogeemq.common.protocol.admin;

import io.apogeemq.common.json.JsonException;
import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonWriter;
import io.apogeemq.common.message.MessageQueue;
import io.apogeemq.common.protocol.JsonBodies;
import io.apogeemq.common.protocol.QueueOffsetsJson;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far each member of a group is by its own account, as JSON (code 223).
 *
 * @param consumers offsets by queue, by client id; in the order to be written
 */
public record ConsumerTableBody(Map<String, Map<MessageQueue, Long>> consumers) {

    public ConsumerTableBody {
        consumers = Collections.unmodifiableMap(new LinkedHashMap<>(consumers));
    }

    /** Reads a body. */
    public static ConsumerTableBody decode(byte[] body) {
        return JsonBodies.read(body, ConsumerTableBody::read);
    }

    private static ConsumerTableBody read(JsonObject body) {
        JsonObject table = body.objectOrEmpty("consumerTable");
        Map<String, Map<MessageQueue, Long>> consumers = new LinkedHashMap<>();
        for (String clientId : table.keys()) {
            JsonObject offsets = table.object(clientId);
            if (offsets == null) {
                throw new JsonException("consumerTable: a client without offsets");
            }
            consumers.put(clientId, QueueOffsetsJson.readOffsets(offsets));
        }
        return new ConsumerTableBody(consumers);
    }

    /** The body. */
    public byte[] encode() {
        JsonWriter json = JsonWriter.classic().beginObject();
        json.fieldName("consumerTable").beginObject();
        consumers.forEach(
                (clientId, offsets) -> QueueOffsetsJson.writeOffsets(json, clientId, offsets));
        return json.endObject().endObject().toBytes();
    }
}
