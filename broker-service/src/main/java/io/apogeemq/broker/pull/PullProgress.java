package io.apogeemq.broker.pull;

/** The progress of groups, as far as pulls note and heed it. Any thread; it never blocks. */
public interface PullProgress {

    /** No reset is pending. */
    long NO_RESET = -1;

    /** Notes how far a group has come in a queue. */
    void commit(String group, String topic, int queueId, long offset);

    /**
     * Takes the offset that an operator has set for a group and that its consumers have not been
     * told yet. It is given out once.
     *
     * @return where the group goes on, or {@link #NO_RESET}
     */
    long takeReset(String group, String topic, int queueId);

    /** Whether {@link #takeReset} has something to give. */
    boolean hasReset(String group, String topic, int queueId);

    /** Notes where a pull ended, for operators. */
    void notePulled(String group, String topic, int queueId, long nextOffset);
}
