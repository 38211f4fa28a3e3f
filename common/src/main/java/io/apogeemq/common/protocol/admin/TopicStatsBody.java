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
 * Where each queue of a topic begins and ends, as JSON with queues as keys (code 202).
 *
 * @param queues in the order to be written
 * @param putTps messages stored per second
 */
public record TopicStatsBody(Map<MessageQueue, QueueRange> queues, double putTps) {

    /**
     * One queue.
     *
     * @param minOffset the first readable offset
     * @param maxOffset the next one to be written
     * @param lastUpdateTimestamp store time of the last message, ms; 0 without any
     */
    public record QueueRange(long minOffset, long maxOffset, long lastUpdateTimestamp) {}

    public TopicStatsBody {
        queues = Collections.unmodifiableMap(new LinkedHashMap<>(queues));
    }

    /** Reads a body. */
    public static TopicStatsBody decode(byte[] body) {
        return JsonBodies.read(
                body,
                json ->
                        new TopicStatsBody(
                                QueueOffsetsJson.read(
                                        json.objectOrEmpty("offsetTable"), TopicStatsBody::range),
                                json.doubleOr("topicPutTps", 0)));
    }

    private static QueueRange range(Object value) {
        if (value instanceof JsonObject range) {
            return new QueueRange(
                    range.longOr("minOffset", 0),
                    range.longOr("maxOffset", 0),
                    range.longOr("lastUpdateTimestamp", 0));
        }
        throw new JsonException("offsetTable: a value that is no object");
    }

    /** The body. */
    public byte[] encode() {
        JsonWriter json = JsonWriter.classic().beginObject();
        QueueOffsetsJson.write(
                json,
                "offsetTable",
                queues,
                (writer, range) ->
                        writer.beginObject()
                                .field("lastUpdateTimestamp", range.lastUpdateTimestamp())
                                .field("maxOffset", range.maxOffset())
                                .field("minOffset", range.minOffset())
                                .endObject());
        return json.field("topicPutTps", putTps).endObject().toBytes();
    }
}
