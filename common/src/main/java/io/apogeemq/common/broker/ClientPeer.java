package io.apogeemq.common.broker;

import io.apogeemq.common.message.MessageQueue;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * A connected client as the broker sees it, whatever carries it: a TCP connection, a gRPC stream, a
 * caller in the same process. Two peers are equal exactly when they are one connection.
 *
 * <p>Methods may be called from any thread and never block. Notices are best effort: a client that
 * is gone misses them and asks afresh when it is back.
 */
public interface ClientPeer {

    /** Where it is connected from, {@code ip:port}. */
    String address();

    /** The protocol version that its last request stated. */
    int version();

    /** The name of the language that its last request stated. */
    String language();

    /** Whether it can still be reached. */
    boolean isOpen();

    /** Tells that the members of a group have changed, so that it shares queues out anew. */
    void membersChanged(String group);

    /** Tells to go on at these offsets. */
    void offsetsReset(String topic, String group, long timestamp, Map<MessageQueue, Long> offsets);

    /** Asks how far the client itself is in its queues. */
    CompletionStage<Map<MessageQueue, Long>> consumerStatus(String topic, String group);

    /**
     * Passes an operator's question through to the client and its answer back, neither looked into.
     *
     * @param code the classic request code
     * @param fields the fields as they came
     * @param body the body as it came, empty when none
     * @return fails with {@link java.util.concurrent.TimeoutException} when the client does not
     *     answer in time, and otherwise when it cannot be reached
     */
    CompletionStage<OperatorAnswer> ask(int code, Map<String, String> fields, byte[] body);
}
