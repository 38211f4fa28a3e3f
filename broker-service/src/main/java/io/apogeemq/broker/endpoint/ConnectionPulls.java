package io.apogeemq.broker.endpoint;

import io.apogeemq.common.broker.PullOutcome;
import io.apogeemq.common.broker.PullRequest;
import io.apogeemq.common.protocol.PullDecoder;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Connection;
import io.apogeemq.common.remoting.Reply;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pulls of one connection: their decoder, and those that wait. Attached to the connection and
 * owned by its event loop, save for {@link #forget}, which any thread calls.
 */
final class ConnectionPulls {

    private final PullDecoder decoder = new PullDecoder();
    private final Map<Reply, CompletableFuture<PullOutcome>> waiting = new ConcurrentHashMap<>();
    private boolean closed;

    private ConnectionPulls() {}

    static ConnectionPulls of(Connection connection) {
        ConnectionPulls pulls = connection.attachment(ConnectionPulls.class);
        if (pulls == null) {
            ConnectionPulls made = new ConnectionPulls();
            connection.attach(made);
            connection.onClose(made::close);
            pulls = made;
        }
        return pulls;
    }

    PullRequest decode(Command command) {
        return decoder.decode(command);
    }

    /** Notes a pull that waits, to be given up when the connection closes. */
    void keep(Reply reply, CompletableFuture<PullOutcome> pull) {
        waiting.put(reply, pull);
        if (closed) {
            // Read in one go with the end of the connection.
            close();
        }
    }

    void forget(Reply reply) {
        waiting.remove(reply);
    }

    private void close() {
        closed = true;
        for (CompletableFuture<PullOutcome> pull : waiting.values()) {
            pull.cancel(false);
        }
    }
}
