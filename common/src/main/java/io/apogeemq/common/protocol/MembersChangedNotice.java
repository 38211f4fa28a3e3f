package io.apogeemq.common.protocol;

import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Request;

/**
 * A broker tells a consumer that its group changed ({@link
 * RequestCode#NOTIFY_CONSUMER_IDS_CHANGED}); always one-way.
 *
 * @param group the consumer group
 */
public record MembersChangedNotice(String group) {

    /** Reads the notice. */
    public static MembersChangedNotice decode(Command command) {
        return new MembersChangedNotice(command.fields().requireText("consumerGroup"));
    }

    /** The notice to a client. */
    public Request request() {
        return Request.of(RequestCode.NOTIFY_CONSUMER_IDS_CHANGED).field("consumerGroup", group);
    }
}
