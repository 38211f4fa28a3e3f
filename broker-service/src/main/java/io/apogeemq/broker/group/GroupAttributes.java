package io.apogeemq.broker.group;

import io.apogeemq.broker.topic.AttributeTable;

/** The attributes that a subscription group may have. */
final class GroupAttributes {

    /** All of them. */
    static final AttributeTable TABLE =
            new AttributeTable("group")
                    .number("priority.factor", 0, 100)
                    .text("lite.bind.topic")
                    .words("lite.sub.model", true, "Shared", "Exclusive")
                    .words("lite.sub.reset.offset.exclusive", true, "true", "false")
                    .words("lite.sub.reset.offset.unsubscribe", true, "true", "false")
                    .number("lite.sub.client.quota", -1, Long.MAX_VALUE)
                    .number("lite.sub.client.max.event.cnt", 10, Long.MAX_VALUE)
                    .text("lite.sub.wildcard");

    private GroupAttributes() {}
}
