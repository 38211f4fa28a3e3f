package io.apogeemq.common.protocol;

import io.apogeemq.common.broker.QueryOutcome;
import io.apogeemq.common.broker.QueryOutcome.Matches;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Fields;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;

/**
 * Reads one message by its place in the log ({@link RequestCode#VIEW_MESSAGE_BY_ID}); code 1 where
 * there is none.
 *
 * @param topic the topic that the caller expects; empty for any
 */
public record ViewMessageCommand(String topic, long physicalOffset) {

    /** Reads the request. */
    public static ViewMessageCommand decode(Command command) {
        Fields fields = command.fields();
        String topic = fields.text("topic");
        return new ViewMessageCommand(topic != null ? topic : "", fields.requireLong("offset"));
    }

    /** The request to a broker. */
    public Request request() {
        Request request =
                Request.of(RequestCode.VIEW_MESSAGE_BY_ID).field("offset", physicalOffset);
        return topic.isEmpty() ? request : request.field("topic", topic);
    }

    /** The broker's answer. Ownership: a lease in the outcome is taken. */
    public static Answer answer(QueryOutcome outcome) {
        return switch (outcome) {
            case Matches matches ->
                    Answer.of(ResponseCode.SUCCESS)
                            .body(matches.messages().slices(), matches.messages()::close);
            case Refused refused -> Refusals.answerNotFoundAsError(refused);
        };
    }

    /** What the broker found. Ownership: a lease in it is the caller's. */
    public static QueryOutcome outcome(Response response) {
        return switch (response.code()) {
            case ResponseCode.SUCCESS -> new Matches(new ReceivedMessages(response.body()), 0, 0);
            case ResponseCode.SYSTEM_ERROR -> Refusals.refused(response, Reason.NOT_FOUND);
            default -> Refusals.refused(response);
        };
    }
}
