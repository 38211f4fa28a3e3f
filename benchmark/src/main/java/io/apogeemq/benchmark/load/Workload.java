package io.apogeemq.benchmark.load;

import io.apogeemq.benchmark.wire.ReplyScanner;
import java.nio.ByteBuffer;

/** What a {@link LoadLoop} sends and how it takes the replies. Called by the loop's thread only. */
interface Workload {

    /** Tells how many connections there are and that the load begins now. */
    void begin(int connections, long nowNanos);

    /**
     * Appends the requests that are due on a connection, as far as they fit. <i>Ownership</i>: the
     * buffer is lent until return.
     */
    void fill(int connection, ByteBuffer out, long nowNanos);

    /** Takes a reply; its body lies in {@code in}. <i>Ownership</i>: both lent until return. */
    void onReply(int connection, ReplyScanner reply, ByteBuffer in, long nowNanos);

    /**
     * Nanoseconds until a request is due without a reply before; 0 if one is due, MAX_VALUE if only
     * replies help.
     */
    long nanosToNextSend(long nowNanos);

    /** Whether nothing more will be sent. */
    boolean sentAll(long nowNanos);

    /** Requests without a reply. */
    long outstanding();
}
