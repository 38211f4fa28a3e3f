package io.apogeemq.common.protocol.admin;

import io.apogeemq.common.broker.OperatorAnswer;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;
import java.util.Map;

/**
 * An operator's question to a client, and the client's answer, passed on by the broker with every
 * field as it came.
 */
public final class OperatorRelay {

    private OperatorRelay() {}

    /** The question as the broker asks it. Ownership: the body is lent until the call has ended. */
    public static Request request(int code, Map<String, String> fields, byte[] body) {
        Request request = Request.of(code).withFields();
        fields.forEach(request::field);
        return request.body(body);
    }

    /** The client's answer as the broker keeps it. */
    public static OperatorAnswer received(Response response) {
        String remark = response.remark();
        return new OperatorAnswer(
                response.code(), remark != null ? remark : "", response.fields(), response.body());
    }

    /** The client's answer as the operator gets it. */
    public static Answer answer(OperatorAnswer received) {
        Answer answer =
                Answer.of(received.code())
                        .remark(received.remark().isEmpty() ? null : received.remark());
        received.fields().forEach(answer::field);
        return answer.body(received.body());
    }
}
