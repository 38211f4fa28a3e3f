package io.apogeemq.broker.config;

import io.apogeemq.broker.log.CommitLog;
import io.apogeemq.broker.log.Durability;
import io.apogeemq.broker.log.Durability.Reached;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What a send waits for, by the broker's settings. */
final class Durabilities {

    private static final CompletionStage<Reached> AT_ONCE =
            CompletableFuture.completedStage(Reached.ACHIEVED);

    private Durabilities() {}

    /** What this machine promises by itself: nothing beyond its page cache, or its disk. */
    static Durability ofMachine(boolean syncFlush, CommitLog log) {
        return syncFlush ? log.flushed() : endOffset -> AT_ONCE;
    }

    /** What a message is promised in the role that the broker has. */
    static Durability ofMessage(BrokerProperties.Role role, Durability machine) {
        return switch (role) {
            case ASYNC_MASTER, SLAVE -> machine;
            // Stored here and told so: there is no slave that could have it too.
            case SYNC_MASTER ->
                    endOffset ->
                            machine.reached(endOffset)
                                    .thenApply(
                                            reached ->
                                                    reached == Reached.ACHIEVED
                                                            ? Reached.SLAVE_NOT_AVAILABLE
                                                            : reached);
        };
    }

    /** What an acknowledgement means, for the log of the start. */
    static String inWords(BrokerProperties.Role role, BrokerProperties.Flush flush) {
        String here =
                switch (flush) {
                    case ASYNC_FLUSH -> "in the page cache of this machine";
                    case SYNC_FLUSH -> "on the disk of this machine";
                };
        return switch (role) {
            case ASYNC_MASTER, SLAVE -> here;
            case SYNC_MASTER ->
                    here
                            + "; every send is answered SLAVE_NOT_AVAILABLE, since this version has no slaves yet";
        };
    }
}
