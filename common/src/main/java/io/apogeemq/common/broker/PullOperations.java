package io.apogeemq.common.broker;

import java.util.concurrent.CompletionStage;

/** Reading a queue from an offset on. */
public interface PullOperations {

    /**
     * Reads messages; where there is none and the request may be held, waits for one.
     *
     * <p><b>Ownership:</b> the lease of {@link PullOutcome.Found} is given to the caller, who
     * closes it exactly once. A caller that went away meanwhile still gets, and closes, it.
     *
     * @return completes with messages, with {@link PullOutcome.Nothing} at the latest when the
     *     request's hold time is over, or with a refusal
     */
    CompletionStage<PullOutcome> pull(PullRequest request);
}
