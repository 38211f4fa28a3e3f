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
 * How far a group is in each queue, as JSON with queues as keys (code 208).
 *
 * @param queues in the order to be written
 * @param consumeTps messages consumed per second
 */
public record ConsumeStatsBody(Map<MessageQueue, QueueLag> queues, double consumeTps) {

    /**
     * One queue.
     *
     * @param brokerOffset the next offset to be written
     * @param consumerOffset the next one to be consumed
     * @param pullOffset the next one to be handed out
     * @param lastTimestamp store time of the last message consumed, ms
     */
    public record QueueLag(
            long brokerOffset, long consumerOffset, long pullOffset, long lastTimestamp) {}

    public ConsumeStatsBody {
        queues = Collections.unmodifiableMap(new LinkedHashMap<>(queues));
    }

    /** Reads a body. */
    public static ConsumeStatsBody decode(byte[] body) {
        return JsonBodies.read(
                body,
                json ->
                        new ConsumeStatsBody(
                                QueueOffsetsJson.read(
                                        json.objectOrEmpty("offsetTable"), ConsumeStatsBody::lag),
                                json.doubleOr("consumeTps", 0)));
    }

    private static QueueLag lag(Object value) {
        if (value instanceof JsonObject lag) {
            return new QueueLag(
                    lag.longOr("brokerOffset", 0),
                    lag.longOr("consumerOffset", 0),
                    lag.longOr("pullOffset", 0),
                    lag.longOr("lastTimestamp", 0));
        }
        throw new JsonException("offsetTable: a value that is no object");
    }

    /** The body. */
    public byte[] encode() {
        JsonWriter json = JsonWriter.classic();
        write(json);
        return json.toBytes();
    }

    void write(JsonWriter json) {
        json.beginObject().field("consumeTps", consumeTps);
        QueueOffsetsJson.write(
                json,
                "offsetTable",
                queues,
                (writer, lag) ->
                        writer.beginObject()
                                .field("brokerOffset", lag.brokerOffset())
                                .field("consumerOffset", lag.consumerOffset())
                                .field("lastTimestamp", lag.lastTimestamp())
                                .field("pullOffset", lag.pullOffset())
                                .endObject());
        json.endObject();
    }
}
