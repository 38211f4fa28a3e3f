package io.apogeemq.common.protocol;

import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Response;

/**
 * How a refusal of the port travels: one code per reason, the detail as remark. Commands whose
 * clients expect another code for a reason say so themselves.
 */
public final class Refusals {

    private Refusals() {}

    /** The code that most commands answer for a reason. */
    public static int code(Reason reason) {
        return switch (reason) {
            case SYSTEM_ERROR -> ResponseCode.SYSTEM_ERROR;
            case SYSTEM_BUSY -> ResponseCode.SYSTEM_BUSY;
            case NOT_SUPPORTED -> ResponseCode.REQUEST_CODE_NOT_SUPPORTED;
            case MESSAGE_ILLEGAL -> ResponseCode.MESSAGE_ILLEGAL;
            case SERVICE_NOT_AVAILABLE -> ResponseCode.SERVICE_NOT_AVAILABLE;
            case NO_PERMISSION -> ResponseCode.NO_PERMISSION;
            case TOPIC_NOT_EXIST -> ResponseCode.TOPIC_NOT_EXIST;
            case GROUP_NOT_EXIST -> ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST;
            case INVALID_PARAMETER -> ResponseCode.INVALID_PARAMETER;
            case SUBSCRIPTION_PARSE_FAILED -> ResponseCode.SUBSCRIPTION_PARSE_FAILED;
            case SUBSCRIPTION_NOT_EXIST -> ResponseCode.SUBSCRIPTION_NOT_EXIST;
            case SUBSCRIPTION_NOT_LATEST -> ResponseCode.SUBSCRIPTION_NOT_LATEST;
            case NOT_FOUND -> ResponseCode.QUERY_NOT_FOUND;
            case FLOW_CONTROL -> ResponseCode.FLOW_CONTROL;
            case CONSUMER_NOT_ONLINE -> ResponseCode.CONSUMER_NOT_ONLINE;
        };
    }

    /** The reason behind a code; a code without one of its own is a system error. */
    public static Reason reason(int code) {
        return switch (code) {
            case ResponseCode.SYSTEM_BUSY -> Reason.SYSTEM_BUSY;
            case ResponseCode.REQUEST_CODE_NOT_SUPPORTED -> Reason.NOT_SUPPORTED;
            case ResponseCode.MESSAGE_ILLEGAL -> Reason.MESSAGE_ILLEGAL;
            case ResponseCode.SERVICE_NOT_AVAILABLE -> Reason.SERVICE_NOT_AVAILABLE;
            case ResponseCode.NO_PERMISSION -> Reason.NO_PERMISSION;
            case ResponseCode.TOPIC_NOT_EXIST -> Reason.TOPIC_NOT_EXIST;
            case ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST -> Reason.GROUP_NOT_EXIST;
            case ResponseCode.INVALID_PARAMETER -> Reason.INVALID_PARAMETER;
            case ResponseCode.SUBSCRIPTION_PARSE_FAILED -> Reason.SUBSCRIPTION_PARSE_FAILED;
            case ResponseCode.SUBSCRIPTION_NOT_EXIST,
                    ResponseCode.FILTER_DATA_NOT_EXIST,
                    ResponseCode.FILTER_DATA_NOT_LATEST ->
                    Reason.SUBSCRIPTION_NOT_EXIST;
            case ResponseCode.SUBSCRIPTION_NOT_LATEST -> Reason.SUBSCRIPTION_NOT_LATEST;
            case ResponseCode.QUERY_NOT_FOUND -> Reason.NOT_FOUND;
            case ResponseCode.FLOW_CONTROL -> Reason.FLOW_CONTROL;
            case ResponseCode.CONSUMER_NOT_ONLINE -> Reason.CONSUMER_NOT_ONLINE;
            default -> Reason.SYSTEM_ERROR;
        };
    }

    /** The answer of a command without special rules. */
    public static Answer answer(Refused refused) {
        return Answer.of(code(refused.reason())).remark(refused.detail());
    }

    /** As {@link #answer}, but code 1 where a thing or a client was not found. */
    static Answer answerNotFoundAsError(Refused refused) {
        int code =
                switch (refused.reason()) {
                    case NOT_FOUND, CONSUMER_NOT_ONLINE -> ResponseCode.SYSTEM_ERROR;
                    default -> code(refused.reason());
                };
        return Answer.of(code).remark(refused.detail());
    }

    /** The refusal in an answer that is no success. */
    public static Refused refused(Response response) {
        return refused(response, reason(response.code()));
    }

    static Refused refused(Response response, Reason reason) {
        String remark = response.remark();
        return new Refused(
                reason,
                remark != null
                        ? remark
                        : "the broker answered code "
                                + response.code()
                                + ", "
                                + ResponseCode.name(response.code()));
    }
}
