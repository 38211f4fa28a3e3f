package io.apogeemq.broker.state;

import io.apogeemq.common.message.RecordView;

/**
 * Something derived from the messages in the log, up to the readable end. All methods are called by
 * the dispatcher's thread, in the order of the log; state records are left out.
 */
public interface RecordFold {

    /**
     * Takes one message in. Each message is given once: only where this throws, which must leave
     * the fold as it was, the same message is given again.
     *
     * @param message lent until return
     */
    void apply(RecordView message);

    /**
     * What was taken in since the last call may be shown to others now. Where this throws it is
     * called again.
     */
    default void publish() {}
}
