package io.apogeemq.common.protocol;

import io.apogeemq.common.broker.OffsetOutcome;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Fields;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;

/**
 * Where a queue begins or ends, or since when it has messages: three commands of one shape.
 *
 * @param bound which of the three
 */
public record QueueBoundCommand(Bound bound, String topic, int queueId) {

    /** What is asked about a queue. */
    public enum Bound {
        /** The next offset to be written. */
        MAX_OFFSET(RequestCode.GET_MAX_OFFSET, "offset"),
        /** The first readable offset. */
        MIN_OFFSET(RequestCode.GET_MIN_OFFSET, "offset"),
        /** Store time of the first readable message, ms; -1 for none. */
        EARLIEST_STORE_TIME(RequestCode.GET_EARLIEST_MSG_STORETIME, "timestamp");

        private final int code;
        private final String answerField;

        Bound(int code, String answerField) {
            this.code = code;
            this.answerField = answerField;
        }

        /** The request code. */
        public int code() {
            return code;
        }
    }

    /** Reads the request. */
    public static QueueBoundCommand decode(Bound bound, Command command) {
        Fields fields = command.fields();
        return new QueueBoundCommand(
                bound, fields.requireText("topic"), fields.requireInt("queueId"));
    }

    /** The request to a broker. */
    public Request request() {
        return Request.of(bound.code).field("topic", topic).field("queueId", queueId);
    }

    /** The broker's answer. */
    public static Answer answer(Bound bound, OffsetOutcome outcome) {
        return OffsetCommands.answer(outcome, bound.answerField);
    }

    /** What the broker said. */
    public static OffsetOutcome outcome(Bound bound, Response response) {
        return OffsetCommands.outcome(response, bound.answerField);
    }
}
