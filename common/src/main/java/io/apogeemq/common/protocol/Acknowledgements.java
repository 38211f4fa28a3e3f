package io.apogeemq.common.protocol;

import io.apogeemq.common.broker.AcknowledgedOutcome;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Response;

/** What the commands share whose answer is only that it was done. */
final class Acknowledgements {

    private Acknowledgements() {}

    static Answer answer(AcknowledgedOutcome outcome) {
        return switch (outcome) {
            case AcknowledgedOutcome.Done(String remark) ->
                    Answer.of(ResponseCode.SUCCESS).remark(remark.isEmpty() ? null : remark);
            case Refused refused -> Refusals.answer(refused);
        };
    }

    static AcknowledgedOutcome outcome(Response response) {
        if (!response.isSuccess()) {
            return Refusals.refused(response);
        }
        String remark = response.remark();
        return new AcknowledgedOutcome.Done(remark != null ? remark : "");
    }
}
