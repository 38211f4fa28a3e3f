package io.apogeemq.broker.config;

import io.apogeemq.common.boot.Settings;
import io.apogeemq.common.boot.StartRefused;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.SmartLifecycle;

/**
 * Looks whether the broker's ports are free before anything is opened: of two brokers on one
 * machine the store is the same too, and so is the port for operators, but it is the main port that
 * tells a user which of the mistakes to mend first.
 */
final class PortCheck implements SmartLifecycle {

    /** Before the web server's. */
    private static final int PHASE = DEFAULT_PHASE - 4096;

    private static final int FAST_PORT_DISTANCE = 2;

    private final String bindAddress;
    private final int port;
    private boolean running;

    /**
     * @param port 0 lets the system choose, which can't collide
     */
    PortCheck(String bindAddress, int port) {
        this.bindAddress = bindAddress;
        this.port = port;
    }

    /**
     * Tries the main port and the fast port.
     *
     * @throws StartRefused when one of them is taken, with the keys that move them
     */
    @Override
    public void start() {
        if (port != 0) {
            tryPort(bindAddress, port);
            if (port > FAST_PORT_DISTANCE) {
                tryPort(bindAddress, port - FAST_PORT_DISTANCE);
            }
        }
        running = true;
    }

    static StartRefused taken(String reason, Exception cause) {
        return new StartRefused(
                StartRefused.NOT_INITIALISED,
                reason
                        + ". Another broker may be running; give this one ports and a store of its own:"
                        + " --listenPort=PORT --storePathRootDir=DIR (the ports two below and one above"
                        + " are used too). Where only a proxy was wanted, start it with -pm cluster.",
                cause);
    }

    private static void tryPort(String bindAddress, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As the server itself: connections of an earlier life that linger don't count.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(bindAddress, port));
        } catch (IOException e) {
            throw taken(
                    "Cannot listen on %s:%d: %s".formatted(bindAddress, port, e.getMessage()), e);
        }
    }

    /**
     * Compares the ports that settings give to one broker. Nothing listens for slaves yet, but they
     * are told where to come.
     *
     * @throws StartRefused when the port for slaves is one of the others, with the key that moves
     *     it
     */
    static void refuseOneForTwo(Settings settings) {
        int main = number(settings, "apogee.broker.listen-port");
        int slaves = number(settings, "apogee.broker.replication.port");
        if (main <= 0 || slaves <= 0) {
            return;
        }
        Map<Integer, String> others = new LinkedHashMap<>();
        others.put(number(settings, "server.port"), "the port for operators (server.port)");
        others.put(main - FAST_PORT_DISTANCE, "the fast port, two below listenPort");
        others.put(main, "listenPort");
        String other = others.get(slaves);
        if (other != null) {
            throw new StartRefused(
                    StartRefused.NOT_INITIALISED,
                    "haListenPort is %d, as is %s. Give it a port of its own: --haListenPort=PORT, or leave it out for the one above listenPort."
                            .formatted(slaves, other));
        }
    }

    /** A port that is set; 0 where none is, or none that could be compared. */
    private static int number(Settings settings, String key) {
        String text = settings.find(key, "").strip();
        return text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
