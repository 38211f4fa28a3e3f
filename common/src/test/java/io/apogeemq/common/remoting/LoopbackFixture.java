package io.apogeemq.common.remoting;

import io.apogeemq.common.remoting.testing.RawPeer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Event loops, servers, clients and raw peers of one test, closed in reverse order. */
final class LoopbackFixture implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    final EventLoops loops;
    private final Deque<Runnable> opened = new ArrayDeque<>();

    LoopbackFixture() {
        this(EventLoops.start("test", 2));
    }

    LoopbackFixture(EventLoops loops) {
        this.loops = loops;
        opened.push(loops::close);
    }

    static ServerOptions options() {
        return ServerOptions.defaults().withBindAddress("127.0.0.1");
    }

    static ServerOptions options(ConnectionLimits limits) {
        return options().withLimits(limits);
    }

    static HandlerTable.Builder on(int code, CommandHandler handler) {
        return HandlerTable.builder().on(code, HandlerTable.ANY_BODY_BYTES, handler);
    }

    RemotingServer serve(HandlerTable.Builder handlers) {
        return serve(options(), handlers);
    }

    RemotingServer serve(ServerOptions options, HandlerTable.Builder handlers) {
        return serve(options, handlers, ConnectionListener.NONE);
    }

    RemotingServer serve(
            ServerOptions options, HandlerTable.Builder handlers, ConnectionListener listener) {
        RemotingServer server =
                RemotingServer.start(
                        options, loops, listener, List.of(new Door(0, handlers.build())));
        opened.push(server::close);
        return server;
    }

    RemotingClient client() {
        return client(ClientOptions.defaults(), HandlerTable.empty());
    }

    RemotingClient client(ClientOptions options, HandlerTable pushes) {
        RemotingClient client = RemotingClient.start(options, loops, pushes);
        opened.push(client::close);
        return client;
    }

    RawPeer connect(RemotingServer server) {
        return keep(RawPeer.connect(server.port()));
    }

    RawPeer keep(RawPeer peer) {
        opened.push(peer::close);
        return peer;
    }

    static String address(RemotingServer server) {
        return "127.0.0.1:" + server.port();
    }

    /** Waits for a result. */
    static <T> T get(CompletionStage<T> stage) throws ExecutionException, InterruptedException {
        try {
            return stage.toCompletableFuture().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("nothing came", e);
        }
    }

    /** Waits for a failure and returns it. */
    static RemotingException failure(CompletionStage<?> stage) throws InterruptedException {
        try {
            throw new AssertionError("came " + get(stage));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RemotingException expected) {
                return expected;
            }
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            opened.pop().run();
        }
    }
}
