package io.apogeemq.broker.log;

import java.util.concurrent.CompletionStage;

/**
 * What an append waits for. The log asks for it here; flushing and, later, replication provide it.
 * Many waiters are released at a time, each by its own offset, never behind another's.
 */
public interface Durability {

    /** How a wait ended. */
    enum Reached {
        ACHIEVED,
        FLUSH_TIMEOUT,
        SLAVE_NOT_AVAILABLE,
        SLAVE_TIMEOUT
    }

    /**
     * Waits until everything before the offset is as durable as the configuration promises.
     *
     * @param endOffset physical offset behind the record
     * @return fails with {@link NotDurableException} when the disk failed: such a record is never
     *     acknowledged
     */
    CompletionStage<Reached> reached(long endOffset);
}
