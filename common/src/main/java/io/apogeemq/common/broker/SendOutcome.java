package io.apogeemq.common.broker;

import org.jspecify.annotations.Nullable;

/** What became of a message that was sent. */
public sealed interface SendOutcome permits SendOutcome.Stored, Refused {

    /**
     * The message is in the log.
     *
     * @param messageId offset id, 32 or 56 upper-case hex digits; of a batch one per message,
     *     joined by commas
     * @param queueId the queue that was asked for, or the one chosen
     * @param queueOffset ordinal in the queue, of a batch that of its first message
     * @param transactionId the message's unique key; null for a batch
     * @param durability how far the promise was kept
     */
    record Stored(
            String messageId,
            int queueId,
            long queueOffset,
            @Nullable String transactionId,
            Durability durability)
            implements SendOutcome {}

    /** How far a stored message has come when the answer is given. */
    enum Durability {
        /** As far as the broker's configuration promises. */
        ACHIEVED,
        /** Stored, but the disk did not confirm in time. */
        FLUSH_TIMEOUT,
        /** Stored here; no slave is in sync. */
        SLAVE_NOT_AVAILABLE,
        /** Stored here; the slave did not confirm in time. */
        SLAVE_TIMEOUT
    }
}
