package io.apogeemq.common.protocol;

import io.apogeemq.common.broker.OffsetOperations.Boundary;
import io.apogeemq.common.broker.OffsetOutcome;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.BadFieldException;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Fields;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;
import org.jspecify.annotations.Nullable;

/**
 * Finds the offset that belongs to a store time ({@link RequestCode#SEARCH_OFFSET_BY_TIMESTAMP}).
 *
 * @param timestamp ms since the epoch
 * @param boundary which of several messages of that time; the lower one unless the client says
 */
public record SearchOffsetCommand(String topic, int queueId, long timestamp, Boundary boundary) {

    /** Reads the request. */
    public static SearchOffsetCommand decode(Command command) {
        Fields fields = command.fields();
        return new SearchOffsetCommand(
                fields.requireText("topic"),
                fields.requireInt("queueId"),
                fields.requireLong("timestamp"),
                boundary(fields.text("boundaryType")));
    }

    private static Boundary boundary(@Nullable String name) {
        if (name == null || name.isEmpty() || name.equalsIgnoreCase("LOWER")) {
            return Boundary.LOWER;
        }
        if (name.equalsIgnoreCase("UPPER")) {
            return Boundary.UPPER;
        }
        throw new BadFieldException("boundaryType", name, "LOWER or UPPER");
    }

    /** The request to a broker. */
    public Request request() {
        return Request.of(RequestCode.SEARCH_OFFSET_BY_TIMESTAMP)
                .field("topic", topic)
                .field("queueId", queueId)
                .field("timestamp", timestamp)
                .field("boundaryType", boundary.name());
    }

    /** The broker's answer. */
    public static Answer answer(OffsetOutcome outcome) {
        return OffsetCommands.answer(outcome, "offset");
    }

    /** What the broker said. */
    public static OffsetOutcome outcome(Response response) {
        return OffsetCommands.outcome(response, "offset");
    }
}
