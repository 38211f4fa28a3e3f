package io.apogeemq.common.protocol;

import io.apogeemq.common.broker.AcknowledgedOutcome;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Fields;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;

/**
 * Notes how far a group has come in a queue ({@link RequestCode#UPDATE_CONSUMER_OFFSET}); mostly
 * one-way.
 *
 * <p>A queue or an offset that the request leaves out is -1, which the broker refuses with code 29
 * as clients expect.
 *
 * @param group the consumer's group
 * @param offset the next offset to consume
 */
public record CommitOffsetCommand(String group, String topic, int queueId, long offset) {

    /** Reads the request. */
    public static CommitOffsetCommand decode(Command command) {
        Fields fields = command.fields();
        return new CommitOffsetCommand(
                fields.requireText("consumerGroup"),
                fields.requireText("topic"),
                fields.intOr("queueId", -1),
                fields.longOr("commitOffset", -1));
    }

    /** The request to a broker. */
    public Request request() {
        return Request.of(RequestCode.UPDATE_CONSUMER_OFFSET)
                .field("consumerGroup", group)
                .field("topic", topic)
                .field("queueId", queueId)
                .field("commitOffset", offset);
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
