package io.apogeemq.common.protocol;

import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.SendBackOutcome;
import io.apogeemq.common.broker.SendBackRequest;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Fields;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;

/**
 * A consumer hands a message back ({@link RequestCode#CONSUMER_SEND_MSG_BACK}). Fields: offset,
 * group and delayLevel; originTopic and maxReconsumeTimes where the client knows them. The id that
 * clients add is not needed: the offset finds the message.
 */
public final class SendBackCommand {

    private SendBackCommand() {}

    /** Reads the request. */
    public static SendBackRequest decode(Command command) {
        Fields fields = command.fields();
        String originTopic = fields.text("originTopic");
        return new SendBackRequest(
                fields.requireText("group"),
                fields.requireLong("offset"),
                fields.requireInt("delayLevel"),
                originTopic != null ? originTopic : "",
                fields.intOr("maxReconsumeTimes", -1),
                command.version());
    }

    /** The request to a broker. */
    public static Request request(SendBackRequest sendBack) {
        Request request =
                Request.of(RequestCode.CONSUMER_SEND_MSG_BACK)
                        .field("group", sendBack.group())
                        .field("offset", sendBack.physicalOffset())
                        .field("delayLevel", sendBack.delayLevel())
                        .field("originTopic", sendBack.originTopic());
        if (sendBack.maxReconsumeTimes() >= 0) {
            request.field("maxReconsumeTimes", sendBack.maxReconsumeTimes());
        }
        return request;
    }

    /** The broker's answer; a message that was not found is code 1. */
    public static Answer answer(SendBackOutcome outcome) {
        return switch (outcome) {
            case SendBackOutcome.TakenBack() -> Answer.of(ResponseCode.SUCCESS);
            case Refused refused -> Refusals.answerNotFoundAsError(refused);
        };
    }

    /** What the broker made of it. */
    public static SendBackOutcome outcome(Response response) {
        return response.isSuccess() ? new SendBackOutcome.TakenBack() : Refusals.refused(response);
    }
}
