package io.apogeemq.broker.config;

import io.apogeemq.common.boot.StartRefused;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Looks whether the broker's ports are free before anything is opened. */
final class PortCheck {

    private static final int FAST_PORT_DISTANCE = 2;

    private PortCheck() {}

    /**
     * Tries the main port and the fast port.
     *
     * @param port 0 lets the system choose, which can't collide
     * @throws StartRefused when one of them is taken, with the keys that move them
     */
    static void refuseTaken(String bindAddress, int port) {
        if (port == 0) {
            return;
        }
        tryPort(bindAddress, port);
        if (port > FAST_PORT_DISTANCE) {
            tryPort(bindAddress, port - FAST_PORT_DISTANCE);
        }
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
}
