package io.apogeemq.broker.endpoint;

import io.apogeemq.common.broker.PullOperations;
import io.apogeemq.common.broker.PullOutcome;
import io.apogeemq.common.protocol.PullCommand;
import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Connection;
import io.apogeemq.common.remoting.HandlerTable;
import io.apogeemq.common.remoting.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The door of pulling: 11 and 361; not opened on the fast port. An answer that is known at once
 * leaves in the same go on the connection's event loop, its messages from where they lie in the
 * log. A pull that waits is given up when its connection closes.
 */
public final class PullHandlers {

    private final PullOperations broker;

    public PullHandlers(PullOperations broker) {
        this.broker = broker;
    }

    /** Adds what this door serves. */
    public void addTo(HandlerTable.Builder table) {
        table.on(RequestCode.PULL_MESSAGE, this::pull)
                .on(RequestCode.LITE_PULL_MESSAGE, this::pull);
    }

    private void pull(Connection connection, Command command, Reply reply) {
        if (!reply.isExpected()) {
            // Nobody waits for what would be found.
            return;
        }
        ConnectionPulls pulls = ConnectionPulls.of(connection);
        CompletionStage<PullOutcome> stage = broker.pull(pulls.decode(command));
        CompletableFuture<PullOutcome> outcome = stage.toCompletableFuture();
        if (outcome.state() == CompletableFuture.State.SUCCESS) {
            PullCommand.reply(reply, outcome.resultNow());
            return;
        }
        pulls.keep(reply, outcome);
        stage.whenComplete(
                (found, failure) -> {
                    pulls.forget(reply);
                    if (failure == null) {
                        PullCommand.reply(reply, found);
                    } else if (!outcome.isCancelled()) {
                        Deferred.fail(reply, failure);
                    }
                });
    }
}
