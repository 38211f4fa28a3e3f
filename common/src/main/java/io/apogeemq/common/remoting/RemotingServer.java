package io.apogeemq.common.remoting;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on one or more ports, each with its own handlers, and serves the connections that come
 * in.
 *
 * <p>Life cycle: serving when {@link #start} returns; {@link #drain} sends new requests away while
 * started ones end; {@link #close(Duration)} drains, waits, and closes everything. The event loops
 * are the caller's and stay open. Thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Failed closes and writes show in the channel.
public final class RemotingServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RemotingServer.class);
    private static final int BACKLOG = 1024;
    private static final Duration USUAL_GRACE = Duration.ofSeconds(1);

    private final Transport transport;
    private final Set<NettyConnection> connections = ConcurrentHashMap.newKeySet();
    private final List<Channel> listening = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();

    private RemotingServer(ServerOptions options, EventLoops loops, ConnectionListener listener) {
        this.transport =
                new Transport(
                        loops,
                        options.limits(),
                        new SenderIdentity(options.language(), options.version()),
                        listener);
    }

    /**
     * Opens all doors, or none.
     *
     * @param doors at least one, each with its port
     * @throws PortInUseException naming the address that could not be bound
     */
    public static RemotingServer start(ServerOptions options, EventLoops loops, Door... doors) {
        return start(options, loops, ConnectionListener.NONE, List.of(doors));
    }

    /**
     * Opens all doors, or none, and tells {@code listener} of every connection.
     *
     * @throws PortInUseException naming the address that could not be bound
     */
    public static RemotingServer start(
            ServerOptions options,
            EventLoops loops,
            ConnectionListener listener,
            List<Door> doors) {
        if (doors.isEmpty()) {
            throw new IllegalArgumentException("doors: none (expected: at least one)");
        }
        RemotingServer server = new RemotingServer(options, loops, listener);
        try {
            for (Door door : doors) {
                server.open(new InetSocketAddress(options.bindAddress(), door.port()), door);
            }
        } catch (RuntimeException e) {
            server.stopListening();
            throw e;
        }
        return server;
    }

    /** The port of the first door, the chosen one if it was 0. */
    public int port() {
        return port(0);
    }

    /** The port of the door at {@code index}, in the order given at start. */
    public int port(int index) {
        return ports.get(index);
    }

    /** What was counted on all doors together. */
    public TransportCounters counters() {
        return transport.counters();
    }

    /**
     * Answers new two-way requests with 1500, which makes clients that know it (versions above 475)
     * connect again and repeat; everything else goes on.
     */
    public void drain() {
        transport.drain();
    }

    /** Closes with a short grace. */
    @Override
    public void close() {
        close(USUAL_GRACE);
    }

    /**
     * Stops listening, drains, closes each connection once none of its requests waits for an
     * answer, and those that are left after {@code grace} as they are. Blocks until then; not to be
     * called on an event loop.
     */
    public void close(Duration grace) {
        stopListening();
        drain();
        List<CompletableFuture<Void>> closed = new ArrayList<>();
        for (NettyConnection connection : connections) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            connection.onClose(() -> done.complete(null));
            closed.add(done);
            connection.closeWhenQuiet();
        }
        CompletableFuture<Void> all =
                CompletableFuture.allOf(closed.toArray(CompletableFuture[]::new));
        try {
            all.get(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.atInfo()
                    .addKeyValue("connections", connections.size())
                    .log("closing connections whose requests did not end in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a close never fails", e);
        }
        for (NettyConnection connection : connections) {
            connection.closeNow();
        }
    }

    private void open(InetSocketAddress address, Door door) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(
                    "bind-address: "
                            + address.getHostString()
                            + " (expected: a host name that resolves, or an address)");
        }
        EventLoops loops = transport.loops();
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(loops.group())
                        .channel(loops.serverChannel())
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.ALLOCATOR, loops.allocator())
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, transport.waterMark())
                        .childHandler(new Greeting(door.handlers()))
                        .bind(address)
                        .awaitUninterruptibly();
        Throwable failure = bound.cause();
        if (failure != null) {
            throw new PortInUseException(address, failure);
        }
        listening.add(bound.channel());
        ports.add(((InetSocketAddress) bound.channel().localAddress()).getPort());
    }

    private void stopListening() {
        for (Channel channel : listening) {
            channel.close().awaitUninterruptibly();
        }
    }

    /** Gives every accepted channel its connection. */
    private final class Greeting extends ChannelInitializer<Channel> {
        private final HandlerTable handlers;

        Greeting(HandlerTable handlers) {
            this.handlers = handlers;
        }

        @Override
        protected void initChannel(Channel channel) {
            NettyConnection connection = new NettyConnection(transport, handlers, channel);
            connections.add(connection);
            connection.onClose(() -> connections.remove(connection));
            channel.pipeline().addLast(connection);
        }
    }
}
