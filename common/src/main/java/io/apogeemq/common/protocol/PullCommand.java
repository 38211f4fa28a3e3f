package io.apogeemq.common.protocol;

import io.apogeemq.common.broker.MessageLease;
import io.apogeemq.common.broker.PullOutcome;
import io.apogeemq.common.broker.PullOutcome.Bar;
import io.apogeemq.common.broker.PullOutcome.Cause;
import io.apogeemq.common.broker.PullOutcome.Forbidden;
import io.apogeemq.common.broker.PullOutcome.Found;
import io.apogeemq.common.broker.PullOutcome.Nothing;
import io.apogeemq.common.broker.PullOutcome.Position;
import io.apogeemq.common.broker.PullRequest;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.Subscription;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.AnswerFields;
import io.apogeemq.common.remoting.FieldSink;
import io.apogeemq.common.remoting.Fields;
import io.apogeemq.common.remoting.Reply;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;
import java.util.List;

/**
 * Reading from a queue.
 *
 * <table>
 * <caption>Request fields; + marks those that must be there</caption>
 * <tr><th>field</th><th>type</th><th>meaning</th></tr>
 * <tr><td>consumerGroup +, topic +</td><td>text</td><td></td></tr>
 * <tr><td>queueId +, maxMsgNums +</td><td>i32</td><td></td></tr>
 * <tr><td>queueOffset +</td><td>i64</td><td>first offset wanted</td></tr>
 * <tr><td>sysFlag +</td><td>i32</td><td>1 commitOffset counts, 2 may wait, 4 subscription counts, 16 lite</td></tr>
 * <tr><td>commitOffset +</td><td>i64</td><td>progress to note</td></tr>
 * <tr><td>suspendTimeoutMillis +</td><td>i64</td><td>how long to wait</td></tr>
 * <tr><td>subVersion +</td><td>i64</td><td>version of the subscription</td></tr>
 * <tr><td>subscription, expressionType</td><td>text</td><td>the filter</td></tr>
 * <tr><td>maxMsgBytes</td><td>i32</td><td></td></tr>
 * </table>
 *
 * <p>Answers with code 0, 19, 20 and 21 have suggestWhichBrokerId, nextBeginOffset, minOffset and
 * maxOffset; clients read all four without asking. With code 0 the body is the records.
 */
public final class PullCommand {

    static final int COMMIT = 1;
    static final int SUSPEND = 2;
    static final int SUBSCRIPTION = 4;
    static final int LITE = 16;

    private static final String FORBIDDEN_TYPE = "forbiddenType";

    static final String[] REQUIRED = {
        "consumerGroup",
        "topic",
        "queueId",
        "queueOffset",
        "maxMsgNums",
        "sysFlag",
        "commitOffset",
        "suspendTimeoutMillis",
        "subVersion"
    };

    private PullCommand() {}

    /** The request to a broker. */
    public static Request request(PullRequest pull) {
        Subscription subscription = pull.subscription();
        int sysFlag =
                (pull.commitOffset() >= 0 ? COMMIT : 0)
                        | (pull.holdMillis() > 0 ? SUSPEND : 0)
                        | (subscription != null ? SUBSCRIPTION : 0)
                        | (pull.lite() ? LITE : 0);
        Request request =
                Request.of(pull.lite() ? RequestCode.LITE_PULL_MESSAGE : RequestCode.PULL_MESSAGE)
                        .field("consumerGroup", pull.group())
                        .field("topic", pull.topic())
                        .field("queueId", pull.queueId())
                        .field("queueOffset", pull.queueOffset())
                        .field("maxMsgNums", pull.maxMessages())
                        .field("sysFlag", sysFlag)
                        .field("commitOffset", Math.max(pull.commitOffset(), 0))
                        .field("suspendTimeoutMillis", pull.holdMillis())
                        .field("subVersion", pull.subscriptionVersion());
        if (pull.maxBytes() > 0) {
            request.field("maxMsgBytes", pull.maxBytes());
        }
        if (subscription != null) {
            request.field("subscription", subscription.expression())
                    .field("expressionType", subscription.expressionType());
        }
        return request;
    }

    /**
     * Sends the outcome, from any thread. Ownership: a lease in it is taken; it is closed when its
     * bytes have left, or will never leave.
     */
    public static void reply(Reply reply, PullOutcome outcome) {
        switch (outcome) {
            case Found(MessageLease messages, Position position) ->
                    reply.write(
                            ResponseCode.SUCCESS,
                            "FOUND",
                            new PositionFields(position),
                            messages.slices(),
                            messages::close);
            case Nothing(Cause cause, Position position, String detail) ->
                    reply.write(
                            code(cause),
                            detail.isEmpty() ? null : detail,
                            new PositionFields(position),
                            List.of(),
                            () -> {});
            case Forbidden(Bar bar, String detail) ->
                    reply.send(
                            Answer.of(ResponseCode.NO_PERMISSION)
                                    .remark(detail)
                                    .field(FORBIDDEN_TYPE, forbiddenType(bar)));
            case Refused refused -> reply.send(Refusals.answer(refused));
        }
    }

    private static int forbiddenType(Bar bar) {
        return switch (bar) {
            case BROKER -> 1;
            case GROUP -> 2;
            case TOPIC -> 3;
            case BROADCASTING -> 4;
            case GROUP_FROM_TOPIC -> 5;
        };
    }

    /** What keeps the reader out; a broker before 5.0 does not say. */
    private static PullOutcome forbidden(Response response) {
        Refused refused = Refusals.refused(response);
        int type = response.typedFields().intOr(FORBIDDEN_TYPE, 0);
        for (Bar bar : Bar.values()) {
            if (forbiddenType(bar) == type) {
                return new Forbidden(bar, refused.detail());
            }
        }
        return refused;
    }

    private static int code(Cause cause) {
        return switch (cause) {
            case NO_NEW_MESSAGE -> ResponseCode.PULL_NOT_FOUND;
            case NONE_MATCHED -> ResponseCode.PULL_RETRY_IMMEDIATELY;
            case OFFSET_MOVED -> ResponseCode.PULL_OFFSET_MOVED;
        };
    }

    /**
     * What the broker found. Ownership: a lease in it is the caller's.
     *
     * @throws io.apogeemq.common.remoting.BadFieldException when the broker left a position out
     * @throws IllegalArgumentException when the body holds something else than records
     */
    public static PullOutcome outcome(Response response) {
        return switch (response.code()) {
            case ResponseCode.SUCCESS ->
                    new Found(new ReceivedMessages(response.body()), position(response));
            case ResponseCode.PULL_NOT_FOUND -> nothing(Cause.NO_NEW_MESSAGE, response);
            case ResponseCode.PULL_RETRY_IMMEDIATELY -> nothing(Cause.NONE_MATCHED, response);
            case ResponseCode.PULL_OFFSET_MOVED -> nothing(Cause.OFFSET_MOVED, response);
            case ResponseCode.NO_PERMISSION -> forbidden(response);
            default -> Refusals.refused(response);
        };
    }

    private static Nothing nothing(Cause cause, Response response) {
        String remark = response.remark();
        return new Nothing(cause, position(response), remark != null ? remark : "");
    }

    private static Position position(Response response) {
        Fields fields = response.typedFields();
        return new Position(
                fields.requireLong("nextBeginOffset"),
                fields.requireLong("minOffset"),
                fields.requireLong("maxOffset"),
                fields.requireLong("suggestWhichBrokerId"));
    }

    private record PositionFields(Position position) implements AnswerFields {

        @Override
        public void writeTo(FieldSink sink) {
            sink.put("suggestWhichBrokerId", position.suggestedBrokerId());
            sink.put("nextBeginOffset", position.nextOffset());
            sink.put("minOffset", position.minOffset());
            sink.put("maxOffset", position.maxOffset());
        }
    }
}
