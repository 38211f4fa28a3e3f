package io.apogeemq.broker.config;

import io.apogeemq.broker.group.Groups;
import io.apogeemq.broker.index.ArrivalListener;
import io.apogeemq.broker.index.KeyIndex;
import io.apogeemq.broker.index.QueueIndex;
import io.apogeemq.broker.log.CommitLog;
import io.apogeemq.broker.log.Durability;
import io.apogeemq.broker.log.LogOptions;
import io.apogeemq.broker.log.MappedStorage;
import io.apogeemq.broker.log.Storage;
import io.apogeemq.broker.log.StoreDirectory;
import io.apogeemq.broker.progress.Progress;
import io.apogeemq.broker.schedule.DelayedMessages;
import io.apogeemq.broker.state.Dispatcher;
import io.apogeemq.broker.topic.Topics;
import io.apogeemq.common.message.DelayLevels;
import io.apogeemq.common.message.SystemTopics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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

    /** What wakes the threads of the store. */
    private static final class Driving implements BrokerCore.Signals {
        private final boolean syncFlush;
        final Wakeup force = new Wakeup();
        final Wakeup prepare = new Wakeup();
        final Wakeup dispatch = new Wakeup();
        final Wakeup schedule = new Wakeup();

        Driving(boolean syncFlush) {
            this.syncFlush = syncFlush;
        }

        @Override
        public void appended() {
            dispatch.signal();
            prepare.signal();
            if (syncFlush) {
                force.signal();
            }
        }

        @Override
        public void delayed() {
            schedule.signal();
        }
    }

    private final StoreDirectory directory;
    private final BrokerCore core;
    private final Driving driving;
    private final List<CoreThread> threads = new CopyOnWriteArrayList<>();
    private final BrokerProperties.Store settings;
    private final InstantSource clock;
    private final Troubles troubles = new Troubles();

    /** Whether the last step of dispatching failed. Owner: the dispatching thread. */
    private boolean dispatchFails;

    private BrokerStore(
            StoreDirectory directory,
            BrokerCore core,
            Driving driving,
            BrokerProperties.Store settings,
            InstantSource clock) {
        this.directory = directory;
        this.core = core;
        this.driving = driving;
        this.settings = settings;
        this.clock = clock;
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
        return open(properties, systemTopics, live, host, clock, MappedStorage::new);
    }

    /** Makes what a directory's files are reached through. */
    @FunctionalInterface
    interface Disk {
        Storage open(Path directory) throws IOException;
    }

    static BrokerStore open(
            BrokerProperties properties,
            SystemTopics systemTopics,
            Supplier<LiveSettings> live,
            InetSocketAddress host,
            InstantSource clock,
            Disk disk)
            throws IOException {
        BrokerProperties.Store settings = properties.store();
        StoreDirectory directory = StoreDirectory.take(settings.directoryOrDefault());
        try {
            long started = System.nanoTime();
            boolean syncFlush = settings.flush() == BrokerProperties.Flush.SYNC_FLUSH;
            Driving driving = new Driving(syncFlush);
            BrokerCore core =
                    BrokerCore.open(
                            new BrokerCore.Settings(
                                    new LogOptions(
                                            Math.toIntExact(settings.segmentSize().toBytes()),
                                            Math.toIntExact(settings.allocateAhead().toBytes()),
                                            Math.toIntExact(settings.prefaultAhead().toBytes()),
                                            syncFlush,
                                            settings.syncFlushTimeout(),
                                            settings.recordCrc()),
                                    systemTopics,
                                    DelayLevels.parse(properties.topics().delayLevels()),
                                    host),
                            new BrokerCore.Surroundings(
                                    disk.open(settings.commitLogOrDefault()),
                                    disk.open(directory.path()),
                                    directory.lastRun(),
                                    clock,
                                    System::nanoTime),
                            live.get().topics(),
                            () -> live.get().autoCreateGroups(),
                            driving);
            LOG.atInfo()
                    .addKeyValue("directory", directory.path())
                    .addKeyValue("lastStop", directory.lastRun().stop())
                    .addKeyValue("records", core.replayed())
                    .addKeyValue("bytes", core.log().end() - core.log().start())
                    .addKeyValue("millis", (System.nanoTime() - started) / 1_000_000)
                    .log("Opened the store");
            return new BrokerStore(directory, core, driving, settings, clock);
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** Starts the threads: from now on the store is written. */
    void start() throws IOException {
        directory.markRunning(settings.recordCrc());
        start("prepare", driving.prepare, this::prepare);
        start("force", driving.force, this::force);
        if (settings.flush() == BrokerProperties.Flush.SYNC_FLUSH) {
            start("late", new Wakeup(), core.log()::expireWaits);
        }
        start("dispatch", driving.dispatch, this::dispatch);
        start("schedule", driving.schedule, this::schedule);
        start("progress", new Wakeup(), this::recordProgress);
    }

    private void start(String name, Wakeup wakeup, CoreThread.Step step) {
        threads.add(CoreThread.start(name, wakeup, step, troubles));
    }

    private long prepare() throws IOException {
        core.log().prepare();
        LockSupport.parkNanos(PREPARE_PACE_NANOS);
        return IDLE_NANOS;
    }

    private long force() {
        if (settings.flush() == BrokerProperties.Flush.SYNC_FLUSH) {
            boolean forced = core.log().force();
            driving.dispatch.signal();
            return forced ? 0 : FORCE_IDLE_NANOS;
        }
        core.log().force();
        return settings.flushInterval().toNanos();
    }

    private long dispatch() {
        boolean more;
        try {
            more = core.dispatcher().step(RECORDS_PER_STEP);
        } catch (Throwable e) {
            // What would be acknowledged from now on, nobody could read.
            core.log().suspend("the broker takes no messages while it cannot index them: " + e);
            dispatchFails = true;
            throw e;
        }
        if (dispatchFails) {
            core.log().resume();
            dispatchFails = false;
        }
        if (more) {
            return 0;
        }
        // Under load a batch has come by the end of this pause. Without it almost every append
        // wakes this thread, which costs more than its work. After silence the step comes first.
        LockSupport.parkNanos(DISPATCH_PACE_NANOS);
        return IDLE_NANOS;
    }

    private long schedule() {
        return Math.min(core.delayed().step(clock.millis()), IDLE_NANOS);
    }

    private long recordProgress() {
        core.progress().step();
        return IDLE_NANOS / 4;
    }

    /** Adds who wants to know of new messages; before the threads start. */
    void listen(ArrivalListener listener) {
        core.listen(listener);
    }

    CommitLog log() {
        return core.log();
    }

    /** What the threads of the broker cannot do; those that do not belong to the store tell it. */
    Troubles troubles() {
        return troubles;
    }

    /** Why the broker does not do what it should; null while it does. */
    @Nullable String failure() {
        String obstacle = core.log().obstacle();
        String words = troubles.inWords();
        return obstacle == null || words == null
                ? (obstacle == null ? words : obstacle)
                : obstacle + "; " + words;
    }

    StoreDirectory directory() {
        return directory;
    }

    Dispatcher dispatcher() {
        return core.dispatcher();
    }

    Durability machine() {
        return core.machine();
    }

    QueueIndex queueIndex() {
        return core.queueIndex();
    }

    KeyIndex keyIndex() {
        return core.keyIndex();
    }

    Topics topics() {
        return core.topics();
    }

    Groups groups() {
        return core.groups();
    }

    Progress progress() {
        return core.progress();
    }

    DelayedMessages delayed() {
        return core.delayed();
    }

    /** Records what is pending, forces everything and gives the directory up. */
    @Override
    public void close() throws IOException {
        close(CoreThread.LONGEST_STEP);
    }

    /**
     * The same.
     *
     * @param longestStep how long each thread gets for the step that it is in. Where one does not
     *     end, the disk hangs: then nothing can be forced or unmapped, and the directory stays
     *     taken until the process ends, since that thread may still write
     */
    void close(Duration longestStep) throws IOException {
        boolean ended = true;
        for (CoreThread thread : threads.reversed()) {
            ended &= thread.end(longestStep);
        }
        threads.clear();
        if (!ended) {
            LOG.atError()
                    .addKeyValue("directory", directory.path())
                    .log("The disk hangs: the store is left as it is");
            return;
        }
        try (directory) {
            core.close();
            if (core.log().failure() == null) {
                directory.markClean();
            }
        }
    }
}
