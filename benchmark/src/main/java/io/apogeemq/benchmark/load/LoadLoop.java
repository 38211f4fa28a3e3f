package io.apogeemq.benchmark.load;

import io.apogeemq.benchmark.wire.ReplyScanner;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a workload over some connections to one server, on the calling thread, with as little cost
 * per request as the sockets allow: many frames per write, many replies per read, no allocation.
 *
 * <p>Made for one run and closed after it. A run ends when everything that was sent is answered, or
 * fails when replies are missing for longer than {@link #DRAIN}.
 */
final class LoadLoop implements AutoCloseable {

    /**
     * How long missing replies are waited for once nothing more is sent, and silence is borne while
     * sending.
     */
    static final Duration DRAIN = Duration.ofSeconds(10);

    private static final int BUFFER_BYTES = 1 << 20;
    private static final long LONGEST_SELECT_MILLIS = 100;

    private final Selector selector;
    private final List<Connection> connections = new ArrayList<>();

    private LoadLoop(Selector selector) {
        this.selector = selector;
    }

    /** Opens the connections. */
    static LoadLoop connect(InetSocketAddress server, int connections) throws IOException {
        LoadLoop loop = new LoadLoop(Selector.open());
        try {
            for (int i = 0; i < connections; i++) {
                loop.connections.add(new Connection(i, SocketChannel.open(server), loop.selector));
            }
            return loop;
        } catch (IOException e) {
            loop.close();
            throw e;
        }
    }

    /** Runs the workload to its end. */
    void run(Workload workload, MonotonicClock clock) throws IOException {
        long now = clock.nanoTime();
        long lastReply = now;
        workload.begin(connections.size(), now);
        while (!workload.sentAll(now) || workload.outstanding() > 0) {
            for (Connection connection : connections) {
                workload.fill(connection.index, connection.out, now);
                connection.write();
            }
            select(workload.nanosToNextSend(now));
            for (SelectionKey key : selector.selectedKeys()) {
                if (key.isReadable()) {
                    Connection connection = (Connection) key.attachment();
                    if (connection.read(workload, clock)) {
                        lastReply = clock.nanoTime();
                    }
                }
            }
            selector.selectedKeys().clear();
            now = clock.nanoTime();
            if (workload.outstanding() > 0 && now - lastReply > DRAIN.toNanos()) {
                throw new IOException(
                        "no reply for %s, %d requests unanswered"
                                .formatted(DRAIN, workload.outstanding()));
            }
            if (workload.outstanding() == 0) {
                lastReply = now;
            }
        }
    }

    /**
     * Waits for replies, or until the next request is due. The selector's own waits count
     * milliseconds, too coarse for a rate; below that the thread looks again and again, but lets a
     * server thread have the core first.
     */
    @SuppressWarnings(
            "ThreadPriorityCheck") // Nothing is correct only thanks to the yield; it is a courtesy.
    private void select(long nanos) throws IOException {
        long millis = nanos / 1_000_000;
        if (millis > 0) {
            selector.select(Math.min(millis, LONGEST_SELECT_MILLIS));
        } else if (selector.selectNow() == 0) {
            Thread.yield();
        }
    }

    @Override
    public void close() throws IOException {
        for (Connection connection : connections) {
            connection.channel.close();
        }
        selector.close();
    }

    private static final class Connection {
        final int index;
        final SocketChannel channel;
        final SelectionKey key;
        final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
        final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
        final ReplyScanner scanner = new ReplyScanner();

        /** Position of the first byte that no reply has used yet. */
        int unread;

        Connection(int index, SocketChannel channel, Selector selector) throws IOException {
            this.index = index;
            this.channel = channel;
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            this.key = channel.register(selector, SelectionKey.OP_READ, this);
        }

        /** Writes what the socket takes now and asks to be told when it takes the rest. */
        void write() throws IOException {
            if (out.position() > 0) {
                out.flip();
                channel.write(out);
                out.compact();
            }
            int interest =
                    out.position() > 0
                            ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
                            : SelectionKey.OP_READ;
            if (key.interestOps() != interest) {
                key.interestOps(interest);
            }
        }

        /** Reads once and hands over every whole reply. */
        boolean read(Workload workload, MonotonicClock clock) throws IOException {
            if (channel.read(in) < 0) {
                throw new EOFException("the server closed connection " + index);
            }
            long now = clock.nanoTime();
            int end = in.position();
            in.limit(end);
            boolean any = false;
            while (scanner.scan(in, unread)) {
                workload.onReply(index, scanner, in, now);
                unread = scanner.frameEnd();
                any = true;
            }
            in.limit(in.capacity());
            if (unread == end) {
                in.clear();
                unread = 0;
            } else if (in.remaining() < BUFFER_BYTES / 2) {
                if (unread == 0) {
                    throw new IOException(
                            "a reply is longer than %d bytes".formatted(BUFFER_BYTES / 2));
                }
                in.limit(end).position(unread);
                in.compact();
                unread = 0;
            }
            return any;
        }
    }
}
