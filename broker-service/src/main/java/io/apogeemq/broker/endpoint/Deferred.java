package io.apogeemq.broker.endpoint;

import io.apogeemq.broker.log.NotDurableException;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Reply;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers when a use case is done, at once where it already is. */
final class Deferred {

    private static final Logger LOG = LoggerFactory.getLogger(Deferred.class);

    private Deferred() {}

    /**
     * Sends the answer that belongs to the outcome; a use case that broke is code 1.
     *
     * @param encode must not block; runs on the thread that completes the stage
     */
    static <T> void answer(Reply reply, CompletionStage<T> stage, Function<T, Answer> encode) {
        stage.whenComplete(
                (outcome, failure) -> {
                    if (failure != null) {
                        fail(reply, failure);
                        return;
                    }
                    Answer answer;
                    try {
                        answer = encode.apply(outcome);
                    } catch (RuntimeException e) {
                        fail(reply, e);
                        return;
                    }
                    reply.send(answer);
                });
    }

    /** Answers code 1 for something that broke inside the broker. */
    static void fail(Reply reply, Throwable failure) {
        Throwable cause = cause(failure);
        if (isNews(cause)) {
            LOG.atWarn().setCause(cause).log("A request failed inside the broker");
        }
        reply.fail(ResponseCode.SYSTEM_ERROR, "the broker failed to do it: " + cause.getMessage());
    }

    /**
     * Whether a failure is worth a line. That of a disk is not: the log has written one, and every
     * request that waited for that disk fails with the same.
     */
    static boolean isNews(Throwable failure) {
        return !(cause(failure) instanceof NotDurableException);
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }
}
