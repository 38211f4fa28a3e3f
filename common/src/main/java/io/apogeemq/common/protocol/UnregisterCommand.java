package io.apogeemq.common.protocol;

import io.apogeemq.common.broker.AcknowledgedOutcome;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Fields;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;
import org.jspecify.annotations.Nullable;

/**
 * Takes a client out of its groups ({@link RequestCode#UNREGISTER_CLIENT}).
 *
 * @param clientId who leaves
 * @param producerGroup left alone when null
 * @param consumerGroup left alone when null
 */
public record UnregisterCommand(
        String clientId, @Nullable String producerGroup, @Nullable String consumerGroup) {

    /** Reads the request. */
    public static UnregisterCommand decode(Command command) {
        Fields fields = command.fields();
        return new UnregisterCommand(
                fields.requireText("clientID"),
                fields.text("producerGroup"),
                fields.text("consumerGroup"));
    }

    /** The request to a broker. */
    public Request request() {
        return Request.of(RequestCode.UNREGISTER_CLIENT)
                .field("clientID", clientId)
                .field("producerGroup", producerGroup)
                .field("consumerGroup", consumerGroup);
    }

    /** The broker's answer. */
    public static Answer answer(AcknowledgedOutcome outcome) {
        return Acknowledgements.answer(outcome);
    }

    /** What the broker said. */
    public static AcknowledgedOutcome outcome(Response response) {
        return Acknowledgements.outcome(response);
    }
}
