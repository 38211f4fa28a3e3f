package io.apogeemq.broker.client;

/** Wants to know when a consumer group has registered. Must be quick; any thread calls. */
@FunctionalInterface
public interface GroupListener {

    /** A member of the group has sent a heartbeat: who asks now sees what it registered. */
    void registered(String group);
}
