package io.apogeemq.common.protocol;

import io.apogeemq.common.json.JsonException;
import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonReader;
import io.apogeemq.common.message.MessageQueue;
import io.apogeemq.common.remoting.BadFieldException;
import io.apogeemq.common.remoting.Command;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the commands with a JSON body share: a body that is at fault is told like a field. */
public final class JsonBodies {
    private static final long LEAST_TREE_BYTES = 64 * 1024;
    private static final long TREE_FACTOR = 8;

    private JsonBodies() {}

    /**
     * Reads a request's body on the event loop. The transport hands only short ones on; what may be
     * long is copied and read elsewhere.
     *
     * @param mapping from the body's object to what is wanted; may throw {@link JsonException}
     * @throws BadFieldException when the body is no JSON object, makes more of itself than {@link
     *     #treeBytes}, or the mapping refuses it
     */
    public static <T extends @Nullable Object> T read(
            Command command, Function<JsonObject, T> mapping) {
        return read(command.body(), mapping);
    }

    /** As {@link #read(Command, Function)}. Ownership: lent until return. */
    public static <T extends @Nullable Object> T read(
            ByteBuffer body, Function<JsonObject, T> mapping) {
        try {
            return mapping.apply(JsonReader.parseObject(body, treeBytes(body.remaining())));
        } catch (JsonException e) {
            throw bad(body, e);
        }
    }

    /**
     * What a request's body may take of the heap once it is read: a multiple that no real one
     * reaches. Who reads many at a time, or long ones, takes as much from a budget first.
     */
    public static long treeBytes(int bodyBytes) {
        return LEAST_TREE_BYTES + TREE_FACTOR * bodyBytes;
    }

    /** As {@link #read(Command, Function)}, from the body of an answer. */
    public static <T extends @Nullable Object> T read(
            byte[] body, Function<JsonObject, T> mapping) {
        try {
            return mapping.apply(JsonReader.parseObject(body));
        } catch (JsonException e) {
            throw bad(ByteBuffer.wrap(body), e);
        }
    }

    private static BadFieldException bad(ByteBuffer body, JsonException e) {
        int shown = Math.min(body.remaining(), 80);
        String start =
                StandardCharsets.UTF_8
                        .decode(body.slice(body.position(), shown))
                        .toString()
                        .replaceAll("\\p{Cntrl}", " ");
        return new BadFieldException("body", start, "JSON; " + e.getMessage());
    }

    /** The queues in a list of objects. */
    static Set<MessageQueue> queues(JsonObject body, String key) {
        Set<MessageQueue> queues = new LinkedHashSet<>();
        for (JsonObject queue : body.objects(key)) {
            queues.add(queue(queue));
        }
        return queues;
    }

    /** A queue; one without a broker has none yet. */
    public static MessageQueue queue(JsonObject queue) {
        return new MessageQueue(
                queue.requireText("topic"),
                queue.textOr("brokerName", ""),
                queue.requireInt("queueId"));
    }
}
