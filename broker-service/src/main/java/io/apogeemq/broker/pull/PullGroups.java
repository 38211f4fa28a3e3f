package io.apogeemq.broker.pull;

import org.jspecify.annotations.Nullable;

/** What pulls have to know of subscription groups. Any thread may ask; it never blocks. */
public interface PullGroups {

    /** A group's rules, null when the group does not exist. */
    @Nullable Rules find(String group);

    /**
     * Creates a group with the usual rules, where the broker's configuration and the group's name
     * permit it.
     *
     * @return whether the group exists now
     */
    boolean create(String group);

    /** Whether an operator keeps the group from reading the topic. */
    boolean isReadForbidden(String group, String topic);

    /**
     * The rules of a group.
     *
     * @param consumeEnabled whether it may consume
     * @param broadcastEnabled whether it may consume in the broadcasting model
     * @param preferredBrokerId whom its members shall ask next, 0 the master
     */
    record Rules(boolean consumeEnabled, boolean broadcastEnabled, long preferredBrokerId) {}
}
