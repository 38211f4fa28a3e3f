package io.apogeemq.common.protocol.admin;

import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonWriter;
import io.apogeemq.common.protocol.JsonBodies;

/**
 * One statistic over three stretches of time, as JSON (code 315).
 *
 * @param minute the last minute
 * @param hour the last hour
 * @param day the last day
 */
public record BrokerStatsBody(Stretch minute, Stretch hour, Stretch day) {

    /**
     * What happened in a stretch of time.
     *
     * @param sum messages or bytes
     * @param perSecond the same, per second
     * @param perCall the same, per request
     */
    public record Stretch(long sum, double perSecond, double perCall) {}

    /** Reads a body. */
    public static BrokerStatsBody decode(byte[] body) {
        return JsonBodies.read(
                body,
                json ->
                        new BrokerStatsBody(
                                stretch(json.objectOrEmpty("statsMinute")),
                                stretch(json.objectOrEmpty("statsHour")),
                                stretch(json.objectOrEmpty("statsDay"))));
    }

    private static Stretch stretch(JsonObject json) {
        return new Stretch(
                json.longOr("sum", 0), json.doubleOr("tps", 0), json.doubleOr("avgpt", 0));
    }

    /** The body. */
    public byte[] encode() {
        JsonWriter json = JsonWriter.classic().beginObject();
        write(json, "statsDay", day);
        write(json, "statsHour", hour);
        write(json, "statsMinute", minute);
        return json.endObject().toBytes();
    }

    private static void write(JsonWriter json, String field, Stretch stretch) {
        json.fieldName(field)
                .beginObject()
                .field("avgpt", stretch.perCall())
                .field("sum", stretch.sum())
                .field("tps", stretch.perSecond())
                .endObject();
    }
}
