package io.apogeemq.common.remoting;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls servers by their address. Keeps one connection per address, opens it when it is first
 * needed and again after it was lost, and looks the name up each time.
 *
 * <p>Answers 1500 ("go away") lead to a second attempt over a fresh connection, once, where the
 * request's body can be sent twice.
 *
 * <p>Life cycle: usable from {@link #start} to {@link #close}; the event loops are the caller's.
 * Thread-safe. Completions run on event loops and must not block them.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Failed closes and writes show in the channel.
public final class RemotingClient implements AutoCloseable {
    private static final int GO_AWAY = 1500;
    private static final Logger LOG = LoggerFactory.getLogger(RemotingClient.class);

    private final Transport transport;
    private final Bootstrap bootstrap;
    private final HostLookup hosts;
    private final Map<String, Peer> peers = new ConcurrentHashMap<>();
    private final List<Consumer<String>> disconnectListeners = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    private RemotingClient(
            ClientOptions options, EventLoops loops, HandlerTable pushes, HostLookup hosts) {
        this.hosts = hosts;
        this.transport =
                new Transport(
                        loops,
                        options.limits(),
                        new SenderIdentity(options.language(), options.version()),
                        ConnectionListener.NONE);
        this.bootstrap =
                new Bootstrap()
                        .group(loops.group())
                        .channel(loops.clientChannel())
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                Math.toIntExact(options.connectTimeout().toMillis()))
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.ALLOCATOR, loops.allocator())
                        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, transport.waterMark())
                        .handler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline()
                                                .addLast(
                                                        new NettyConnection(
                                                                transport, pushes, channel));
                                    }
                                });
    }

    /** A client whose servers may push nothing. */
    public static RemotingClient start(ClientOptions options, EventLoops loops) {
        return start(options, loops, HandlerTable.empty());
    }

    /** A client that serves requests of its servers by {@code pushes}. */
    public static RemotingClient start(
            ClientOptions options, EventLoops loops, HandlerTable pushes) {
        return start(options, loops, pushes, HostLookup.SYSTEM);
    }

    /** As above, with another way to find hosts. */
    public static RemotingClient start(
            ClientOptions options, EventLoops loops, HandlerTable pushes, HostLookup hosts) {
        return new RemotingClient(options, loops, pushes, hosts);
    }

    /**
     * Sends a request to {@code address} and awaits its answer.
     *
     * <p>Ownership of the request: taken; it must not change until the result is complete.
     *
     * @param address {@code host:port}, cut at the last colon
     * @param timeout for connecting and answering together, in whole milliseconds
     * @return the answer, whatever its code, or {@link RemotingException}
     * @throws IllegalArgumentException when the address is ill-formed or the request too large
     */
    public CompletionStage<Response> call(String address, Request request, Duration timeout) {
        Peer peer = peer(address);
        if (!request.isRepeatable()) {
            return call(peer, request, timeout);
        }
        long deadline = deadline(timeout);
        CompletableFuture<Response> result = new CompletableFuture<>();
        call(peer, request, timeout)
                .whenComplete(
                        (answer, failure) -> {
                            if (answer == null || answer.code() != GO_AWAY) {
                                complete(result, answer, failure);
                            } else {
                                callAgain(peer, request, deadline, result);
                            }
                        });
        return result;
    }

    /**
     * Sends a request that gets no answer, connecting first if needed. Dropped where that fails.
     * Ownership of the request: taken.
     */
    public void sendOneWay(String address, Request request) {
        Peer peer = peer(address);
        NettyConnection ready = peer.ready();
        if (ready != null) {
            ready.sendOneWay(request);
            return;
        }
        boolean waits =
                peer.whenSettled(
                        (connection, failure) -> {
                            if (connection == null) {
                                drop(request);
                            } else {
                                connection.sendOneWay(request);
                            }
                        });
        if (!waits) {
            drop(request);
        }
    }

    private void drop(Request request) {
        request.content().body().release();
        transport.counters().oneWayDropped();
    }

    /** The connection to {@code address}, opened if needed. */
    public CompletionStage<Connection> connect(String address) {
        Peer peer = peer(address);
        CompletableFuture<Connection> result = new CompletableFuture<>();
        boolean waits =
                peer.whenSettled((connection, failure) -> complete(result, connection, failure));
        if (!waits) {
            result.completeExceptionally(tooManyWait(peer));
        }
        return result;
    }

    /** Tells {@code listener} the address whenever an established connection to it was lost. */
    public void onDisconnect(Consumer<String> listener) {
        disconnectListeners.add(listener);
    }

    /**
     * Looks the host of {@code address} up anew and closes the connection there if it leads to a
     * machine that is no longer among those found; the next call finds the new one. A host that
     * can't be looked up is left as it is. Returns at once.
     */
    public void leaveIfMoved(String address) {
        Peer peer = peers.get(address);
        NettyConnection connection = peer == null ? null : peer.ready();
        if (peer != null && connection != null) {
            Thread.ofVirtual()
                    .name("lookup-" + address)
                    .start(() -> leaveIfMoved(peer, connection));
        }
    }

    private void leaveIfMoved(Peer peer, NettyConnection connection) {
        try {
            List<InetAddress> found = List.of(hosts.find(peer.target.host()));
            if (!found.contains(connection.remoteAddress().getAddress())) {
                connection.close("the name " + peer.target.host() + " leads elsewhere now");
            }
        } catch (UnknownHostException e) {
            // A resolver that is away is no reason to give up a connection that works.
            LOG.atDebug()
                    .addKeyValue("address", peer.target.address())
                    .setCause(e)
                    .log("not looked up anew");
        }
    }

    /** What was counted on all connections together. */
    public TransportCounters counters() {
        return transport.counters();
    }

    /** Closes all connections; calls that wait fail. */
    @Override
    public void close() {
        closed = true;
        for (Peer peer : peers.values()) {
            NettyConnection connection = peer.ready();
            if (connection != null) {
                connection.close("client closed");
            }
        }
    }

    private CompletionStage<Response> call(Peer peer, Request request, Duration timeout) {
        NettyConnection ready = peer.ready();
        return ready != null
                ? ready.call(request, timeout)
                : callOnceConnected(peer, request, timeout);
    }

    private CompletionStage<Response> callOnceConnected(
            Peer peer, Request request, Duration timeout) {
        CompletableFuture<Response> result = new CompletableFuture<>();
        long deadline = deadline(timeout);
        Future<?> timer =
                transport
                        .loops()
                        .group()
                        .next()
                        .schedule(
                                () -> timedOut(peer, result),
                                timeout.toMillis(),
                                TimeUnit.MILLISECONDS);
        boolean waits =
                peer.whenSettled(
                        (connection, failure) -> {
                            timer.cancel(false);
                            if (connection == null || result.isDone()) {
                                request.content().body().release();
                                complete(result, null, failure);
                            } else {
                                callNow(connection, request, left(deadline), result);
                            }
                        });
        if (!waits) {
            timer.cancel(false);
            request.content().body().release();
            result.completeExceptionally(tooManyWait(peer));
        }
        return result;
    }

    private static RemotingException tooManyWait(Peer peer) {
        return failure(
                RemotingException.Reason.OVERLOADED,
                "too many calls wait for a connection to " + peer.target.address());
    }

    private static void timedOut(Peer peer, CompletableFuture<Response> result) {
        result.completeExceptionally(
                failure(
                        RemotingException.Reason.TIMEOUT,
                        "no connection in time to " + peer.target.address()));
    }

    /** Calls from inside a callback, where nothing may be thrown. */
    private static void callNow(
            NettyConnection connection,
            Request request,
            Duration timeout,
            CompletableFuture<Response> result) {
        try {
            connection
                    .call(request, timeout)
                    .whenComplete((answer, failure) -> complete(result, answer, failure));
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private void callAgain(
            Peer left, Request request, long deadline, CompletableFuture<Response> result) {
        // The old connection ends what it has begun; then the server closes it.
        String address = left.target.address();
        peers.remove(address, left);
        try {
            call(peer(address), request, left(deadline))
                    .whenComplete((answer, failure) -> complete(result, answer, failure));
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private static <T> void complete(
            CompletableFuture<T> result, @Nullable T value, @Nullable Throwable failure) {
        if (value != null) {
            result.complete(value);
        } else if (failure != null) {
            result.completeExceptionally(failure);
        }
    }

    private static long deadline(Duration timeout) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeout.toMillis());
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    private static RemotingException failure(RemotingException.Reason reason, String text) {
        return new RemotingException(reason, text);
    }

    // ---- Connecting.

    private Peer peer(String address) {
        Peer known = peers.get(address);
        return known != null ? known : peers.computeIfAbsent(address, this::open);
    }

    private Peer open(String address) {
        Peer peer = new Peer(Target.parse(address), transport.limits().maxPendingCalls());
        if (closed) {
            peer.settle(null, failure(RemotingException.Reason.CLOSED, "the client is closed"));
            return peer;
        }
        // Looking up a name blocks, which an event loop must not.
        Thread.ofVirtual().name("lookup-" + address).start(() -> lookUp(peer));
        return peer;
    }

    private void lookUp(Peer peer) {
        try {
            connect(peer, hosts.find(peer.target.host()), 0);
        } catch (UnknownHostException e) {
            failed(peer, "unknown host", e);
        } catch (RuntimeException e) {
            failed(peer, e.toString(), e);
        }
    }

    /** Tries the addresses of a name one after the other. */
    private void connect(Peer peer, InetAddress[] found, int index) {
        InetSocketAddress next = new InetSocketAddress(found[index], peer.target.port());
        ChannelFuture connecting = bootstrap.connect(next);
        connecting.addListener(
                future -> {
                    Throwable failure = future.cause();
                    if (failure == null) {
                        // Behind this the channel reports that it is active; that comes first.
                        Channel channel = connecting.channel();
                        channel.eventLoop().execute(() -> connected(peer, channel));
                    } else if (index + 1 < found.length) {
                        connect(peer, found, index + 1);
                    } else {
                        failed(peer, String.valueOf(failure.getMessage()), failure);
                    }
                });
    }

    private void connected(Peer peer, Channel channel) {
        NettyConnection connection = channel.pipeline().get(NettyConnection.class);
        if (connection == null) {
            failed(peer, "closed at once", null);
            return;
        }
        connection.onClose(() -> lost(peer));
        peer.settle(connection, null);
        if (closed) {
            connection.close("client closed");
        }
    }

    private void failed(Peer peer, String text, @Nullable Throwable cause) {
        String address = peer.target.address();
        peers.remove(address, peer);
        peer.settle(
                null,
                new RemotingException(
                        RemotingException.Reason.CONNECT_FAILED,
                        "cannot connect to " + address + ": " + text,
                        cause));
    }

    private void lost(Peer peer) {
        String address = peer.target.address();
        // Where another connection has taken its place already nobody is cut off.
        if (peers.remove(address, peer) && !closed) {
            for (Consumer<String> listener : disconnectListeners) {
                listener.accept(address);
            }
        }
    }

    /** Where to connect, as the caller wrote it. */
    private record Target(String address, String host, int port) {
        static Target parse(String address) {
            int colon = address.lastIndexOf(':');
            int port = colon < 1 ? -1 : port(address.substring(colon + 1));
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException(
                        "address: '" + address + "' (expected: host:port)");
            }
            String host = address.substring(0, colon);
            boolean bracketed = host.startsWith("[") && host.endsWith("]");
            return new Target(
                    address, bracketed ? host.substring(1, host.length() - 1) : host, port);
        }

        private static int port(String text) {
            try {
                return Integer.parseInt(text);
            } catch (NumberFormatException e) {
                return -1;
            }
        }
    }

    /**
     * One address: its connection, or the attempt to open one and those who wait for it. They are
     * served in the order in which they came, and nobody overtakes them.
     */
    private static final class Peer {
        private final Target target;
        private final int mostWaiting;
        private final Deque<BiConsumer<@Nullable NettyConnection, @Nullable RemotingException>>
                waiting = new ArrayDeque<>();
        private volatile @Nullable NettyConnection connection;
        private @Nullable RemotingException failure;
        private boolean settled;

        Peer(Target target, int mostWaiting) {
            this.target = target;
            this.mostWaiting = mostWaiting;
        }

        /** The connection, if there is one and nobody waits for it any more. */
        @Nullable NettyConnection ready() {
            return connection;
        }

        /** Calls {@code action} with the connection or the failure; false if too many wait. */
        boolean whenSettled(
                BiConsumer<@Nullable NettyConnection, @Nullable RemotingException> action) {
            synchronized (this) {
                if (!settled) {
                    if (waiting.size() >= mostWaiting) {
                        return false;
                    }
                    waiting.add(action);
                    return true;
                }
            }
            action.accept(connection, failure);
            return true;
        }

        /** Ends the attempt; only the first time counts. */
        void settle(@Nullable NettyConnection opened, @Nullable RemotingException cause) {
            while (true) {
                BiConsumer<@Nullable NettyConnection, @Nullable RemotingException> next;
                synchronized (this) {
                    if (settled) {
                        return;
                    }
                    next = waiting.poll();
                    if (next == null) {
                        connection = opened;
                        failure = cause;
                        settled = true;
                        return;
                    }
                }
                next.accept(opened, cause);
            }
        }
    }
}
