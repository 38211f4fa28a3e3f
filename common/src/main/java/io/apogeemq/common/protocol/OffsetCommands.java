package io.apogeemq.common.protocol;

import io.apogeemq.common.broker.OffsetOutcome;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Response;

/** What the commands that ask for one number share. */
final class OffsetCommands {

    private OffsetCommands() {}

    static Answer answer(OffsetOutcome outcome, String field) {
        return switch (outcome) {
            case OffsetOutcome.Offset(long value) ->
                    Answer.of(ResponseCode.SUCCESS).field(field, value);
            case Refused refused -> Refusals.answer(refused);
        };
    }

    static OffsetOutcome outcome(Response response, String field) {
        return response.isSuccess()
                ? new OffsetOutcome.Offset(response.typedFields().requireLong(field))
                : Refusals.refused(response);
    }
}
