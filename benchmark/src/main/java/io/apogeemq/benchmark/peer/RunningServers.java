package io.apogeemq.benchmark.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A suite's NameServer and broker, started in a fresh directory on free ports; stopped, and the
 * directory removed, by {@link #close}, which also a shutdown hook of the command calls. Used by
 * one thread.
 */
public final class RunningServers implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(RunningServers.class.getName());
    private static final int PORT_TRIES = 50;

    private final ServerUnderTest suite;
    private final Path home;
    private final Launch brokerLaunch;
    private final InetSocketAddress brokerAddress;
    private @Nullable ServerProcess nameServer;
    private @Nullable ServerProcess broker;
    private Duration nameServerStart = Duration.ZERO;
    private Duration brokerStart = Duration.ZERO;

    /**
     * Ends the processes when this JVM is told to end, such as by an interrupt from the keyboard.
     */
    private final Thread atExit = new Thread(this::stop, "stop servers");

    private RunningServers(
            ServerUnderTest suite,
            Path home,
            Launch brokerLaunch,
            InetSocketAddress brokerAddress) {
        this.suite = suite;
        this.home = home;
        this.brokerLaunch = brokerLaunch;
        this.brokerAddress = brokerAddress;
    }

    /**
     * Starts both and waits until they serve.
     *
     * @param workDirectory existing directory on the disk that stores shall lie on
     */
    public static RunningServers start(ServerUnderTest suite, Path workDirectory, JvmWish jvm)
            throws IOException, InterruptedException {
        Path home =
                Files.createTempDirectory(
                        workDirectory, suite.name().toLowerCase(Locale.ROOT) + "-");
        Place place = new Place(home, freePort(0, 0), freePort(-2, 1), jvm);
        RunningServers servers =
                new RunningServers(
                        suite,
                        home,
                        suite.broker(place),
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), place.brokerPort()));
        Runtime.getRuntime().addShutdownHook(servers.atExit);
        try {
            ServerProcess nameServer = ServerProcess.start(suite.nameServer(place), home);
            servers.nameServer = nameServer;
            servers.nameServerStart = nameServer.awaitServing();
            servers.startBroker();
            return servers;
        } catch (IOException | InterruptedException | RuntimeException e) {
            servers.stop();
            servers.forgetExit();
            throw e;
        }
    }

    /** Starts the broker, again after {@link #stopBroker}, and waits until it serves. */
    public void startBroker() throws IOException, InterruptedException {
        ServerProcess started = ServerProcess.start(brokerLaunch, home);
        broker = started;
        brokerStart = started.awaitServing();
    }

    /** Stops the broker; returns how long that took. */
    public Duration stopBroker() {
        return stop(broker);
    }

    /** Stops the NameServer; returns how long that took. */
    public Duration stopNameServer() {
        return stop(nameServer);
    }

    private static Duration stop(@Nullable ServerProcess server) {
        long begin = System.nanoTime();
        if (server != null) {
            server.close();
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** A port that is free now, as are all between the two distances from it. */
    private static int freePort(int from, int to) throws IOException {
        for (int i = 0; i < PORT_TRIES; i++) {
            int port;
            try (ServerSocket any = new ServerSocket(0)) {
                port = any.getLocalPort();
            }
            if (allFree(port + from, port + to)) {
                return port;
            }
        }
        throw new IOException("no free ports after " + PORT_TRIES + " tries");
    }

    private static boolean allFree(int first, int last) {
        for (int port = first; port <= last; port++) {
            try (ServerSocket probe = new ServerSocket(port)) {
                if (!probe.isBound()) {
                    return false;
                }
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }

    /** The suite. */
    public ServerUnderTest suite() {
        return suite;
    }

    /** Where the broker listens. */
    public InetSocketAddress brokerAddress() {
        return brokerAddress;
    }

    /** From the start of the process to its boot line. */
    public Duration nameServerStart() {
        return nameServerStart;
    }

    /** From the start of the process to its boot line. */
    public Duration brokerStart() {
        return brokerStart;
    }

    /** The NameServer's figures. */
    public ProcessSample sampleNameServer() throws IOException {
        return nameServer == null ? ProcessSample.NONE : nameServer.sample();
    }

    /** The broker's figures. */
    public ProcessSample sampleBroker() throws IOException {
        return broker == null ? ProcessSample.NONE : broker.sample();
    }

    /** Process id of the broker. */
    public long brokerPid() {
        return broker == null ? -1 : broker.pid();
    }

    private void forgetExit() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            // The hook is running already, which is what it is for.
            LOG.log(System.Logger.Level.DEBUG, "stopped while exiting", exiting);
        }
    }

    private synchronized void stop() {
        stopBroker();
        stopNameServer();
    }

    /** Stops both and removes their directory. */
    @Override
    public void close() {
        stop();
        forgetExit();
        try (Stream<Path> files = Files.walk(home)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't remove " + home, e);
        }
    }
}
