package io.apogeemq.common.protocol;

import io.apogeemq.common.broker.OffsetOutcome;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Fields;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;

/**
 * How far a group has come in a queue ({@link RequestCode#QUERY_CONSUMER_OFFSET}). A group without
 * progress is code 22, which clients take for their first start; any other error stops them.
 *
 * @param group the consumer's group
 * @param zeroIfNotFound whether the broker may start a group at 0 on a young queue; true unless the
 *     client says otherwise
 */
public record QueryOffsetCommand(String group, String topic, int queueId, boolean zeroIfNotFound) {

    /** Reads the request. */
    public static QueryOffsetCommand decode(Command command) {
        Fields fields = command.fields();
        return new QueryOffsetCommand(
                fields.requireText("consumerGroup"),
                fields.requireText("topic"),
                fields.requireInt("queueId"),
                fields.booleanOr("setZeroIfNotFound", true));
    }

    /** The request to a broker. */
    public Request request() {
        return Request.of(RequestCode.QUERY_CONSUMER_OFFSET)
                .field("consumerGroup", group)
                .field("topic", topic)
                .field("queueId", queueId)
                .field("setZeroIfNotFound", zeroIfNotFound);
    }

    /** The broker's answer. */
    public static Answer answer(OffsetOutcome outcome) {
        return OffsetCommands.answer(outcome, "offset");
    }

    /** What the broker said. */
    public static OffsetOutcome outcome(Response response) {
        return OffsetCommands.outcome(response, "offset");
    }
}
