package io.apogeemq.common.remoting;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection, seen alike from both ends: either may call the other. All methods may be
 * called from any thread; callbacks run on the connection's event loop and must not block it.
 */
public interface Connection {
    /** Unique among all connections of this process. */
    long id();

    /** Who is at the other end. */
    InetSocketAddress remoteAddress();

    /** Our end. */
    InetSocketAddress localAddress();

    /** Whether frames can still be exchanged; may change at any moment. */
    boolean isOpen();

    /** False while more bytes wait to be sent than the high-water mark allows. */
    boolean isWritable();

    /**
     * Sends a request to the other side.
     *
     * <p>Ownership of the request: taken.
     *
     * @param timeout until the answer; it is noticed at most 100 ms late
     * @return completed on the event loop with the answer, whatever its code, or exceptionally with
     *     {@link RemotingException}; an answer that comes after the timeout is ignored
     */
    CompletionStage<Response> call(Request request, Duration timeout);

    /**
     * Sends a request that gets no answer. Dropped, its body released, when the connection is
     * closed or so many bytes wait that the peer evidently doesn't read.
     */
    void sendOneWay(Request request);

    /** Closes the connection; what was sent before still leaves if the peer takes it. */
    void close(String reason);

    /** Runs {@code action} once after the connection closed; at once if it already did. */
    void onClose(Runnable action);

    /** Keeps {@code value} with the connection, one per class; replaces the earlier one. */
    void attach(Object value);

    /** What was attached of exactly this class. */
    <T> @Nullable T attachment(Class<T> type);
}
