package io.apogeemq.common.protocol.admin;

import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonWriter;
import io.apogeemq.common.message.MessageQueue;
import io.apogeemq.common.protocol.JsonBodies;
import io.apogeemq.common.protocol.QueueOffsetsJson;
import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Fields;
import io.apogeemq.common.remoting.Language;
import io.apogeemq.common.remoting.Request;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A broker tells a consumer to go on at other offsets ({@link
 * RequestCode#RESET_CONSUMER_CLIENT_OFFSET}); always one-way.
 *
 * @param group the consumer group
 * @param timestamp the time that was reset to, ms since the epoch
 * @param offsets where to go on
 */
public record OffsetsResetNotice(
        String topic, String group, long timestamp, Map<MessageQueue, Long> offsets) {

    public OffsetsResetNotice {
        offsets = Map.copyOf(offsets);
    }

    /** Reads the notice, whichever form its body has. */
    public static OffsetsResetNotice decode(Command command) {
        Fields fields = command.fields();
        return new OffsetsResetNotice(
                fields.requireText("topic"),
                fields.requireText("group"),
                fields.requireLong("timestamp"),
                JsonBodies.read(command, OffsetsResetNotice::read));
    }

    private static Map<MessageQueue, Long> read(JsonObject body) {
        if (body.find("offsetTable") instanceof JsonObject table) {
            return QueueOffsetsJson.readOffsets(table);
        }
        Map<MessageQueue, Long> offsets = new LinkedHashMap<>();
        for (JsonObject entry : body.objects("offsetTable")) {
            offsets.put(JsonBodies.queue(entry), entry.requireLong("offset"));
        }
        return offsets;
    }

    /**
     * The notice to a client.
     *
     * @param language of the client: those in C++ read a list where others read a map
     */
    public Request request(@Nullable Language language) {
        JsonWriter json = JsonWriter.classic();
        json.beginObject();
        if (language == Language.CPP) {
            json.fieldName("offsetTable").beginArray();
            offsets.forEach(
                    (queue, offset) ->
                            json.beginObject()
                                    .field("brokerName", queue.brokerName())
                                    .field("offset", offset)
                                    .field("queueId", queue.queueId())
                                    .field("topic", queue.topic())
                                    .endObject());
            json.endArray();
        } else {
            QueueOffsetsJson.writeOffsets(json, "offsetTable", offsets);
        }
        return Request.of(RequestCode.RESET_CONSUMER_CLIENT_OFFSET)
                .field("topic", topic)
                .field("group", group)
                .field("timestamp", timestamp)
                .field("isForce", true)
                .body(json.endObject().toBytes());
    }
}
