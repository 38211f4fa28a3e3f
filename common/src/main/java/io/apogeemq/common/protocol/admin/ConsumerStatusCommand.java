package io.apogeemq.common.protocol.admin;

import io.apogeemq.common.json.JsonWriter;
import io.apogeemq.common.message.MessageQueue;
import io.apogeemq.common.protocol.JsonBodies;
import io.apogeemq.common.protocol.QueueOffsetsJson;
import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Fields;
import io.apogeemq.common.remoting.Request;
import java.util.Map;

/**
 * A broker asks a consumer how far it is itself ({@link
 * RequestCode#GET_CONSUMER_STATUS_FROM_CLIENT}).
 *
 * @param group the consumer group
 */
public record ConsumerStatusCommand(String topic, String group) {

    private static final String TABLE = "messageQueueTable";

    /** Reads the request. */
    public static ConsumerStatusCommand decode(Command command) {
        Fields fields = command.fields();
        return new ConsumerStatusCommand(fields.requireText("topic"), fields.requireText("group"));
    }

    /** The request to a client. */
    public Request request() {
        return Request.of(RequestCode.GET_CONSUMER_STATUS_FROM_CLIENT)
                .field("topic", topic)
                .field("group", group);
    }

    /** The client's answer. */
    public static Answer answer(Map<MessageQueue, Long> offsets) {
        JsonWriter json = JsonWriter.classic();
        json.beginObject();
        QueueOffsetsJson.writeOffsets(json, TABLE, offsets);
        return Answer.of(ResponseCode.SUCCESS).body(json.endObject().toBytes());
    }

    /**
     * The next offset per queue in the body of a success.
     *
     * @throws io.apogeemq.common.remoting.BadFieldException when the body is at fault
     */
    public static Map<MessageQueue, Long> offsets(byte[] body) {
        return JsonBodies.read(
                body, json -> QueueOffsetsJson.readOffsets(json.objectOrEmpty(TABLE)));
    }
}
