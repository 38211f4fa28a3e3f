package io.apogeemq.common.protocol.admin;

import io.apogeemq.common.json.JsonWriter;
import io.apogeemq.common.message.MessageQueue;
import io.apogeemq.common.protocol.JsonBodies;
import io.apogeemq.common.protocol.QueueOffsetsJson;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Offsets by queue as JSON with queues as keys: the answer to a reset (code 222).
 *
 * @param offsets in the order to be written
 */
public record OffsetTableBody(Map<MessageQueue, Long> offsets) {

    public OffsetTableBody {
        offsets = Collections.unmodifiableMap(new LinkedHashMap<>(offsets));
    }

    /** Reads a body. */
    public static OffsetTableBody decode(byte[] body) {
        return JsonBodies.read(
                body,
                json ->
                        new OffsetTableBody(
                                QueueOffsetsJson.readOffsets(json.objectOrEmpty("offsetTable"))));
    }

    /** The body. */
    public byte[] encode() {
        JsonWriter json = JsonWriter.classic().beginObject();
        return QueueOffsetsJson.writeOffsets(json, "offsetTable", offsets).endObject().toBytes();
    }
}
