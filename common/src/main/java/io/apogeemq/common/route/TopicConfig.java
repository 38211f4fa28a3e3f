package io.apogeemq.common.route;

import io.apogeemq.common.json.JsonException;
import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonReader;
import io.apogeemq.common.json.JsonWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The definition of a topic on one broker, as brokers keep it, register it and show it to tools.
 * The components have the names of the wire. What values make sense is decided by the broker.
 *
 * @param topicName name of the topic
 * @param readQueueNums queues that may be read, from 0
 * @param writeQueueNums queues that may be written, from 0
 * @param perm bits of {@link Permission}
 * @param topicFilterType how many tags a message may have
 * @param topicSysFlag 1 unit, 2 unit subscription
 * @param order whether the topic is listed as an order topic
 * @param attributes further settings, for instance {@code message.type}
 */
public record TopicConfig(
        String topicName,
        int readQueueNums,
        int writeQueueNums,
        int perm,
        TopicFilterType topicFilterType,
        int topicSysFlag,
        boolean order,
        Map<String, String> attributes) {
    /** How many queues a definition has that doesn't say so. */
    public static final int DEFAULT_QUEUES = 16;

    public TopicConfig {
        attributes =
                attributes.isEmpty()
                        ? Map.of()
                        : Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** A readable and writable topic without peculiarities. */
    public static TopicConfig of(String topicName, int queues) {
        return new TopicConfig(
                topicName,
                queues,
                queues,
                Permission.READ_WRITE,
                TopicFilterType.SINGLE_TAG,
                0,
                false,
                Map.of());
    }

    public TopicConfig withTopicName(String value) {
        return new TopicConfig(
                value,
                readQueueNums,
                writeQueueNums,
                perm,
                topicFilterType,
                topicSysFlag,
                order,
                attributes);
    }

    public TopicConfig withReadQueueNums(int value) {
        return new TopicConfig(
                topicName,
                value,
                writeQueueNums,
                perm,
                topicFilterType,
                topicSysFlag,
                order,
                attributes);
    }

    public TopicConfig withWriteQueueNums(int value) {
        return new TopicConfig(
                topicName,
                readQueueNums,
                value,
                perm,
                topicFilterType,
                topicSysFlag,
                order,
                attributes);
    }

    public TopicConfig withPerm(int value) {
        return new TopicConfig(
                topicName,
                readQueueNums,
                writeQueueNums,
                value,
                topicFilterType,
                topicSysFlag,
                order,
                attributes);
    }

    public TopicConfig withTopicFilterType(TopicFilterType value) {
        return new TopicConfig(
                topicName,
                readQueueNums,
                writeQueueNums,
                perm,
                value,
                topicSysFlag,
                order,
                attributes);
    }

    public TopicConfig withTopicSysFlag(int value) {
        return new TopicConfig(
                topicName,
                readQueueNums,
                writeQueueNums,
                perm,
                topicFilterType,
                value,
                order,
                attributes);
    }

    public TopicConfig withOrder(boolean value) {
        return new TopicConfig(
                topicName,
                readQueueNums,
                writeQueueNums,
                perm,
                topicFilterType,
                topicSysFlag,
                value,
                attributes);
    }

    public TopicConfig withAttributes(Map<String, String> value) {
        return new TopicConfig(
                topicName,
                readQueueNums,
                writeQueueNums,
                perm,
                topicFilterType,
                topicSysFlag,
                order,
                value);
    }

    /**
     * Reads a definition; absent fields get the classic defaults.
     *
     * @throws JsonException when there is no name
     */
    public static TopicConfig read(JsonObject object) {
        return read(object.requireText("topicName"), object);
    }

    /** As {@link #read(JsonObject)} for a table whose key is the name, whatever the value says. */
    static TopicConfig read(String topicName, JsonObject object) {
        return new TopicConfig(
                topicName,
                object.intOr("readQueueNums", DEFAULT_QUEUES),
                object.intOr("writeQueueNums", DEFAULT_QUEUES),
                object.intOr("perm", Permission.READ_WRITE),
                TopicFilterType.of(object.text("topicFilterType")),
                object.intOr("topicSysFlag", 0),
                object.booleanOr("order", false),
                object.objectOrEmpty("attributes").textMap());
    }

    /** Writes the definition as a value. */
    public void write(JsonWriter json) {
        json.beginObject();
        writeFields(json);
        json.endObject();
    }

    /** Writes the fields into an object that the caller has begun and may add to. */
    public void writeFields(JsonWriter json) {
        json.field("attributes", attributes)
                .field("order", order)
                .field("perm", perm)
                .field("readQueueNums", readQueueNums)
                .field("topicFilterType", topicFilterType.name())
                .field("topicName", topicName)
                .field("topicSysFlag", topicSysFlag)
                .field("writeQueueNums", writeQueueNums);
    }

    /**
     * The six parts, separated by blanks, that a compressed registration has for a topic: name,
     * read and write queues, permission, filter type, attributes as JSON. {@code order} and {@code
     * topicSysFlag} are not in it.
     */
    public String toText() {
        StringBuilder text = new StringBuilder(64);
        text.append(topicName).append(' ').append(readQueueNums).append(' ').append(writeQueueNums);
        text.append(' ').append(perm).append(' ').append(topicFilterType);
        JsonWriter json = JsonWriter.classic().beginObject();
        attributes.forEach(json::field);
        return text.append(' ').append(json.endObject()).toString();
    }

    /**
     * Reads the six-part text. Attributes may be missing, and are dropped when they can't be read:
     * so do the classic readers, and a blank in a value makes them so.
     *
     * @throws JsonException when there are fewer than five parts or a number can't be read
     */
    public static TopicConfig parseText(String text) {
        String[] parts = text.split(" ", -1);
        if (parts.length < 5 || parts[0].isEmpty()) {
            throw new JsonException("a topic's text has fewer than five parts: " + shown(text));
        }
        try {
            return new TopicConfig(
                    parts[0],
                    Integer.parseInt(parts[1]),
                    Integer.parseInt(parts[2]),
                    Integer.parseInt(parts[3]),
                    TopicFilterType.of(parts[4]),
                    0,
                    false,
                    parts.length == 6 ? attributesOf(parts[5]) : Map.of());
        } catch (NumberFormatException e) {
            throw new JsonException("a topic's text has a part that is no number: " + shown(text));
        }
    }

    private static Map<String, String> attributesOf(String json) {
        try {
            return JsonReader.parse(json) instanceof JsonObject object
                    ? object.textMap()
                    : Map.of();
        } catch (JsonException e) {
            // The sender's own reader would drop them likewise; the topic itself is what matters.
            return Map.of();
        }
    }

    private static String shown(String text) {
        return text.length() > 64 ? text.substring(0, 64) + "…" : text;
    }
}
