package io.apogeemq.broker.pull;

import io.apogeemq.common.broker.Subscription;
import org.jspecify.annotations.Nullable;

/** What pulls have to know of connected consumers. Any thread may ask; it never blocks. */
@FunctionalInterface
public interface PullConsumers {

    /** A group as its members registered it by heartbeat, null when it has no member. */
    @Nullable Registered find(String group);

    /** A group with at least one member; a view that may change under the caller. */
    interface Registered {

        /** Whether every member sees all messages. */
        boolean isBroadcasting();

        /** What the group wants of a topic, null when it wants nothing of it. */
        @Nullable Subscription subscription(String topic);
    }
}
