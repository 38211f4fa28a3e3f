package io.apogeemq.common.route;

import io.apogeemq.common.json.JsonException;
import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long a group's messages wait before they are delivered again, as proxies and tools know it.
 *
 * @param type which of the two tables counts
 * @param customizedMillis delays in ms, one after the other; null for the classic table
 * @param exponential growing delays; null for the classic ones
 */
public record GroupRetryPolicy(
        Type type, @Nullable List<Long> customizedMillis, @Nullable Exponential exponential) {

    /** What a group has that doesn't say so. */
    public static final GroupRetryPolicy DEFAULT =
            new GroupRetryPolicy(Type.CUSTOMIZED, null, null);

    private static final String CUSTOMIZED = "customizedRetryPolicy";
    private static final String EXPONENTIAL = "exponentialRetryPolicy";

    /** The kinds of policy; the names are those of the wire. */
    public enum Type {
        CUSTOMIZED,
        EXPONENTIAL
    }

    /**
     * Delays that grow with every attempt.
     *
     * @param initialMillis the first one
     * @param maxMillis the longest one
     * @param multiplier from one to the next
     */
    public record Exponential(long initialMillis, long maxMillis, long multiplier) {
        private static final long INITIAL = 5_000;
        private static final long MAX = 7_200_000;
        private static final long MULTIPLIER = 2;

        static Exponential read(JsonObject object) {
            return new Exponential(
                    object.longOr("initial", INITIAL),
                    object.longOr("max", MAX),
                    object.longOr("multiplier", MULTIPLIER));
        }
    }

    public GroupRetryPolicy {
        customizedMillis = customizedMillis == null ? null : List.copyOf(customizedMillis);
    }

    static GroupRetryPolicy read(@Nullable JsonObject object) {
        if (object == null) {
            return DEFAULT;
        }
        JsonObject customized = object.object(CUSTOMIZED);
        JsonObject exponential = object.object(EXPONENTIAL);
        return new GroupRetryPolicy(
                Type.EXPONENTIAL.name().equals(object.text("type"))
                        ? Type.EXPONENTIAL
                        : Type.CUSTOMIZED,
                customized == null || !customized.has("next") ? null : delays(customized),
                exponential == null ? null : Exponential.read(exponential));
    }

    private static List<Long> delays(JsonObject customized) {
        List<Long> delays = new ArrayList<>();
        for (Object delay : customized.list("next")) {
            if (!(delay instanceof Long millis)) {
                throw new JsonException("next: a delay that is no whole number");
            }
            delays.add(millis);
        }
        return delays;
    }

    void write(JsonWriter json) {
        json.beginObject();
        if (customizedMillis != null) {
            json.fieldName(CUSTOMIZED).beginObject().fieldName("next").beginArray();
            customizedMillis.forEach(json::value);
            json.endArray().endObject();
        }
        if (exponential != null) {
            json.fieldName(EXPONENTIAL)
                    .beginObject()
                    .field("initial", exponential.initialMillis())
                    .field("max", exponential.maxMillis())
                    .field("multiplier", exponential.multiplier())
                    .endObject();
        }
        json.field("type", type.name()).endObject();
    }
}
