package io.apogeemq.common.broker;

import java.util.concurrent.CompletionStage;

/** Storing messages. */
public interface SendOperations {

    /**
     * Stores one message, or a batch of one queue.
     *
     * <p><b>Ownership:</b> the request's buffers are lent until this method returns; the stage may
     * complete later.
     *
     * @return completes with {@link SendOutcome.Stored} when the durability that the broker is
     *     configured for is reached or has been given up, at once when the request is refused
     */
    CompletionStage<SendOutcome> send(SendRequest request);

    /**
     * Takes back a message that a consumer could not handle, for a later try or as a dead letter.
     */
    CompletionStage<SendBackOutcome> sendBack(SendBackRequest request);
}
