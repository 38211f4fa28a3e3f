package io.apogeemq.common.broker;

/** What a pull found. */
public sealed interface PullOutcome
        permits PullOutcome.Found, PullOutcome.Nothing, PullOutcome.Forbidden, Refused {

    /** Messages, at least one. The receiver closes the lease. */
    record Found(MessageLease messages, Position position) implements PullOutcome {}

    /** No message; the position says how to go on. */
    record Nothing(Cause cause, Position position, String detail) implements PullOutcome {}

    /**
     * The reader may not read, and what stands in the way.
     *
     * @param detail one sentence for the person behind the client
     */
    record Forbidden(Bar bar, String detail) implements PullOutcome {}

    /** What keeps a reader out. */
    enum Bar {
        /** The broker is closed for reads, or does not serve this kind of pull. */
        BROKER,
        /** The group may not consume. */
        GROUP,
        /** The topic is closed for reads. */
        TOPIC,
        /** The group may not consume by broadcasting. */
        BROADCASTING,
        /** An operator keeps the group from this topic. */
        GROUP_FROM_TOPIC
    }

    /** Why there is no message. */
    enum Cause {
        /** The queue ends here: ask again later. */
        NO_NEW_MESSAGE,
        /** Messages were looked at and none is wanted: ask again at once, further on. */
        NONE_MATCHED,
        /** The offset is outside the queue, or was reset: go on at the given one. */
        OFFSET_MOVED
    }

    /**
     * Where the queue and the reader stand.
     *
     * @param nextOffset where to go on
     * @param minOffset first offset of the queue
     * @param maxOffset the next one to be written
     * @param suggestedBrokerId whom to ask next, 0 the master
     */
    record Position(long nextOffset, long minOffset, long maxOffset, long suggestedBrokerId) {}
}
