package io.apogeemq.common.protocol;

import io.apogeemq.common.broker.AcknowledgedOutcome;
import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonWriter;
import io.apogeemq.common.message.MessageQueue;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * Takes queue locks ({@link RequestCode#LOCK_BATCH_MQ}) or gives them up ({@link
 * RequestCode#UNLOCK_BATCH_MQ}): two commands with one JSON body. The answer to a lock lists the
 * queues that are the client's now.
 *
 * @param group the consumer group
 * @param clientId who wants them
 * @param queues which ones
 * @param onlyThisBroker whether the other brokers of the set shall not be asked
 */
public record QueueLockCommand(
        String group, String clientId, Set<MessageQueue> queues, boolean onlyThisBroker) {

    public QueueLockCommand {
        queues = Set.copyOf(queues);
    }

    /** Reads either request. */
    public static QueueLockCommand decode(Command command) {
        return decodeBody(command.body());
    }

    /** As {@link #decode(Command)}, from its body alone. Ownership: lent until return. */
    public static QueueLockCommand decodeBody(ByteBuffer body) {
        return JsonBodies.read(body, QueueLockCommand::read);
    }

    private static QueueLockCommand read(JsonObject body) {
        return new QueueLockCommand(
                body.requireText("consumerGroup"),
                body.requireText("clientId"),
                JsonBodies.queues(body, "mqSet"),
                body.booleanOr("onlyThisBroker", false));
    }

    /** The request for locks. */
    public Request lockRequest() {
        return Request.of(RequestCode.LOCK_BATCH_MQ).body(body());
    }

    /** The request to give locks up. */
    public Request unlockRequest() {
        return Request.of(RequestCode.UNLOCK_BATCH_MQ).body(body());
    }

    private byte[] body() {
        JsonWriter json = JsonWriter.classic();
        json.beginObject().field("clientId", clientId).field("consumerGroup", group);
        writeQueues(json, "mqSet", queues);
        return json.field("onlyThisBroker", onlyThisBroker).endObject().toBytes();
    }

    private static void writeQueues(JsonWriter json, String field, Set<MessageQueue> queues) {
        json.fieldName(field).beginArray();
        for (MessageQueue queue : queues) {
            json.beginObject();
            QueueOffsetsJson.writeQueue(json, queue);
            json.endObject();
        }
        json.endArray();
    }

    /** The broker's answer to a lock. */
    public static Answer lockAnswer(Set<MessageQueue> locked) {
        JsonWriter json = JsonWriter.classic();
        json.beginObject();
        writeQueues(json, "lockOKMQSet", locked);
        return Answer.of(ResponseCode.SUCCESS).body(json.endObject().toBytes());
    }

    /** The queues that are the client's now; none when the broker answered an error. */
    public static Set<MessageQueue> locked(Response response) {
        return response.isSuccess()
                ? JsonBodies.read(response.body(), body -> JsonBodies.queues(body, "lockOKMQSet"))
                : Set.of();
    }

    /** The broker's answer to an unlock. */
    public static Answer unlockAnswer(AcknowledgedOutcome outcome) {
        return Acknowledgements.answer(outcome);
    }

    /** What the broker said to an unlock. */
    public static AcknowledgedOutcome unlockOutcome(Response response) {
        return Acknowledgements.outcome(response);
    }
}
