package io.apogeemq.namesrv.routing;

import org.jspecify.annotations.Nullable;

/** How a registration ends. */
public sealed interface RegisterOutcome {
    /**
     * The broker is alive in the table, or gave way to a live one of a newer term.
     *
     * @param masterAddress the live master's address; only for slaves that have one
     * @param masterHaAddress where that master's slaves connect
     */
    record Accepted(@Nullable String masterAddress, @Nullable String masterHaAddress)
            implements RegisterOutcome {}

    /**
     * The broker was unknown and brought a single topic: the news of a topic that overtook the
     * first full registration. Taking it would show the broker with that topic alone.
     */
    record TooEarly() implements RegisterOutcome {}

    /**
     * The table has no room for what the broker brought; nothing of it was taken, and what it
     * registered before stays.
     *
     * @param heapBytes what the table may take of the heap
     */
    record Full(long heapBytes) implements RegisterOutcome {}
}
