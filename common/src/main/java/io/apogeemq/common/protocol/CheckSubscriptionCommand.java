package io.apogeemq.common.protocol;

import io.apogeemq.common.broker.AcknowledgedOutcome;
import io.apogeemq.common.broker.AcknowledgedOutcome.Done;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.broker.Subscription;
import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonWriter;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;
import org.jspecify.annotations.Nullable;

/**
 * Lets the broker check a subscription before it is used ({@link RequestCode#CHECK_CLIENT_CONFIG});
 * the body is JSON. An expression that does not parse is code 23, one of a kind that is not served
 * code 1.
 *
 * @param clientId who asks
 * @param group the consumer group
 */
public record CheckSubscriptionCommand(String clientId, String group, Subscription subscription) {

    /** Reads the request; null when there is nothing to check, which is a success. */
    public static @Nullable CheckSubscriptionCommand decode(Command command) {
        return command.bodyLength() == 0
                ? null
                : JsonBodies.<@Nullable CheckSubscriptionCommand>read(
                        command, CheckSubscriptionCommand::read);
    }

    private static @Nullable CheckSubscriptionCommand read(JsonObject body) {
        JsonObject subscription = body.object("subscriptionData");
        return subscription == null
                ? null
                : new CheckSubscriptionCommand(
                        body.textOr("clientId", ""),
                        body.textOr("group", ""),
                        SubscriptionJson.read(subscription));
    }

    /** The request to a broker. */
    public Request request() {
        JsonWriter json = JsonWriter.classic();
        json.beginObject()
                .field("clientId", clientId)
                .field("group", group)
                .fieldName("subscriptionData");
        SubscriptionJson.write(json, subscription);
        return Request.of(RequestCode.CHECK_CLIENT_CONFIG).body(json.endObject().toBytes());
    }

    /** The broker's answer. */
    public static Answer answer(AcknowledgedOutcome outcome) {
        return switch (outcome) {
            case Refused refused when refused.reason() == Reason.NOT_SUPPORTED ->
                    Answer.of(ResponseCode.SYSTEM_ERROR).remark(refused.detail());
            case Done _, Refused _ -> Acknowledgements.answer(outcome);
        };
    }

    /** What the broker said. */
    public static AcknowledgedOutcome outcome(Response response) {
        return response.code() == ResponseCode.SYSTEM_ERROR
                ? Refusals.refused(response, Reason.NOT_SUPPORTED)
                : Acknowledgements.outcome(response);
    }
}
