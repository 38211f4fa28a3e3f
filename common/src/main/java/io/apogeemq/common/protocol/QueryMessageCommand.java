package io.apogeemq.common.protocol;

import io.apogeemq.common.broker.MessageLease;
import io.apogeemq.common.broker.MessageQueries.KeyQuery;
import io.apogeemq.common.broker.QueryOutcome;
import io.apogeemq.common.broker.QueryOutcome.Matches;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Fields;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;

/**
 * Finds messages by key ({@link RequestCode#QUERY_MESSAGE}). Clients read both fields about the
 * index in every answer, with code 22 too.
 */
public final class QueryMessageCommand {

    private static final String UNIQUE = "_UNIQUE_KEY_QUERY";
    private static final String UNIQUE_INDEX = "U";

    private QueryMessageCommand() {}

    /** Reads the request. */
    public static KeyQuery decode(Command command) {
        Fields fields = command.fields();
        return new KeyQuery(
                fields.requireText("topic"),
                fields.requireText("key"),
                fields.booleanOr(UNIQUE, false) || UNIQUE_INDEX.equals(fields.text("indexType")),
                fields.requireInt("maxNum"),
                fields.requireLong("beginTimestamp"),
                fields.requireLong("endTimestamp"));
    }

    /** The request to a broker. */
    public static Request request(KeyQuery query) {
        Request request =
                Request.of(RequestCode.QUERY_MESSAGE)
                        .field("topic", query.topic())
                        .field("key", query.key())
                        .field("maxNum", query.maxMessages())
                        .field("beginTimestamp", query.fromMillis())
                        .field("endTimestamp", query.toMillis());
        if (query.unique()) {
            request.field(UNIQUE, true);
        }
        return request;
    }

    /** The broker's answer. Ownership: a lease in the outcome is taken. */
    public static Answer answer(QueryOutcome outcome) {
        return switch (outcome) {
            case Matches(MessageLease messages, long untilMillis, long untilOffset) ->
                    position(Answer.of(ResponseCode.SUCCESS), untilMillis, untilOffset)
                            .body(messages.slices(), messages::close);
            case Refused refused -> position(Refusals.answer(refused), 0, 0);
        };
    }

    private static Answer position(Answer answer, long untilMillis, long untilOffset) {
        return answer.field("indexLastUpdateTimestamp", untilMillis)
                .field("indexLastUpdatePhyoffset", untilOffset);
    }

    /** What the broker found. Ownership: a lease in it is the caller's. */
    public static QueryOutcome outcome(Response response) {
        if (!response.isSuccess()) {
            return Refusals.refused(response);
        }
        Fields fields = response.typedFields();
        return new Matches(
                new ReceivedMessages(response.body()),
                fields.longOr("indexLastUpdateTimestamp", 0),
                fields.longOr("indexLastUpdatePhyoffset", 0));
    }
}
