package io.apogeemq.common.protocol;

import io.apogeemq.common.broker.MemberOutcome;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.json.JsonWriter;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;

/**
 * Who is in a consumer group ({@link RequestCode#GET_CONSUMER_LIST_BY_GROUP}). A group without
 * members is code 1: a success with an empty list would make clients drop their queues.
 *
 * @param group the consumer group
 */
public record MembersCommand(String group) {

    /** Reads the request. */
    public static MembersCommand decode(Command command) {
        return new MembersCommand(command.fields().requireText("consumerGroup"));
    }

    /** The request to a broker. */
    public Request request() {
        return Request.of(RequestCode.GET_CONSUMER_LIST_BY_GROUP).field("consumerGroup", group);
    }

    /** The broker's answer. */
    public static Answer answer(MemberOutcome outcome) {
        return switch (outcome) {
            case MemberOutcome.Members members ->
                    Answer.of(ResponseCode.SUCCESS)
                            .body(
                                    JsonWriter.classic()
                                            .beginObject()
                                            .field("consumerIdList", members.clientIds())
                                            .endObject()
                                            .toBytes());
            case Refused refused -> Refusals.answerNotFoundAsError(refused);
        };
    }

    /** What the broker said. */
    public static MemberOutcome outcome(Response response) {
        return switch (response.code()) {
            case ResponseCode.SUCCESS ->
                    new MemberOutcome.Members(
                            JsonBodies.read(response.body(), body -> body.texts("consumerIdList")));
            case ResponseCode.SYSTEM_ERROR ->
                    Refusals.refused(response, Reason.CONSUMER_NOT_ONLINE);
            default -> Refusals.refused(response);
        };
    }
}
