package io.apogeemq.broker.config;

import io.apogeemq.broker.admin.TrafficStatistics;
import io.apogeemq.broker.client.Clients;
import io.apogeemq.broker.endpoint.ClientHandlers;
import io.apogeemq.broker.endpoint.LongBodies;
import io.apogeemq.broker.endpoint.OffsetHandlers;
import io.apogeemq.broker.endpoint.PullHandlers;
import io.apogeemq.broker.endpoint.QueryHandlers;
import io.apogeemq.broker.endpoint.QueueLockHandlers;
import io.apogeemq.broker.endpoint.SendBackHandlers;
import io.apogeemq.broker.endpoint.SendHandlers;
import io.apogeemq.broker.log.Durability;
import io.apogeemq.broker.produce.BrokerIdentity;
import io.apogeemq.broker.produce.Producer;
import io.apogeemq.broker.produce.RetryDiversion;
import io.apogeemq.broker.produce.SendBack;
import io.apogeemq.broker.produce.SendChecks;
import io.apogeemq.broker.produce.StoredProperties;
import io.apogeemq.broker.progress.Offsets;
import io.apogeemq.broker.pull.HeldPulls;
import io.apogeemq.broker.pull.PullChecks;
import io.apogeemq.broker.pull.PullSettings;
import io.apogeemq.broker.pull.Puller;
import io.apogeemq.broker.pull.QueueReader;
import io.apogeemq.broker.query.MessageFinder;
import io.apogeemq.broker.query.QuerySettings;
import io.apogeemq.broker.queuelock.QueueLocks;
import io.apogeemq.broker.registration.BrokerInstance;
import io.apogeemq.common.broker.SendBackOutcome;
import io.apogeemq.common.broker.SendBackRequest;
import io.apogeemq.common.broker.SendOperations;
import io.apogeemq.common.broker.SendOutcome;
import io.apogeemq.common.broker.SendRequest;
import io.apogeemq.common.message.DelayLevels;
import io.apogeemq.common.message.SystemTopics;
import io.apogeemq.common.message.UniqueKey;
import io.apogeemq.common.protocol.SendCommand;
import io.apogeemq.common.remoting.HandlerTable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

/** The use cases over a store, and the doors in front of them. Closed before the store is. */
final class BrokerServices implements AutoCloseable {

    /** A queue that begins so near the log's end is young: a new group may start at its begin. */
    private static final long YOUNG_BYTES = 1024L * 1024 * 1024;

    private static final int LOOK_UPS_AT_ONCE = 64;
    private static final long IDLE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Clients clients;
    private final QueueLocks locks;
    private final HeldPulls held;
    private final HandlerTable mainDoor;
    private final HandlerTable fastDoor;
    private final Traffic traffic;
    private final LookUpThreads lookUps = new LookUpThreads(LOOK_UPS_AT_ONCE);
    private final CoreThread holding;
    private final CoreThread expiring;

    BrokerServices(
            RunningBroker.Recipe recipe,
            BrokerStore store,
            BrokerInstance instance,
            InetAddress advertised,
            SystemTopics systemTopics) {
        BrokerProperties properties = recipe.properties();
        SettingsHolder live = recipe.settings();
        Durability durability = Durabilities.ofMessage(properties.role(), store.machine());
        BrokerIdentity identity =
                new BrokerIdentity(
                        properties.clusterName(),
                        properties.region(),
                        properties.traceOn(),
                        new InetSocketAddress(advertised, instance.port()));
        StoredProperties added =
                new StoredProperties(
                        identity, DelayLevels.parse(properties.topics().delayLevels()));
        UniqueKey uniqueKeys =
                new UniqueKey(
                        advertised.getAddress(),
                        ProcessHandle.current().pid(),
                        ThreadLocalRandom.current().nextInt(),
                        ZoneId.systemDefault(),
                        recipe.clock());
        traffic =
                new Traffic(
                        new TrafficStatistics(
                                recipe.clock(), properties.clusterName(), systemTopics::isSystem));
        // Others' deadlines count by the monotonic clock: a corrected wall clock ends no lock.
        Instant started = recipe.clock().instant();
        long startNanos = System.nanoTime();
        InstantSource steady = () -> started.plusNanos(System.nanoTime() - startNanos);
        locks = new QueueLocks(steady);
        clients = new Clients(store.topics(), store.groups(), steady, () -> live.get().clients());
        Producer producer =
                new Producer(
                        store.log(),
                        durability,
                        store.topics(),
                        new RetryDiversion(store.groups(), locks::holdsAny),
                        new SendChecks(() -> live.get().send(), systemTopics),
                        added,
                        uniqueKeys);
        SendBack sendBack =
                new SendBack(
                        store.log(),
                        durability,
                        store.topics(),
                        store.groups(),
                        () -> live.get().send(),
                        added);
        Wakeup sooner = new Wakeup();
        PullSettings pulling = PullSources.settings(properties.pull());
        held = new HeldPulls(pulling, Runnable::run, sooner::signal);
        Puller puller =
                new Puller(
                        new PullChecks(
                                PullSources.topics(store.topics()),
                                PullSources.groups(store.groups()),
                                PullSources.consumers(clients),
                                () -> live.get().pull()),
                        new QueueReader(store.log(), store.queueIndex(), pulling),
                        PullSources.groups(store.groups()),
                        PullSources.progress(store.progress()),
                        held,
                        pulling,
                        System::nanoTime);
        MessageFinder finder =
                new MessageFinder(store.log(), store.keyIndex(), QuerySettings.DEFAULT, lookUps);
        store.listen(held);
        clients.listen(held::groupChanged);
        store.progress().listen((group, topic, queueId) -> held.wake(topic, queueId));
        live.listen(
                changed -> {
                    store.topics().use(changed.topics());
                    // Topics are registered cut down to the broker's permission, and NameServers
                    // look at topics again only under another version.
                    store.topics().renewVersion();
                });

        HandlerTable.Builder fast = HandlerTable.builder();
        HandlerTable.Builder main = HandlerTable.builder();
        SendOperations sending =
                new SendOperations() {
                    @Override
                    public CompletionStage<SendOutcome> send(SendRequest request) {
                        return traffic.counted(request, producer.send(request));
                    }

                    @Override
                    public CompletionStage<SendBackOutcome> sendBack(SendBackRequest request) {
                        return traffic.counted(request, sendBack.sendBack(request));
                    }
                };
        SendHandlers sends =
                new SendHandlers(
                        sending,
                        new SendCommand.Replies(properties.region(), properties.traceOn()));
        LongBodies bodies = new LongBodies(lookUps);
        ClientHandlers clientDoor = new ClientHandlers(clients, bodies);
        OffsetHandlers offsetDoor =
                new OffsetHandlers(
                        new Offsets(
                                store.progress(),
                                store.topics(),
                                store.groups(),
                                store.queueIndex(),
                                store.log(),
                                YOUNG_BYTES));
        QueueLockHandlers lockDoor = new QueueLockHandlers(locks, bodies);
        SendBackHandlers sendBackDoor = new SendBackHandlers(sending);
        AdminDoors operators =
                new AdminDoors(recipe, store, clients, finder, traffic, instance, bodies, lookUps);
        QueryHandlers queryDoor = new QueryHandlers(finder);
        for (HandlerTable.Builder each : List.of(fast, main)) {
            sends.addTo(each);
            clientDoor.addTo(each);
            offsetDoor.addTo(each);
            lockDoor.addTo(each);
            sendBackDoor.addTo(each);
            queryDoor.addTo(each);
            operators.addTo(each);
        }
        new PullHandlers(request -> traffic.counted(request, puller.pull(request))).addTo(main);
        fastDoor = fast.build();
        mainDoor = main.build();
        holding =
                CoreThread.start(
                        "hold",
                        sooner,
                        () -> Math.min(held.step(System.nanoTime()), IDLE_NANOS),
                        store.troubles());
        expiring =
                CoreThread.start(
                        "expire",
                        new Wakeup(),
                        () -> {
                            clients.expire();
                            locks.expire();
                            operators.sample();
                            return IDLE_NANOS;
                        },
                        store.troubles());
    }

    HandlerTable mainDoor() {
        return mainDoor;
    }

    HandlerTable fastDoor() {
        return fastDoor;
    }

    Clients clients() {
        return clients;
    }

    Traffic traffic() {
        return traffic;
    }

    HeldPulls held() {
        return held;
    }

    /** Answers whoever waits for a message; those that come later are answered at once. */
    void letWaitingPullsGo() {
        held.close();
    }

    /** Ends the threads. */
    @Override
    public void close() {
        letWaitingPullsGo();
        expiring.close();
        holding.close();
        lookUps.close();
    }
}
