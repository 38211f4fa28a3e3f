package io.apogeemq.common.protocol.admin;

import io.apogeemq.common.broker.Heartbeat.ConsumeType;
import io.apogeemq.common.broker.Heartbeat.MessageModel;
import io.apogeemq.common.broker.Subscription;
import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonWriter;
import io.apogeemq.common.protocol.HeartbeatCommand;
import io.apogeemq.common.protocol.JsonBodies;
import io.apogeemq.common.protocol.SubscriptionJson;
import java.util.ArrayList;
import java.util.List;

/**
 * Who consumes for a group, and what, as JSON (code 203).
 *
 * @param connections the members, in the order to be written
 * @param subscriptions one per topic
 * @param consumeType how the group reads
 * @param messageModel whether its members share the messages
 * @param consumeFromWhere where it began, in the clients' words
 */
public record ConsumerConnectionBody(
        List<ClientConnection> connections,
        List<Subscription> subscriptions,
        ConsumeType consumeType,
        MessageModel messageModel,
        String consumeFromWhere) {

    public ConsumerConnectionBody {
        connections = List.copyOf(connections);
        subscriptions = List.copyOf(subscriptions);
    }

    /** Reads a body. */
    public static ConsumerConnectionBody decode(byte[] body) {
        return JsonBodies.read(body, ConsumerConnectionBody::read);
    }

    private static ConsumerConnectionBody read(JsonObject body) {
        JsonObject table = body.objectOrEmpty("subscriptionTable");
        List<Subscription> subscriptions = new ArrayList<>();
        for (String topic : table.keys()) {
            subscriptions.add(SubscriptionJson.read(table.requireObject(topic)));
        }
        return new ConsumerConnectionBody(
                ConnectionJson.read(body),
                subscriptions,
                HeartbeatCommand.consumeType(body),
                HeartbeatCommand.messageModel(body),
                HeartbeatCommand.consumeFromWhere(body));
    }

    /** The body. */
    public byte[] encode() {
        JsonWriter json = JsonWriter.classic().beginObject();
        ConnectionJson.write(json, connections);
        json.field("consumeFromWhere", consumeFromWhere)
                .field("consumeType", consumeType.name())
                .field("messageModel", messageModel.name())
                .fieldName("subscriptionTable")
                .beginObject();
        for (Subscription subscription : subscriptions) {
            json.fieldName(subscription.topic());
            SubscriptionJson.write(json, subscription);
        }
        return json.endObject().endObject().toBytes();
    }
}
