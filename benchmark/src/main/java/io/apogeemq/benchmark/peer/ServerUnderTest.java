package io.apogeemq.benchmark.peer;

import java.io.IOException;

/**
 * A suite that can be measured: how its NameServer and its broker are started in a place of their
 * own.
 */
public interface ServerUnderTest {

    /** Name in tables. */
    String name();

    /**
     * Makes ready what all starts share, such as a class path; may use the network. Called once
     * before any start.
     */
    void prepare() throws IOException, InterruptedException;

    /** How the NameServer is started. May write configuration into the place's home. */
    Launch nameServer(Place place) throws IOException;

    /**
     * How the broker is started, a master with asynchronous flush that registers at the place's
     * NameServer.
     */
    Launch broker(Place place) throws IOException;
}
