package io.apogeemq.broker.state;

/**
 * A table that is made of the log: its state records, replayed in order from the first one on.
 * While the broker runs as master its owner changes the table itself and records the resulting
 * values; those records are not fed back.
 *
 * <p>Replaying a record twice must leave the table as replaying it once: records carry values,
 * never steps.
 */
public interface StateFold {

    /** Where its records are. */
    StateQueue queue();

    /**
     * Takes one record in. Called by the thread that opens the broker, before anything is served.
     *
     * @param kind what kind of record, numbered by the fold; unknown kinds are skipped, since a
     *     later version may have written them
     * @param value lent until return
     */
    void replay(int kind, ValueReader value);
}
