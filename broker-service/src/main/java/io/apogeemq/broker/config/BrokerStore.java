package io.apogeemq.broker.config;

import io.apogeemq.broker.group.Groups;
import io.apogeemq.broker.index.ArrivalListener;
import io.apogeemq.broker.index.KeyIndex;
import io.apogeemq.broker.index.MemoryKeyIndex;
import io.apogeemq.broker.index.MemoryQueueIndex;
import io.apogeemq.broker.index.QueueIndex;
import io.apogeemq.broker.log.CommitLog;
import io.apogeemq.broker.log.Durability;
import io.apogeemq.broker.log.LogOptions;
import io.apogeemq.broker.log.MappedStorage;
import io.apogeemq.broker.log.StoreDirectory;
import io.apogeemq.broker.log.Wakeup;
import io.apogeemq.broker.progress.Progress;
import io.apogeemq.broker.schedule.DelayedMessages;
import io.apogeemq.broker.state.Dispatcher;
import io.apogeemq.broker.state.StateLog;
import io.apogeemq.broker.topic.Topics;
import io.apogeemq.common.message.DelayLevels;
import io.apogeemq.common.message.SystemTopics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The core that keeps: log, indexes and folds, replayed and ready, with the threads that drive
 * them. Opened and closed by the broker's life cycle.
 */
final class BrokerStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerStore.class);

    private static final int RECORDS_PER_STEP = 1024;
    private static final long FORCE_IDLE_NANOS = Duration.ofMillis(100).toNanos();
    private static final long PREPARE_PACE_NANOS = Duration.ofMillis(5).toNanos();
    private static final long DISPATCH_PACE_NANOS = 100_000;
    private static final long IDLE_NANOS = Duration.ofSeconds(1).toNanos();

    /** The threads of the store, and what wakes them. */
    private static final class Driving {
        final Wakeup force = new Wakeup();
        final Wakeup prepare = new Wakeup();
        final Wakeup dispatch = new Wakeup();
        final Wakeup schedule = new Wakeup();

        void appended(boolean syncFlush) {
            dispatch.signal();
            prepare.signal();
            if (syncFlush) {
                force.signal();
            }
        }
    }

    private final StoreDirectory directory;
    private final CommitLog log;
    private final Dispatcher dispatcher;
    private final StateLog stateLog;
    private final Durability machine;
    private final MemoryQueueIndex queueIndex;
    private final MemoryKeyIndex keyIndex;
    private final Topics topics;
    private final Groups groups;
    private final Progress progress;
    private final DelayedMessages delayed;
    private final List<ArrivalListener> arrivals = new CopyOnWriteArrayList<>();
    private final Driving driving = new Driving();
    private final List<CoreThread> threads = new CopyOnWriteArrayList<>();
    private final BrokerProperties.Store settings;
    private final InstantSource clock;

    private BrokerStore(
            BrokerProperties properties,
            SystemTopics systemTopics,
            Supplier<LiveSettings> live,
            InetSocketAddress host,
            InstantSource clock,
            StoreDirectory directory)
            throws IOException {
        this.settings = properties.store();
        this.clock = clock;
        this.directory = directory;
        boolean syncFlush = settings.flush() == BrokerProperties.Flush.SYNC_FLUSH;
        this.log =
                CommitLog.open(
                        new LogOptions(
                                Math.toIntExact(settings.segmentSize().toBytes()),
                                Math.toIntExact(settings.allocateAhead().toBytes()),
                                Math.toIntExact(settings.prefaultAhead().toBytes()),
                                syncFlush,
                                settings.syncFlushTimeout()),
                        new MappedStorage(settings.commitLogOrDefault()),
                        new MappedStorage(directory.path()),
                        clock,
                        System::nanoTime,
                        () -> driving.appended(syncFlush));
        this.machine = Durabilities.ofMachine(settings.flush(), log);
        this.stateLog = new StateLog(log, machine, clock, host);
        this.queueIndex = new MemoryQueueIndex(log, this::arrived);
        this.keyIndex = new MemoryKeyIndex(log);
        this.dispatcher = new Dispatcher(log, List.of(queueIndex, keyIndex));
        this.topics = new Topics(stateLog, clock, systemTopics, live.get().topics());
        this.groups = new Groups(stateLog, clock, () -> live.get().autoCreateGroups());
        this.progress = new Progress(stateLog, clock);
        this.delayed =
                new DelayedMessages(
                        log,
                        queueIndex,
                        stateLog,
                        DelayLevels.parse(properties.topics().delayLevels()),
                        host,
                        driving.schedule::signal);
        topics.listen(progress);
        topics.listen(queueIndex);
    }

    /**
     * Opens the store and replays the log; the threads are not running yet.
     *
     * @param host what records carry as this broker's address
     */
    static BrokerStore open(
            BrokerProperties properties,
            SystemTopics systemTopics,
            Supplier<LiveSettings> live,
            InetSocketAddress host,
            InstantSource clock)
            throws IOException {
        StoreDirectory directory = StoreDirectory.take(properties.store().directoryOrDefault());
        try {
            long started = System.nanoTime();
            BrokerStore store =
                    new BrokerStore(properties, systemTopics, live, host, clock, directory);
            long records =
                    store.dispatcher.replay(
                            List.of(store.topics, store.groups, store.progress, store.delayed));
            LOG.atInfo()
                    .addKeyValue("directory", directory.path())
                    .addKeyValue("lastStop", directory.lastStop())
                    .addKeyValue("records", records)
                    .addKeyValue("bytes", store.log.end() - store.log.start())
                    .addKeyValue("millis", (System.nanoTime() - started) / 1_000_000)
                    .log("Opened the store");
            return store;
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** Starts the threads. */
    void start() {
        threads.add(CoreThread.start("prepare", driving.prepare, this::prepare));
        threads.add(CoreThread.start("force", driving.force, this::force));
        threads.add(CoreThread.start("dispatch", driving.dispatch, this::dispatch));
        threads.add(CoreThread.start("schedule", driving.schedule, this::schedule));
        threads.add(CoreThread.start("progress", new Wakeup(), this::recordProgress));
    }

    private long prepare() throws IOException {
        log.prepare();
        LockSupport.parkNanos(PREPARE_PACE_NANOS);
        return IDLE_NANOS;
    }

    private long force() {
        if (settings.flush() == BrokerProperties.Flush.SYNC_FLUSH) {
            boolean forced = log.force();
            driving.dispatch.signal();
            return forced ? 0 : FORCE_IDLE_NANOS;
        }
        log.force();
        return settings.flushInterval().toNanos();
    }

    private long dispatch() {
        if (dispatcher.step(RECORDS_PER_STEP)) {
            return 0;
        }
        // Under load a batch has come by the end of this pause. Without it almost every append
        // wakes this thread, which costs more than its work. After silence the step comes first.
        LockSupport.parkNanos(DISPATCH_PACE_NANOS);
        return IDLE_NANOS;
    }

    private long schedule() {
        return Math.min(delayed.step(clock.millis()), IDLE_NANOS);
    }

    private long recordProgress() {
        progress.step();
        return IDLE_NANOS / 4;
    }

    private void arrived(String topic, int queueId, long maxOffset) {
        delayed.arrived(topic, queueId, maxOffset);
        for (ArrivalListener listener : arrivals) {
            listener.arrived(topic, queueId, maxOffset);
        }
    }

    /** Adds who wants to know of new messages; before the threads start. */
    void listen(ArrivalListener listener) {
        arrivals.add(listener);
    }

    CommitLog log() {
        return log;
    }

    StoreDirectory directory() {
        return directory;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    Durability machine() {
        return machine;
    }

    QueueIndex queueIndex() {
        return queueIndex;
    }

    KeyIndex keyIndex() {
        return keyIndex;
    }

    Topics topics() {
        return topics;
    }

    Groups groups() {
        return groups;
    }

    Progress progress() {
        return progress;
    }

    DelayedMessages delayed() {
        return delayed;
    }

    /** Records what is pending, forces everything and gives the directory up. */
    @Override
    public void close() throws IOException {
        for (CoreThread thread : threads.reversed()) {
            thread.close();
        }
        threads.clear();
        progress.flush();
        delayed.flush();
        dispatcher.close();
        log.close();
        if (log.failure() == null) {
            directory.markClean();
        }
        directory.close();
    }
}
