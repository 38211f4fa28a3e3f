package io.apogeemq.common.protocol;

import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.SendOutcome;
import io.apogeemq.common.broker.SendOutcome.Durability;
import io.apogeemq.common.broker.SendOutcome.Stored;
import io.apogeemq.common.broker.SendRequest;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.AnswerFields;
import io.apogeemq.common.remoting.BadFieldException;
import io.apogeemq.common.remoting.EncodedField;
import io.apogeemq.common.remoting.FieldSink;
import io.apogeemq.common.remoting.Fields;
import io.apogeemq.common.remoting.Reply;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Storing a message or a batch.
 *
 * <table>
 * <caption>Request fields; + marks those that must be there</caption>
 * <tr><th>310, 320</th><th>10</th><th>type</th></tr>
 * <tr><td>a +</td><td>producerGroup +</td><td>text</td></tr>
 * <tr><td>b +</td><td>topic +</td><td>text</td></tr>
 * <tr><td>c +</td><td>defaultTopic +</td><td>text</td></tr>
 * <tr><td>d +</td><td>defaultTopicQueueNums +</td><td>i32</td></tr>
 * <tr><td>e +</td><td>queueId +</td><td>i32</td></tr>
 * <tr><td>f +</td><td>sysFlag +</td><td>i32</td></tr>
 * <tr><td>g +</td><td>bornTimestamp +</td><td>i64</td></tr>
 * <tr><td>h +</td><td>flag +</td><td>i32</td></tr>
 * <tr><td>i</td><td>properties</td><td>text</td></tr>
 * <tr><td>j</td><td>reconsumeTimes</td><td>i32</td></tr>
 * <tr><td>k</td><td>unitMode</td><td>boolean</td></tr>
 * <tr><td>l</td><td>maxReconsumeTimes</td><td>i32</td></tr>
 * <tr><td>m</td><td>batch</td><td>boolean</td></tr>
 * </table>
 *
 * <p>The answer has msgId, queueId, queueOffset and, for a single message, transactionId; clients
 * read them without asking whether they are there. MSG_REGION and TRACE_ON come with every answer.
 */
public final class SendCommand {

    static final String[] REQUIRED_SHORT = {"a", "b", "c", "d", "e", "f", "g", "h"};
    static final String[] REQUIRED_LONG = {
        "producerGroup",
        "topic",
        "defaultTopic",
        "defaultTopicQueueNums",
        "queueId",
        "sysFlag",
        "bornTimestamp",
        "flag"
    };

    private SendCommand() {}

    /**
     * The request with short names: 320 for a batch, else 310. Ownership: properties and body are
     * lent until the call has ended.
     */
    public static Request request(SendRequest send) {
        Request request =
                Request.of(
                                send.batch()
                                        ? RequestCode.SEND_BATCH_MESSAGE
                                        : RequestCode.SEND_MESSAGE_V2)
                        .field("a", send.producerGroup())
                        .field("b", send.topic())
                        .field("c", send.defaultTopic())
                        .field("d", send.defaultTopicQueueNums())
                        .field("e", send.queueId())
                        .field("f", send.sysFlag())
                        .field("g", send.bornTimestamp())
                        .field("h", send.flag())
                        .field("i", text(send))
                        .field("j", send.reconsumeTimes())
                        .field("k", send.unitMode())
                        .field("m", send.batch());
        if (send.maxReconsumeTimes() >= 0) {
            request.field("l", send.maxReconsumeTimes());
        }
        return request.body(send.body());
    }

    private static String text(SendRequest send) {
        return StandardCharsets.UTF_8.decode(send.properties().duplicate()).toString();
    }

    /** What the broker made of it. */
    public static SendOutcome outcome(Response response) {
        return switch (response.code()) {
            case ResponseCode.SUCCESS -> stored(response, Durability.ACHIEVED);
            case ResponseCode.FLUSH_DISK_TIMEOUT -> stored(response, Durability.FLUSH_TIMEOUT);
            case ResponseCode.SLAVE_NOT_AVAILABLE ->
                    stored(response, Durability.SLAVE_NOT_AVAILABLE);
            case ResponseCode.FLUSH_SLAVE_TIMEOUT -> stored(response, Durability.SLAVE_TIMEOUT);
            default -> Refusals.refused(response);
        };
    }

    private static Stored stored(Response response, Durability durability) {
        Fields fields = response.typedFields();
        String messageId = fields.requireText("msgId");
        // It is written on unlooked at, so it must be what it is said to be.
        if (!messageId.chars().allMatch(c -> c == ',' || HexFormat.isHexDigit(c))) {
            throw new BadFieldException(
                    "msgId", messageId, "hexadecimal digits, of a batch joined by commas");
        }
        return new Stored(
                messageId,
                fields.requireInt("queueId"),
                fields.requireLong("queueOffset"),
                fields.text("transactionId"),
                durability);
    }

    private static int code(Durability durability) {
        return switch (durability) {
            case ACHIEVED -> ResponseCode.SUCCESS;
            case FLUSH_TIMEOUT -> ResponseCode.FLUSH_DISK_TIMEOUT;
            case SLAVE_NOT_AVAILABLE -> ResponseCode.SLAVE_NOT_AVAILABLE;
            case SLAVE_TIMEOUT -> ResponseCode.FLUSH_SLAVE_TIMEOUT;
        };
    }

    /** Answers sends for one broker. Immutable, for any thread. */
    public static final class Replies {

        private final EncodedField encodedRegion;
        private final EncodedField encodedTrace;
        private final String region;
        private final boolean trace;

        /**
         * @param region the broker's region, for message traces
         * @param trace whether clients shall trace
         */
        public Replies(String region, boolean trace) {
            this.region = region;
            this.trace = trace;
            this.encodedRegion = EncodedField.of("MSG_REGION", region);
            this.encodedTrace = EncodedField.of("TRACE_ON", String.valueOf(trace));
        }

        /** Sends the outcome, from any thread. */
        public void reply(Reply reply, SendOutcome outcome) {
            switch (outcome) {
                case Stored stored ->
                        reply.write(
                                code(stored.durability()),
                                new StoredFields(stored, encodedRegion, encodedTrace));
                case Refused refused ->
                        reply.send(
                                Refusals.answer(refused)
                                        .field("MSG_REGION", region)
                                        .field("TRACE_ON", trace));
            }
        }

        /** An error that has no outcome, with the fields that trace hooks read. */
        public Answer failure(int code, String remark) {
            return Answer.of(code)
                    .remark(remark)
                    .field("MSG_REGION", region)
                    .field("TRACE_ON", trace);
        }
    }

    private record StoredFields(Stored stored, EncodedField region, EncodedField trace)
            implements AnswerFields {

        @Override
        public void writeTo(FieldSink sink) {
            sink.putAscii("msgId", stored.messageId());
            sink.put("queueId", stored.queueId());
            sink.put("queueOffset", stored.queueOffset());
            String transactionId = stored.transactionId();
            if (transactionId != null) {
                sink.put("transactionId", transactionId);
            }
            sink.put(region);
            sink.put(trace);
        }
    }
}
