package io.apogeemq.broker.config;

import io.apogeemq.broker.registration.BrokerInstance;
import io.apogeemq.broker.registration.NamesrvRegistry;
import io.apogeemq.common.message.DelayLevels;
import io.apogeemq.common.message.SystemTopics;
import io.apogeemq.common.remoting.ClientOptions;
import io.apogeemq.common.remoting.ConnectionLimits;
import io.apogeemq.common.remoting.Door;
import io.apogeemq.common.remoting.EventLoops;
import io.apogeemq.common.remoting.RemotingClient;
import io.apogeemq.common.remoting.RemotingServer;
import io.apogeemq.common.remoting.ServerOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker that runs: its parts in the order in which they start, closed in the reverse order.
 * Nothing is served before the log is replayed; nothing is accepted any more before it is closed.
 */
final class RunningBroker implements AutoCloseable {

    /** What a broker is made from. */
    record Recipe(BrokerProperties properties, SettingsHolder settings, InstantSource clock) {}

    /** A part that ends. */
    private record Part(String name, AutoCloseable closing) {}

    private static final Logger LOG = LoggerFactory.getLogger(RunningBroker.class);
    private static final Duration DRAIN = Duration.ofSeconds(3);
    private static final int FAST_PORT_DISTANCE = 2;

    private final Recipe recipe;
    private final Deque<Part> parts = new ArrayDeque<>();
    private final BrokerStore store;
    private final BrokerServices services;
    private final RemotingServer server;
    private final NamesrvRegistry registry;
    private final BrokerInstance instance;

    private RunningBroker(Recipe recipe) throws IOException {
        this.recipe = recipe;
        BrokerProperties properties = recipe.properties();
        AdvertisedAddress advertised = AdvertisedAddress.of(properties.advertise());
        String name = properties.nameOrHost();
        InetSocketAddress host =
                new InetSocketAddress(advertised.resolved(), properties.listenPort());
        try {
            SystemTopics systemTopics =
                    new SystemTopics(
                            properties.clusterName(),
                            name,
                            DelayLevels.parse(properties.topics().delayLevels()).highest(),
                            properties.topics().clusterTopic(),
                            properties.topics().brokerTopic(),
                            properties.topics().traceName(),
                            properties.topics().queues());
            store =
                    added(
                            "store",
                            BrokerStore.open(
                                    properties,
                                    systemTopics,
                                    recipe.settings(),
                                    host,
                                    recipe.clock()));
            EventLoops loops = added("event loops", EventLoops.start("broker"));
            RemotingClient client =
                    added("client", RemotingClient.start(ClientOptions.defaults(), loops));
            instance = instance(properties, advertised);
            registry =
                    new NamesrvRegistry(
                            client,
                            store.topics(),
                            () -> recipe.settings().get().namesrvAddr(),
                            () -> recipe.settings().get().permission(),
                            properties.registration().timeout());
            services =
                    added(
                            "services",
                            new BrokerServices(
                                    recipe, store, instance, advertised.resolved(), systemTopics));
            registry.refuseIfHeldByAnother(instance);
            store.start();
            server = added("server", open(loops));
            // Before the server closes: a connection on which a pull waits does not come to rest.
            added("waiting pulls", services::letWaitingPullsGo);
            registry.register(instance);
            added("registration", this::leave);
            added("registration period", keepRegistered());
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** A broker as NameServers know it. */
    static BrokerInstance instance(BrokerProperties properties, AdvertisedAddress advertised) {
        return new BrokerInstance(
                properties.clusterName(),
                properties.nameOrHost(),
                properties.role() == BrokerProperties.Role.SLAVE ? properties.id() : 0,
                advertised.host(),
                properties.listenPort(),
                properties.haPort());
    }

    /** Starts a broker; returns when it serves. */
    static RunningBroker start(Recipe recipe) throws IOException {
        RunningBroker started = new RunningBroker(recipe);
        LOG.atInfo()
                .addKeyValue("role", recipe.properties().role())
                .addKeyValue("flush", recipe.properties().store().flush())
                .log(
                        "A send is acknowledged when the message is {}",
                        Durabilities.inWords(
                                recipe.properties().role(), recipe.properties().store().flush()));
        if (recipe.settings().get().namesrvAddr().isEmpty()) {
            LOG.warn(
                    "No NameServer is given: clients can reach this broker only by its own address (set namesrvAddr or -n to be found)");
        }
        return started;
    }

    private <T extends AutoCloseable> T added(String partName, T part) {
        parts.push(new Part(partName, part));
        return part;
    }

    private RemotingServer open(EventLoops loops) {
        BrokerProperties properties = recipe.properties();
        ConnectionLimits limits = ConnectionLimits.defaults();
        ServerOptions options =
                ServerOptions.defaults()
                        .withBindAddress(properties.bindAddress())
                        .withLimits(
                                limits.withDeadlines(
                                        properties.network().idleTimeout(),
                                        limits.firstFrameDeadline(),
                                        limits.partialFrameDeadline()));
        int port = properties.listenPort();
        int fastPort = port == 0 ? 0 : port - FAST_PORT_DISTANCE;
        return RemotingServer.start(
                options,
                loops,
                new Door(port, services.mainDoor()),
                new Door(fastPort, services.fastDoor()));
    }

    private CoreThread keepRegistered() {
        Wakeup wakeup = new Wakeup();
        recipe.settings().listen(changed -> wakeup.signal());
        BrokerProperties.Registration periods = recipe.properties().registration();
        long resolveNanos = periods.resolvePeriod().toNanos();
        boolean[] first = {true};
        long[] resolvedAt = {System.nanoTime()};
        return CoreThread.start(
                "registration",
                wakeup,
                () -> {
                    if (!first[0]) {
                        registry.registerAll();
                    }
                    first[0] = false;
                    if (System.nanoTime() - resolvedAt[0] >= resolveNanos) {
                        resolvedAt[0] = System.nanoTime();
                        registry.resolveAnew();
                    }
                    return Math.min(periods.period().toNanos(), resolveNanos);
                },
                store.troubles());
    }

    /** Leaves the route first, so that clients turn elsewhere while the rest still answers. */
    private void leave() {
        registry.deregister(instance);
    }

    BrokerStore store() {
        return store;
    }

    BrokerServices services() {
        return services;
    }

    RemotingServer server() {
        return server;
    }

    NamesrvRegistry registry() {
        return registry;
    }

    BrokerInstance instance() {
        return instance;
    }

    /** Stops part by part; one that fails does not keep the others from stopping. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            try {
                if (part.closing() instanceof RemotingServer listening) {
                    listening.close(DRAIN);
                } else {
                    part.closing().close();
                }
            } catch (Exception e) {
                LOG.atError()
                        .setCause(e)
                        .addKeyValue("part", part.name())
                        .log("A part did not stop cleanly");
            }
        }
    }
}
