package io.apogeemq.common.protocol;

import io.apogeemq.common.broker.Heartbeat;
import io.apogeemq.common.broker.Heartbeat.ConsumeType;
import io.apogeemq.common.broker.Heartbeat.Consumer;
import io.apogeemq.common.broker.Heartbeat.MessageModel;
import io.apogeemq.common.broker.HeartbeatOutcome;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.Subscription;
import io.apogeemq.common.json.JsonException;
import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonWriter;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A client says what it is ({@link RequestCode#HEART_BEAT}); the body is JSON. The answer says that
 * short heartbeats are understood and whether the next one shall hold the subscriptions.
 */
public final class HeartbeatCommand {

    private static final String SHORT_SUPPORTED = "IS_SUPPORT_HEART_BEAT_V2";
    private static final String SUBSCRIPTIONS_CHANGED = "IS_SUB_CHANGE";
    private static final String DEFAULT_FROM_WHERE = "CONSUME_FROM_LAST_OFFSET";

    private HeartbeatCommand() {}

    /**
     * Reads the request.
     *
     * @throws io.apogeemq.common.remoting.BadFieldException when the body is at fault
     */
    public static Heartbeat decode(Command command) {
        return decodeBody(command.body());
    }

    /** As {@link #decode(Command)}, from its body alone. Ownership: lent until return. */
    public static Heartbeat decodeBody(ByteBuffer body) {
        return JsonBodies.read(body, HeartbeatCommand::read);
    }

    private static Heartbeat read(JsonObject body) {
        List<String> producerGroups = new ArrayList<>();
        for (JsonObject producer : body.objects("producerDataSet")) {
            producerGroups.add(producer.requireText("groupName"));
        }
        List<Consumer> consumers = new ArrayList<>();
        for (JsonObject consumer : body.objects("consumerDataSet")) {
            consumers.add(readConsumer(consumer));
        }
        return new Heartbeat(
                body.requireText("clientID"),
                producerGroups,
                consumers,
                body.intOr("heartbeatFingerprint", 0),
                body.booleanOr("withoutSub", false));
    }

    private static Consumer readConsumer(JsonObject consumer) {
        List<Subscription> subscriptions = new ArrayList<>();
        for (JsonObject subscription : consumer.objects("subscriptionDataSet")) {
            subscriptions.add(SubscriptionJson.read(subscription));
        }
        return new Consumer(
                consumer.requireText("groupName"),
                consumeType(consumer),
                messageModel(consumer),
                consumeFromWhere(consumer),
                consumer.booleanOr("unitMode", false),
                subscriptions);
    }

    /** How a consumer gets its messages; pushed where it does not say. */
    public static ConsumeType consumeType(JsonObject consumer) {
        return constant(
                ConsumeType.class,
                "consumeType",
                consumer.textOr("consumeType", ConsumeType.CONSUME_PASSIVELY.name()));
    }

    /** How a group shares its messages; one member each where it does not say. */
    public static MessageModel messageModel(JsonObject consumer) {
        return constant(
                MessageModel.class,
                "messageModel",
                consumer.textOr("messageModel", MessageModel.CLUSTERING.name()));
    }

    /** Where a new group begins, in the words of its client. */
    public static String consumeFromWhere(JsonObject consumer) {
        return consumer.textOr("consumeFromWhere", DEFAULT_FROM_WHERE);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String field, String name) {
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw new JsonException(
                    field
                            + ": '"
                            + name
                            + "' (expected: one of "
                            + List.of(type.getEnumConstants())
                            + ")");
        }
    }

    /** The request to a broker. */
    public static Request request(Heartbeat heartbeat) {
        JsonWriter json = JsonWriter.classic();
        json.beginObject().field("clientID", heartbeat.clientId());
        json.fieldName("consumerDataSet").beginArray();
        for (Consumer consumer : heartbeat.consumers()) {
            writeConsumer(json, consumer);
        }
        json.endArray().field("heartbeatFingerprint", heartbeat.fingerprint());
        json.fieldName("producerDataSet").beginArray();
        for (String group : heartbeat.producerGroups()) {
            json.beginObject().field("groupName", group).endObject();
        }
        json.endArray().field("withoutSub", heartbeat.withoutSubscriptions()).endObject();
        return Request.of(RequestCode.HEART_BEAT).body(json.toBytes());
    }

    private static void writeConsumer(JsonWriter json, Consumer consumer) {
        json.beginObject()
                .field("consumeFromWhere", consumer.consumeFromWhere())
                .field("consumeType", consumer.consumeType().name())
                .field("groupName", consumer.group())
                .field("messageModel", consumer.messageModel().name());
        json.fieldName("subscriptionDataSet").beginArray();
        for (Subscription subscription : consumer.subscriptions()) {
            SubscriptionJson.write(json, subscription);
        }
        json.endArray().field("unitMode", consumer.unitMode()).endObject();
    }

    /** The broker's answer. */
    public static Answer answer(HeartbeatOutcome outcome) {
        return switch (outcome) {
            case HeartbeatOutcome.Alive(boolean changed) ->
                    Answer.of(ResponseCode.SUCCESS)
                            .field(SHORT_SUPPORTED, true)
                            .field(SUBSCRIPTIONS_CHANGED, changed);
            case Refused refused -> Refusals.answer(refused);
        };
    }

    /** What the broker said; one that knows no short heartbeats always wants full ones. */
    public static HeartbeatOutcome outcome(Response response) {
        return response.isSuccess()
                ? new HeartbeatOutcome.Alive(
                        response.typedFields().booleanOr(SUBSCRIPTIONS_CHANGED, true))
                : Refusals.refused(response);
    }
}
