package io.apogeemq.common.protocol.admin;

import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonWriter;
import io.apogeemq.common.message.MessageQueue;
import io.apogeemq.common.protocol.JsonBodies;
import io.apogeemq.common.protocol.QueueOffsetsJson;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * From when to when each queue has messages, and how late a group is there, as JSON (code 303).
 *
 * @param spans one per queue
 */
public record QueueTimeSpansBody(List<Span> spans) {

    private static final DateTimeFormatter TEXT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'#'HH:mm:ss:SSS");

    /**
     * One queue; times in ms since the epoch.
     *
     * @param minMillis store time of the first readable message
     * @param maxMillis store time of the last one
     * @param consumedMillis store time of the last one consumed
     * @param delayMillis how long the next one to consume has waited
     */
    public record Span(
            MessageQueue queue,
            long minMillis,
            long maxMillis,
            long consumedMillis,
            long delayMillis) {}

    public QueueTimeSpansBody {
        spans = List.copyOf(spans);
    }

    /** Reads a body. */
    public static QueueTimeSpansBody decode(byte[] body) {
        return JsonBodies.read(body, QueueTimeSpansBody::read);
    }

    private static QueueTimeSpansBody read(JsonObject body) {
        List<Span> spans = new ArrayList<>();
        for (JsonObject span : body.objects("consumeTimeSpanSet")) {
            spans.add(
                    new Span(
                            JsonBodies.queue(span.requireObject("messageQueue")),
                            span.longOr("minTimeStamp", 0),
                            span.longOr("maxTimeStamp", 0),
                            span.longOr("consumeTimeStamp", 0),
                            span.longOr("delayTime", 0)));
        }
        return new QueueTimeSpansBody(spans);
    }

    /**
     * The body.
     *
     * @param zone of the times that are also given as text
     */
    public byte[] encode(ZoneId zone) {
        JsonWriter json = JsonWriter.classic().beginObject();
        json.fieldName("consumeTimeSpanSet").beginArray();
        for (Span span : spans) {
            json.beginObject()
                    .field("consumeTimeStamp", span.consumedMillis())
                    .field("consumeTimeStampStr", text(span.consumedMillis(), zone))
                    .field("delayTime", span.delayMillis())
                    .field("maxTimeStamp", span.maxMillis())
                    .field("maxTimeStampStr", text(span.maxMillis(), zone))
                    .fieldName("messageQueue")
                    .beginObject();
            QueueOffsetsJson.writeQueue(json, span.queue());
            json.endObject()
                    .field("minTimeStamp", span.minMillis())
                    .field("minTimeStampStr", text(span.minMillis(), zone))
                    .endObject();
        }
        return json.endArray().endObject().toBytes();
    }

    private static String text(long millis, ZoneId zone) {
        return TEXT.format(Instant.ofEpochMilli(millis).atZone(zone));
    }
}
