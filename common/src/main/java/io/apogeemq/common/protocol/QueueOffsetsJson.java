package io.apogeemq.common.protocol;

import io.apogeemq.common.json.JsonException;
import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonWriter;
import io.apogeemq.common.message.MessageQueue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Maps keyed by a queue. Their JSON is no plain JSON: the key is the queue as an object, {@code
 * {{"brokerName":"b","queueId":0,"topic":"T"}:5}}; a quoted key fails in official clients.
 */
public final class QueueOffsetsJson {

    private QueueOffsetsJson() {}

    /** A field that holds offsets by queue. */
    public static JsonWriter writeOffsets(
            JsonWriter json, String field, Map<MessageQueue, Long> offsets) {
        return write(json, field, offsets, (writer, offset) -> writer.value(offset.longValue()));
    }

    /** A field that holds something by queue. */
    public static <T> JsonWriter write(
            JsonWriter json,
            String field,
            Map<MessageQueue, T> values,
            BiConsumer<JsonWriter, T> valueWriter) {
        json.fieldName(field).beginObject();
        values.forEach(
                (queue, value) -> {
                    json.beginKeyObject();
                    writeQueue(json, queue);
                    json.endObject();
                    valueWriter.accept(json, value);
                });
        return json.endObject();
    }

    /** The fields of a queue, within an object that is begun. */
    public static void writeQueue(JsonWriter json, MessageQueue queue) {
        json.field("brokerName", queue.brokerName())
                .field("queueId", queue.queueId())
                .field("topic", queue.topic());
    }

    /** Offsets by queue as they came. */
    public static Map<MessageQueue, Long> readOffsets(JsonObject table) {
        return read(
                table,
                value -> {
                    if (value instanceof Long offset) {
                        return offset;
                    }
                    throw new JsonException("an offset that is no whole number");
                });
    }

    /**
     * Something by queue as it came.
     *
     * @param valueReader gets the value; throws {@link JsonException} for a wrong one
     */
    public static <T> Map<MessageQueue, T> read(JsonObject table, Function<Object, T> valueReader) {
        Map<MessageQueue, T> values = new LinkedHashMap<>();
        table.forEach(
                (key, value) -> {
                    if (!(key instanceof JsonObject queue) || value == null) {
                        throw new JsonException("an entry whose key is no queue, or without value");
                    }
                    values.put(JsonBodies.queue(queue), valueReader.apply(value));
                });
        return values;
    }
}
