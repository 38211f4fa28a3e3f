package io.apogeemq.broker.produce;

/** Knows whether a group consumes in order right now. The queue locks implement it. */
@FunctionalInterface
public interface GroupLocks {

    /** Whether the group holds an unexpired lock on any queue of this broker. */
    boolean holdsAny(String group);
}
