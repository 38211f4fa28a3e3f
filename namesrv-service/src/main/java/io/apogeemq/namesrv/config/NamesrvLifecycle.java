package io.apogeemq.namesrv.config;

import io.apogeemq.common.boot.StartRefused;
import io.apogeemq.common.remoting.Door;
import io.apogeemq.common.remoting.EventLoops;
import io.apogeemq.common.remoting.PortInUseException;
import io.apogeemq.common.remoting.RemotingServer;
import io.apogeemq.namesrv.endpoint.NamesrvEndpoint;
import io.apogeemq.namesrv.health.NamesrvDoor;
import io.apogeemq.namesrv.routing.RouteTable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Opens and closes the NameServer with its Spring context; owns its event loops. */
final class NamesrvLifecycle implements SmartLifecycle, NamesrvDoor {
    /** Before a broker of the same process, which registers here, and after nothing. */
    private static final int PHASE = 500;

    private static final Logger LOG = LoggerFactory.getLogger(NamesrvLifecycle.class);

    private final NamesrvProperties properties;
    private final NamesrvEndpoint endpoint;
    private final RouteTable table;
    private final Threads threads;
    private @Nullable EventLoops loops;
    private volatile @Nullable RemotingServer server;

    NamesrvLifecycle(
            NamesrvProperties properties,
            NamesrvEndpoint endpoint,
            RouteTable table,
            Threads threads) {
        this.properties = properties;
        this.endpoint = endpoint;
        this.table = table;
        this.threads = threads;
    }

    @Override
    public void start() {
        EventLoops started =
                properties.loopThreads() == 0
                        ? EventLoops.start("namesrv-loop")
                        : EventLoops.start("namesrv-loop", properties.loopThreads());
        try {
            server =
                    RemotingServer.start(
                            properties.toServerOptions(),
                            started,
                            endpoint.connections(),
                            List.of(new Door(properties.listenPort(), endpoint.handlers())));
        } catch (PortInUseException e) {
            started.close();
            throw new StartRefused(
                    StartRefused.NOT_INITIALISED,
                    "%s. Another NameServer may be running (mqshutdown namesrv stops it); or give this one another port: --listenPort=PORT"
                            .formatted(e.getMessage()),
                    e);
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
        loops = started;
        threads.repeatOnWriter(table::expire, properties.routing().scanInterval().toMillis());
    }

    @Override
    public void stop() {
        RemotingServer running = server;
        server = null;
        if (running != null) {
            running.close(properties.stopGrace());
        }
        threads.close();
        if (loops != null) {
            loops.close();
            loops = null;
        }
        LOG.info("The NameServer has stopped");
    }

    @Override
    public boolean isRunning() {
        return server != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public String address() {
        RemotingServer running = server;
        return properties.bindAddress()
                + ":"
                + (running == null ? properties.listenPort() : running.port());
    }

    @Override
    public boolean isOpen() {
        return server != null;
    }

    @Override
    public long openConnections() {
        RemotingServer running = server;
        return running == null ? 0 : running.counters().openConnections();
    }
}
