package io.apogeemq.common.broker;

import io.apogeemq.common.message.MessageQueue;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Locks on queues, for consumers that keep order. */
public interface QueueLockOperations {

    /** Takes or refreshes locks; the answer holds the queues that are this client's now. */
    CompletionStage<Set<MessageQueue>> lock(
            String group, String clientId, Set<MessageQueue> queues);

    /** Gives up the locks that this client holds; others are left alone. */
    CompletionStage<AcknowledgedOutcome> unlock(
            String group, String clientId, Set<MessageQueue> queues);
}
