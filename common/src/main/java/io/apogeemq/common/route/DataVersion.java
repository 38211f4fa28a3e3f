package io.apogeemq.common.route;

import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonReader;
import io.apogeemq.common.json.JsonWriter;

/**
 * The version of a table that a broker shows to others. Equal versions mean equal tables, unless
 * somebody missed a change in between; nothing more can be told from two of them.
 *
 * @param stateVersion the broker's term as master; 0 outside controller mode and from 4.x brokers
 * @param timestamp when the table last changed, in milliseconds since 1970
 * @param counter how often it changed
 */
public record DataVersion(long stateVersion, long timestamp, long counter) {
    /** The version of a table that nobody has changed yet. */
    public static final DataVersion NONE = new DataVersion(0, 0, 0);

    /** The version after one more change. */
    public DataVersion next(long timestampMillis) {
        return new DataVersion(stateVersion, timestampMillis, counter + 1);
    }

    /** Reads the version; absent fields are 0. */
    public static DataVersion read(JsonObject object) {
        return new DataVersion(
                object.longOr("stateVersion", 0),
                object.longOr("timestamp", 0),
                object.longOr("counter", 0));
    }

    /** Reads the text form. */
    public static DataVersion parse(String json) {
        return read(JsonReader.parseObject(json));
    }

    /** Writes the version as a value. */
    public void write(JsonWriter json) {
        json.beginObject()
                .field("counter", counter)
                .field("stateVersion", stateVersion)
                .field("timestamp", timestamp)
                .endObject();
    }

    /** The version as bytes of JSON. */
    public byte[] toJson() {
        JsonWriter json = JsonWriter.classic();
        write(json);
        return json.toBytes();
    }
}
