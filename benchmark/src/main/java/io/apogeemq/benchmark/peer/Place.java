package io.apogeemq.benchmark.peer;

import java.nio.file.Path;

/**
 * Where a pair of servers lives while it is under test.
 *
 * @param home fresh directory: home of the user, of the installation and of the stores
 * @param nameServerPort free port of the loopback interface
 * @param brokerPort likewise; the ports two below and one above are free as well
 * @param jvm what is asked of both servers' JVMs
 */
public record Place(Path home, int nameServerPort, int brokerPort, JvmWish jvm) {

    /** Address of the name server, as brokers are told it. */
    public String nameServer() {
        return "127.0.0.1:" + nameServerPort;
    }

    /** Directory of the broker's store. */
    public Path store() {
        return home.resolve("store");
    }
}
