package io.apogeemq.common.protocol.namesrv;

import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Fields;
import io.apogeemq.common.remoting.Request;
import org.jspecify.annotations.Nullable;

/**
 * GET_ROUTEINFO_BY_TOPIC: where does a topic live? The answer's body is a {@link
 * io.apogeemq.common.route.TopicRoute}.
 *
 * @param topic the topic
 * @param strictJson whether the body must be plain JSON; otherwise broker ids are bare digits
 * @param zone the zone that the answer is to be narrowed to; null for the whole route
 */
public record GetRoute(String topic, boolean strictJson, @Nullable String zone) {
    /** 4.9.4, the first version whose senders need no bare digits. */
    private static final int STRICT_SINCE = 401;

    private static final String STRICT = "acceptStandardJsonOnly";

    /** Reads a request. */
    public static GetRoute read(Command command) {
        Fields fields = command.fields();
        String zone = fields.booleanOr("__ZONE_MODE", false) ? fields.text("__ZONE_NAME") : null;
        return new GetRoute(
                fields.requireText("topic"),
                wantsStrictJson(command),
                zone == null || zone.isBlank() ? null : zone);
    }

    /** Says whether the sender of a request reads quoted integer keys in the answer. */
    public static boolean wantsStrictJson(Command command) {
        return command.version() >= STRICT_SINCE || command.fields().booleanOr(STRICT, false);
    }

    /** The request. */
    public Request toRequest() {
        Request request =
                Request.of(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                        .field(STRICT, strictJson)
                        .field("topic", topic);
        return zone == null
                ? request
                : request.field("__ZONE_MODE", true).field("__ZONE_NAME", zone);
    }
}
