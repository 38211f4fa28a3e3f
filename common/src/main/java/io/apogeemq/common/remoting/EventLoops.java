package io.apogeemq.common.remoting;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads that do all network work of a process, shared by its servers and clients: epoll where
 * the system has it, otherwise NIO. A connection stays on one loop for its life.
 *
 * <p>Life cycle: {@link #start}, then servers and clients on it, close those, then {@link #close}.
 */
public final class EventLoops implements AutoCloseable {
    private static final long LEAST_ASSEMBLY_BYTES = 32L << 20;
    private static final int MAX_THREADS = 256;

    private final MultiThreadIoEventLoopGroup group;
    private final boolean epoll;
    private final IdentityHashMap<EventExecutor, LoopTools> tools = new IdentityHashMap<>();
    private final AtomicLong connectionIds = new AtomicLong();
    private final MemoryBudget assemblyBudget =
            new MemoryBudget(Math.max(LEAST_ASSEMBLY_BYTES, Runtime.getRuntime().maxMemory() / 2));

    private EventLoops(String name, int threads, boolean epoll) {
        this.epoll = epoll;
        IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.group =
                new MultiThreadIoEventLoopGroup(
                        threads, new DefaultThreadFactory(name, true), handlers);
        for (EventExecutor loop : group) {
            tools.put(loop, new LoopTools((EventLoop) loop));
        }
    }

    /** Starts one loop per processor; threads are named {@code name-1-N} and are daemons. */
    public static EventLoops start(String name) {
        return start(name, Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors()));
    }

    /**
     * Starts {@code threads} loops.
     *
     * @throws IllegalArgumentException when the count is out of range
     */
    public static EventLoops start(String name, int threads) {
        return start(name, threads, Epoll.isAvailable());
    }

    static EventLoops start(String name, int threads, boolean epoll) {
        if (threads < 1 || threads > MAX_THREADS) {
            throw new IllegalArgumentException(
                    "loop-threads: " + threads + " (expected: 1 to " + MAX_THREADS + ")");
        }
        return new EventLoops(name, threads, epoll);
    }

    /** Whether the native transport is in use. */
    public boolean isNative() {
        return epoll;
    }

    /** Stops the threads; waits up to 5 s for what they are doing. */
    @Override
    public void close() {
        close(Duration.ofSeconds(5));
    }

    /** Stops the threads; waits up to {@code timeout} for what they are doing. */
    public void close(Duration timeout) {
        group.shutdownGracefully(0, timeout.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    MultiThreadIoEventLoopGroup group() {
        return group;
    }

    Class<? extends ServerChannel> serverChannel() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    Class<? extends SocketChannel> clientChannel() {
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    ByteBufAllocator allocator() {
        return PooledByteBufAllocator.DEFAULT;
    }

    MemoryBudget assemblyBudget() {
        return assemblyBudget;
    }

    long nextConnectionId() {
        return connectionIds.incrementAndGet();
    }

    LoopTools tools(EventLoop loop) {
        LoopTools found = tools.get(loop);
        if (found == null) {
            throw new IllegalArgumentException("the loop belongs to another group");
        }
        return found;
    }
}
