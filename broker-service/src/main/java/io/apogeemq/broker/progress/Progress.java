package io.apogeemq.broker.progress;

import io.apogeemq.broker.log.AppendOutcome;
import io.apogeemq.broker.log.Durability;
import io.apogeemq.broker.progress.ProgressRecords.Value;
import io.apogeemq.broker.progress.QueueProgress.Change;
import io.apogeemq.broker.state.StateFold;
import io.apogeemq.broker.state.StateLog;
import io.apogeemq.broker.state.StateQueue;
import io.apogeemq.broker.state.ValueReader;
import io.apogeemq.broker.state.ValueWriter;
import io.apogeemq.broker.topic.TopicChangeListener;
import io.apogeemq.common.broker.AcknowledgedOutcome;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.route.DataVersion;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * How far every consumer group has come in every queue: the next offset that it wants, and whether
 * an operator has reset it since it last asked.
 *
 * <p>Thread-safe. A commit changes memory at once and waits to be recorded; {@link #step} records
 * what has changed, at most once a second, many queues in one record. A crash loses what was not
 * recorded yet: those messages are consumed once more. A commit that changes nothing writes
 * nothing.
 *
 * <p>Resets and removals are recorded before they are applied, one at a time; those stages complete
 * when the record is as durable as a message.
 *
 * <p><b>Pending resets.</b> After {@link #reset} the group's commits in that queue are ignored
 * until the new offset was handed out by {@link #takeReset}: consumers that know nothing of the
 * reset would undo it.
 *
 * <p>Cost of {@link #find} and {@link #commit}: three hash look-ups, and one monitor per queue.
 */
public final class Progress implements StateFold, TopicChangeListener {

    /** No offset. */
    public static final long NONE = QueueProgress.NONE;

    /** How long changes are collected before they are recorded. */
    static final long RECORD_INTERVAL_MILLIS = 1000;

    private final StateLog log;
    private final InstantSource clock;
    private final ConcurrentHashMap<String, ConcurrentHashMap<String, TopicProgress>> groups =
            new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<QueueProgress> unrecorded = new ConcurrentLinkedQueue<>();
    private final List<ResetListener> listeners = new CopyOnWriteArrayList<>();

    /**
     * Held while something is recorded, so that records lie in the log in the order in which they
     * were decided. Appends are short and wait for no disk.
     */
    private final Object recording = new Object();

    private long recordedAt = Long.MIN_VALUE;
    private volatile DataVersion version;

    public Progress(StateLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
        this.version = DataVersion.NONE.next(clock.millis());
    }

    /** Tells a listener of all resets from now on. */
    public void listen(ResetListener listener) {
        listeners.add(listener);
    }

    /** The next offset that the group wants, {@link #NONE} when it never said. */
    public long find(String group, String topic, int queueId) {
        QueueProgress queue = queue(group, topic, queueId);
        return queue == null ? NONE : queue.committed();
    }

    /** Where the group's last pull ended, {@link #NONE} when it did not pull since the start. */
    public long pulled(String group, String topic, int queueId) {
        QueueProgress queue = queue(group, topic, queueId);
        return queue == null ? NONE : queue.pulled();
    }

    /**
     * Notes where a pull ended; kept in memory only, for operators, and only of groups that have
     * offsets in that queue: others would come into being by it.
     */
    public void notePulled(String group, String topic, int queueId, long nextOffset) {
        QueueProgress queue = queue(group, topic, queueId);
        if (queue != null) {
            queue.notePulled(nextOffset);
        }
    }

    /**
     * Notes how far a group has come; a lower offset than before is taken too.
     *
     * @param offset the next offset wanted
     * @return false when a reset waits to be handed out: nothing was changed
     */
    public boolean commit(String group, String topic, int queueId, long offset) {
        while (true) {
            QueueProgress queue = require(group, topic).require(queueId);
            switch (queue.commit(offset)) {
                case COVERED -> {
                    return true;
                }
                case UNRECORDED -> {
                    unrecorded.add(queue);
                    return true;
                }
                case BLOCKED -> {
                    return false;
                }
                case REMOVED -> Thread.onSpinWait();
            }
        }
    }

    /**
     * Hands out a reset. Called by whoever answers a consumer's pull, which it then sends to that
     * offset; from then on commits count again.
     *
     * @return where to go on, {@link #NONE} when there is no reset, the usual case, which costs a
     *     look-up
     */
    public long takeReset(String group, String topic, int queueId) {
        QueueProgress queue = queue(group, topic, queueId);
        if (queue == null || queue.pendingReset() == NONE) {
            return NONE;
        }
        long offset = queue.takeReset();
        if (offset != NONE && queue.markUnrecorded() == Change.UNRECORDED) {
            unrecorded.add(queue);
        }
        return offset;
    }

    /** Whether {@link #takeReset} has something to hand out. */
    public boolean hasReset(String group, String topic, int queueId) {
        QueueProgress queue = queue(group, topic, queueId);
        return queue != null && queue.pendingReset() != NONE;
    }

    /**
     * Sets offsets over the heads of the group's consumers: as committed, and as a reset that the
     * next pull of each queue hands out. Listeners are told when it holds, on this thread.
     *
     * @param offsets new offset by queue id
     * @return completes when it is as durable as a message
     */
    public CompletionStage<AcknowledgedOutcome> reset(
            String group, String topic, Map<Integer, Long> offsets) {
        List<Value> values = new ArrayList<>(offsets.size());
        offsets.forEach((queueId, offset) -> values.add(new Value(queueId, offset, offset)));
        CompletionStage<AcknowledgedOutcome> recorded = record(group, topic, values);
        // Where the log refused some, their readers look for nothing; that does no harm.
        for (ResetListener listener : listeners) {
            offsets.keySet().forEach(queueId -> listener.wasReset(group, topic, queueId));
        }
        return recorded;
    }

    /**
     * Lets a group go on where another one is.
     *
     * @return completes when it is as durable as a message
     */
    public CompletionStage<AcknowledgedOutcome> copy(
            String fromGroup, String toGroup, String topic) {
        List<Value> values = new ArrayList<>();
        offsets(fromGroup, topic)
                .forEach((queueId, offset) -> values.add(new Value(queueId, offset, NONE)));
        return record(toGroup, topic, values);
    }

    private CompletionStage<AcknowledgedOutcome> record(
            String group, String topic, List<Value> values) {
        if (values.isEmpty()) {
            return CompletableFuture.completedStage(new AcknowledgedOutcome.Done(""));
        }
        long endOffset = 0;
        synchronized (recording) {
            int done = 0;
            ValueWriter writer = new ValueWriter();
            while (done < values.size()) {
                List<Value> left = values.subList(done, values.size());
                int count = ProgressRecords.add(writer, group, topic, left);
                switch (log.append(StateQueue.PROGRESS, ProgressRecords.VALUES, writer)) {
                    case AppendOutcome.Rejected rejected -> {
                        return CompletableFuture.completedStage(refused(rejected));
                    }
                    case AppendOutcome.Appended appended -> endOffset = appended.endOffset();
                }
                left.subList(0, count).forEach(value -> apply(group, topic, value));
                done += count;
                writer = new ValueWriter();
            }
            version = version.next(clock.millis());
        }
        return log.reached(endOffset).thenApply(Progress::done);
    }

    /** Forgets a group. Its offsets are gone for good: it would start as a new one. */
    public CompletionStage<AcknowledgedOutcome> dropGroup(String group) {
        return drop(ProgressRecords.GROUP_DROPPED, group);
    }

    /** Forgets a topic, for all groups. */
    public CompletionStage<AcknowledgedOutcome> dropTopic(String topic) {
        return drop(ProgressRecords.TOPIC_DROPPED, topic);
    }

    private CompletionStage<AcknowledgedOutcome> drop(int kind, String name) {
        synchronized (recording) {
            AppendOutcome outcome =
                    log.append(StateQueue.PROGRESS, kind, new ValueWriter().putText(name));
            return switch (outcome) {
                case AppendOutcome.Rejected rejected ->
                        CompletableFuture.completedStage(refused(rejected));
                case AppendOutcome.Appended appended -> {
                    applyDrop(kind, name);
                    version = version.next(clock.millis());
                    yield log.reached(appended.endOffset()).thenApply(Progress::done);
                }
            };
        }
    }

    @Override
    public void topicsChanged(Set<String> topics) {
        // Progress does not depend on what a topic is like.
    }

    /**
     * Drops the topic's offsets. Where the broker dies between the topic's record and this one,
     * they stay: a topic of that name then goes on where its groups were, as do its queue offsets.
     */
    @Override
    public void topicDeleted(String topic, long physicalOffset) {
        if (!groupsOf(topic).isEmpty()) {
            dropTopic(topic);
        }
    }

    /**
     * Records what has changed, if a second has gone by since it was last done. Called again and
     * again by one thread.
     *
     * @return whether nothing is left; false also when the log refused, then it is tried again
     */
    public boolean step() {
        long now = clock.millis();
        synchronized (recording) {
            // A clock that was set back must not stop the bookkeeping.
            if (recordedAt != Long.MIN_VALUE
                    && now - recordedAt >= 0
                    && now - recordedAt < RECORD_INTERVAL_MILLIS) {
                return unrecorded.isEmpty();
            }
            recordedAt = now;
            return recordAll();
        }
    }

    /** Records everything at once, as on a clean stop. */
    public boolean flush() {
        synchronized (recording) {
            return recordAll();
        }
    }

    private boolean recordAll() {
        Map<TopicProgress, List<QueueProgress>> taken = new LinkedHashMap<>();
        QueueProgress next;
        while ((next = unrecorded.poll()) != null) {
            taken.computeIfAbsent(next.owner(), owner -> new ArrayList<>()).add(next);
        }
        if (taken.isEmpty()) {
            return true;
        }
        boolean all = new ProgressBatch(log, this::putBack).write(taken);
        version = version.next(clock.millis());
        return all;
    }

    private void putBack(QueueProgress queue) {
        if (queue.markUnrecorded() == Change.UNRECORDED) {
            unrecorded.add(queue);
        }
    }

    @Override
    public StateQueue queue() {
        return StateQueue.PROGRESS;
    }

    @Override
    public void replay(int kind, ValueReader value) {
        switch (kind) {
            case ProgressRecords.VALUES -> ProgressRecords.read(value, this::apply);
            case ProgressRecords.GROUP_DROPPED, ProgressRecords.TOPIC_DROPPED ->
                    applyDrop(kind, value.takeText());
            default -> {
                // Written by a later version.
            }
        }
    }

    private void apply(String group, String topic, Value value) {
        require(group, topic).require(value.queueId()).set(value.offset(), value.reset());
    }

    private void applyDrop(int kind, String name) {
        if (kind == ProgressRecords.GROUP_DROPPED) {
            ConcurrentHashMap<String, TopicProgress> topics = groups.remove(name);
            if (topics != null) {
                topics.values().forEach(TopicProgress::remove);
            }
            return;
        }
        for (ConcurrentHashMap<String, TopicProgress> topics : groups.values()) {
            TopicProgress progress = topics.remove(name);
            if (progress != null) {
                progress.remove();
            }
        }
    }

    /** Committed offsets of a group in a topic by queue id; empty when there are none. */
    public SortedMap<Integer, Long> offsets(String group, String topic) {
        SortedMap<Integer, Long> offsets = new TreeMap<>();
        TopicProgress progress = topic(group, topic);
        if (progress != null) {
            for (QueueProgress queue : progress.queues()) {
                long committed = queue.committed();
                if (committed != NONE) {
                    offsets.put(queue.queueId(), committed);
                }
            }
        }
        return offsets;
    }

    /** The topics that a group has offsets in. */
    public Set<String> topicsOf(String group) {
        Map<String, TopicProgress> topics = groups.get(group);
        return topics == null ? Set.of() : Set.copyOf(topics.keySet());
    }

    /** The groups that have offsets in a topic. */
    public Set<String> groupsOf(String topic) {
        Set<String> found = new HashSet<>();
        groups.forEach(
                (group, topics) -> {
                    if (topics.containsKey(topic)) {
                        found.add(group);
                    }
                });
        return found;
    }

    /** The groups that have any offset. */
    public Set<String> groups() {
        return Set.copyOf(groups.keySet());
    }

    /** All committed offsets. Costs as much as there are. */
    public Collection<TopicOffsets> all() {
        List<TopicOffsets> all = new ArrayList<>();
        groups.forEach(
                (group, topics) ->
                        topics.keySet()
                                .forEach(
                                        topic -> {
                                            SortedMap<Integer, Long> offsets =
                                                    offsets(group, topic);
                                            if (!offsets.isEmpty()) {
                                                all.add(new TopicOffsets(group, topic, offsets));
                                            }
                                        }));
        return all;
    }

    /** Changes with every record that is written; counts from the start of this process. */
    public DataVersion version() {
        return version;
    }

    private @Nullable TopicProgress topic(String group, String topic) {
        Map<String, TopicProgress> topics = groups.get(group);
        return topics == null ? null : topics.get(topic);
    }

    private @Nullable QueueProgress queue(String group, String topic, int queueId) {
        TopicProgress progress = topic(group, topic);
        return progress == null ? null : progress.find(queueId);
    }

    private TopicProgress require(String group, String topic) {
        TopicProgress known = topic(group, topic);
        if (known != null) {
            return known;
        }
        // Inside compute, so that a group which is being dropped cannot be added to unseen.
        ConcurrentHashMap<String, TopicProgress> topics =
                groups.compute(
                        group,
                        (name, present) -> {
                            ConcurrentHashMap<String, TopicProgress> kept =
                                    present == null ? new ConcurrentHashMap<>() : present;
                            kept.computeIfAbsent(topic, t -> new TopicProgress(group, t));
                            return kept;
                        });
        TopicProgress added = topics.get(topic);
        return added != null ? added : require(group, topic);
    }

    private static AcknowledgedOutcome done(Durability.Reached reached) {
        String doubt = StateLog.doubt(reached);
        return doubt == null
                ? new AcknowledgedOutcome.Done("")
                : new Refused(Refused.Reason.SYSTEM_ERROR, doubt);
    }

    private static Refused refused(AppendOutcome.Rejected rejected) {
        return new Refused(Refused.Reason.SERVICE_NOT_AVAILABLE, rejected.detail());
    }
}
