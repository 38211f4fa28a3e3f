package io.apogeemq.common.protocol;

import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.ClientOptions;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.CommandHandler;
import io.apogeemq.common.remoting.Door;
import io.apogeemq.common.remoting.EventLoops;
import io.apogeemq.common.remoting.HandlerTable;
import io.apogeemq.common.remoting.RemotingClient;
import io.apogeemq.common.remoting.RemotingServer;
import io.apogeemq.common.remoting.Reply;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;
import io.apogeemq.common.remoting.ServerOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A server and a client on the loopback: commands travel as frames, as they do in service. */
final class CommandWire implements AutoCloseable {

    private final AtomicReference<CommandHandler> handler = new AtomicReference<>();
    private final EventLoops loops = EventLoops.start("wire", 1);
    private final RemotingServer server;
    private final RemotingClient client;

    CommandWire() {
        HandlerTable table =
                HandlerTable.builder()
                        .otherwise(
                                (connection, command, reply) ->
                                        handler.get().handle(connection, command, reply))
                        .build();
        server =
                RemotingServer.start(
                        ServerOptions.defaults().withBindAddress("127.0.0.1"),
                        loops,
                        new Door(0, table));
        client = RemotingClient.start(ClientOptions.defaults(), loops);
    }

    /** Sends a request to a handler and waits for its answer. */
    Response exchange(Request request, BiConsumer<Command, Reply> serving) {
        handler.set((connection, command, reply) -> serving.accept(command, reply));
        return client.call("127.0.0.1:" + server.port(), request, Duration.ofSeconds(10))
                .toCompletableFuture()
                .join();
    }

    /** What the server reads from a request. */
    <T> T require(Request request, Function<Command, T> decoder) {
        AtomicReference<@Nullable T> read = new AtomicReference<>();
        Response response =
                exchange(
                        request,
                        (command, reply) -> {
                            read.set(decoder.apply(command));
                            reply.send(Answer.of(0));
                        });
        if (!response.isSuccess()) {
            throw new IllegalStateException(response.code() + " " + response.remark());
        }
        return Objects.requireNonNull(read.get());
    }

    @Override
    public void close() {
        client.close();
        server.close();
        loops.close();
    }
}
