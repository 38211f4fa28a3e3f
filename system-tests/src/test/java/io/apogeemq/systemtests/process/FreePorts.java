package io.apogeemq.systemtests.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Listen ports that stay ours although the server is stopped and started again. A port is reserved
 * by a lock file that all test runs on the machine respect; the kernel gives the lock back when the
 * run ends, however it ends. Ports come from below the range that the kernel gives to clients, so
 * that a connection can't take the port of a server that is down for a moment.
 */
public final class FreePorts implements AutoCloseable {

    private static final int LOWEST = 12_000;
    private static final int HIGHEST = 26_000;
    private static final int DISTANCE = 10;
    private static final int ATTEMPTS = 500;

    /** What a broker on port p also uses: fast port, replication, HTTP (p + 5000). */
    private static final int[] NEIGHBOURS = {0, -2, 1, 5_000};

    private final int port;
    private final FileLock lock;

    private FreePorts(int port, FileLock lock) {
        this.port = port;
        this.lock = lock;
    }

    /** A listen port that, with its neighbours, is the caller's until it is closed. */
    public static FreePorts reserve() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port =
                    ThreadLocalRandom.current().nextInt(LOWEST / DISTANCE, HIGHEST / DISTANCE)
                            * DISTANCE;
            @Nullable FileLock lock = tryLock(port);
            if (lock == null) {
                continue;
            }
            FreePorts reserved = new FreePorts(port, lock);
            if (allFree(port)) {
                return reserved;
            }
            reserved.close();
        }
        throw new IllegalStateException("no free port between " + LOWEST + " and " + HIGHEST);
    }

    public int port() {
        return port;
    }

    private static @Nullable FileLock tryLock(int port) {
        try {
            Path directory =
                    Files.createDirectories(
                            Path.of(System.getProperty("java.io.tmpdir"), "apogee-test-ports"));
            FileChannel channel =
                    FileChannel.open(
                            directory.resolve(Integer.toString(port)),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            FileLock lock = null;
            try {
                lock = channel.tryLock();
            } catch (OverlappingFileLockException heldInThisProcess) {
                lock = null;
            }
            if (lock == null) {
                channel.close();
            }
            return lock;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean allFree(int port) {
        for (int neighbour : NEIGHBOURS) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port + neighbour));
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        try {
            lock.acquiredBy().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
