package io.apogeemq.broker.endpoint;

import io.apogeemq.broker.admin.AdminOutcome;
import io.apogeemq.broker.admin.AdminOutcome.Done;
import io.apogeemq.common.protocol.Refusals;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.HandlerTable;
import io.apogeemq.common.remoting.Reply;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * How the doors of operators serve a command: decoded on the event loop, carried out on a thread
 * that may take its time, answered from there.
 */
final class AdminAnswers {

    private final Executor executor;

    /**
     * Serves by an executor.
     *
     * @param executor may let tasks wait and block; one that is full refuses
     */
    AdminAnswers(Executor executor) {
        this.executor = executor;
    }

    /** Serves a command whose answer is complete when it returns. */
    <Q> void now(
            HandlerTable.Builder table,
            int code,
            Function<Command, Q> decode,
            Function<Q, Answer> serve) {
        later(
                table,
                code,
                decode,
                request -> CompletableFuture.completedStage(serve.apply(request)));
    }

    /** Serves a command whose answer may come later. */
    <Q> void later(
            HandlerTable.Builder table,
            int code,
            Function<Command, Q> decode,
            Function<Q, CompletionStage<Answer>> serve) {
        table.on(
                code,
                (connection, command, reply) -> {
                    Q request = decode.apply(command);
                    submit(reply, () -> serve.apply(request));
                });
    }

    /** Serves a command that is its body, which may be long. */
    <Q> void later(
            HandlerTable.Builder table,
            int code,
            LongBodies bodies,
            Function<ByteBuffer, Q> decode,
            Function<Q, CompletionStage<Answer>> serve) {
        table.on(
                code,
                LongBodies.MOST_BYTES,
                (connection, command, reply) ->
                        bodies.read(
                                command,
                                reply,
                                decode,
                                request -> submit(reply, () -> serve.apply(request))));
    }

    private void submit(Reply reply, Task task) {
        try {
            executor.execute(
                    () -> {
                        CompletionStage<Answer> answer;
                        try {
                            answer = task.run();
                        } catch (RuntimeException e) {
                            Deferred.fail(reply, e);
                            return;
                        }
                        Deferred.answer(reply, answer, Function.identity());
                    });
        } catch (RejectedExecutionException e) {
            reply.fail(
                    ResponseCode.SYSTEM_BUSY,
                    "too many administration requests at a time; try again");
        }
    }

    /** What is carried out off the event loop. */
    @FunctionalInterface
    private interface Task {
        CompletionStage<Answer> run();
    }

    /** The answer to something that is done or not. */
    static Answer done(AdminOutcome<Done> outcome) {
        return answer(outcome, done -> Answer.of(ResponseCode.SUCCESS));
    }

    /** The answer with a body. */
    static <T> Answer body(AdminOutcome<T> outcome, Function<T, byte[]> encode) {
        return answer(outcome, value -> body(encode.apply(value)));
    }

    /** A success with a body. */
    static Answer body(byte[] body) {
        return Answer.of(ResponseCode.SUCCESS).body(body);
    }

    /** What was asked for, in an answer of its own, or a refusal. */
    static <T> Answer answer(AdminOutcome<T> outcome, Function<T, Answer> encode) {
        return switch (outcome) {
            case AdminOutcome.Answered<T> answered -> encode.apply(answered.value());
            case AdminOutcome.Denied<T> denied -> Refusals.answer(denied.refused());
        };
    }
}
