package io.apogeemq.broker.config;

import io.apogeemq.broker.group.Groups;
import io.apogeemq.broker.index.ArrivalListener;
import io.apogeemq.broker.index.MemoryKeyIndex;
import io.apogeemq.broker.index.MemoryQueueIndex;
import io.apogeemq.broker.log.CommitLog;
import io.apogeemq.broker.log.Durability;
import io.apogeemq.broker.log.LastRun;
import io.apogeemq.broker.log.LogOptions;
import io.apogeemq.broker.log.Storage;
import io.apogeemq.broker.progress.Progress;
import io.apogeemq.broker.schedule.DelayedMessages;
import io.apogeemq.broker.state.Dispatcher;
import io.apogeemq.broker.state.StateLog;
import io.apogeemq.broker.topic.TopicRules;
import io.apogeemq.broker.topic.Topics;
import io.apogeemq.common.message.DelayLevels;
import io.apogeemq.common.message.SystemTopics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Log, indexes and folds, joined and replayed: everything that keeps. It starts no threads, reads
 * no ambient time and reaches the disk through {@link Storage} alone, so that a broker drives it
 * with threads and real files, and a simulation with neither.
 *
 * <p>Whoever opened it drives its parts, each by one thread: {@link CommitLog#prepare}, {@link
 * CommitLog#force}, {@link CommitLog#expireWaits}, {@link Dispatcher#step}, {@link
 * DelayedMessages#step}, {@link Progress#step}.
 */
public final class BrokerCore implements AutoCloseable {

    /**
     * What a core is like.
     *
     * @param log how its log behaves
     * @param systemTopics all of this cluster and broker
     * @param delayLevels how long delayed messages wait
     * @param host what records carry as this broker's address
     */
    public record Settings(
            LogOptions log,
            SystemTopics systemTopics,
            DelayLevels delayLevels,
            InetSocketAddress host) {}

    /**
     * What a core stands in.
     *
     * @param segments the log's own directory
     * @param control the store's directory
     * @param lastRun how the process before has left both
     * @param clock the wall clock
     * @param nanos the monotonic clock
     */
    public record Surroundings(
            Storage segments,
            Storage control,
            LastRun lastRun,
            InstantSource clock,
            LongSupplier nanos) {

        /** Where nobody knows how the process before ended. */
        public Surroundings(
                Storage segments, Storage control, InstantSource clock, LongSupplier nanos) {
            this(segments, control, LastRun.UNKNOWN, clock, nanos);
        }
    }

    /** Who drives the core hears when there is something to do; quick, from any thread. */
    public interface Signals {

        /** Something was appended, or somebody waits for a force. */
        void appended();

        /** A delayed message has come that is due before all others. */
        void delayed();
    }

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
    private long replayed;

    private BrokerCore(
            Settings settings,
            Surroundings surroundings,
            TopicRules topicRules,
            BooleanSupplier autoCreateGroups,
            Signals signals,
            CommitLog log) {
        this.log = log;
        this.machine = Durabilities.ofMachine(settings.log().syncFlush(), log);
        this.stateLog = new StateLog(log, machine, surroundings.clock(), settings.host());
        this.queueIndex = new MemoryQueueIndex(log, this::arrived);
        this.keyIndex = new MemoryKeyIndex(log);
        this.dispatcher = new Dispatcher(log, List.of(queueIndex, keyIndex));
        this.topics =
                new Topics(stateLog, surroundings.clock(), settings.systemTopics(), topicRules);
        this.groups = new Groups(stateLog, surroundings.clock(), autoCreateGroups);
        this.progress = new Progress(stateLog, surroundings.clock());
        this.delayed =
                new DelayedMessages(
                        log,
                        queueIndex,
                        stateLog,
                        settings.delayLevels(),
                        settings.host(),
                        signals::delayed);
        topics.listen(progress);
        topics.listen(queueIndex);
    }

    /**
     * Opens the log and replays it.
     *
     * @param topicRules those of the start
     * @param autoCreateGroups whether consumers may create their group; asked each time
     * @throws io.apogeemq.broker.log.CorruptLogException when the files contradict each other
     */
    public static BrokerCore open(
            Settings settings,
            Surroundings surroundings,
            TopicRules topicRules,
            BooleanSupplier autoCreateGroups,
            Signals signals)
            throws IOException {
        CommitLog log =
                CommitLog.open(
                        settings.log(),
                        surroundings.segments(),
                        surroundings.control(),
                        surroundings.lastRun(),
                        surroundings.clock(),
                        surroundings.nanos(),
                        signals::appended);
        try {
            BrokerCore core =
                    new BrokerCore(
                            settings, surroundings, topicRules, autoCreateGroups, signals, log);
            core.replayed =
                    core.dispatcher.replay(
                            List.of(core.topics, core.groups, core.progress, core.delayed));
            return core;
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    private void arrived(String topic, int queueId, long maxOffset) {
        delayed.arrived(topic, queueId, maxOffset);
        for (ArrivalListener listener : arrivals) {
            listener.arrived(topic, queueId, maxOffset);
        }
    }

    /** Adds who wants to know of new messages; before the core is driven. */
    public void listen(ArrivalListener listener) {
        arrivals.add(listener);
    }

    /** How many records the log had when it was opened. */
    public long replayed() {
        return replayed;
    }

    public CommitLog log() {
        return log;
    }

    public Dispatcher dispatcher() {
        return dispatcher;
    }

    /** What this machine promises by itself. */
    public Durability machine() {
        return machine;
    }

    public StateLog stateLog() {
        return stateLog;
    }

    public MemoryQueueIndex queueIndex() {
        return queueIndex;
    }

    public MemoryKeyIndex keyIndex() {
        return keyIndex;
    }

    public Topics topics() {
        return topics;
    }

    public Groups groups() {
        return groups;
    }

    public Progress progress() {
        return progress;
    }

    public DelayedMessages delayed() {
        return delayed;
    }

    /**
     * Records what is pending and forces everything, as far as each can be done. Nobody drives the
     * core any more when this is called.
     */
    @Override
    public void close() {
        try (log;
                dispatcher) {
            try {
                progress.flush();
            } finally {
                delayed.flush();
            }
        }
    }
}
