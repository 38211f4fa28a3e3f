package io.apogeemq.common.broker;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Who is connected and what they want. */
public interface ClientOperations {

    /** Registers, or keeps alive, everything that the client is. */
    CompletionStage<HeartbeatOutcome> heartbeat(ClientPeer peer, Heartbeat heartbeat);

    /** Takes a client out of a producer group, a consumer group, or both; null leaves one alone. */
    CompletionStage<AcknowledgedOutcome> unregister(
            ClientPeer peer,
            String clientId,
            @Nullable String producerGroup,
            @Nullable String consumerGroup);

    /** The client ids of a group's members; never an empty list: a group without any is refused. */
    CompletionStage<MemberOutcome> members(String group);

    /** Whether a subscription could be served: the expression parses and its type is allowed. */
    CompletionStage<AcknowledgedOutcome> checkSubscription(String group, Subscription subscription);

    /** Tells that a peer is gone, with everything it was registered for. */
    void peerClosed(ClientPeer peer);
}
