package io.apogeemq.broker.topic;

import io.apogeemq.broker.log.AppendOutcome;
import io.apogeemq.broker.log.Durability;
import io.apogeemq.broker.state.StateFold;
import io.apogeemq.broker.state.StateLog;
import io.apogeemq.broker.state.StateQueue;
import io.apogeemq.broker.state.ValueReader;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.message.SystemTopics;
import io.apogeemq.common.route.DataVersion;
import io.apogeemq.common.route.Permission;
import io.apogeemq.common.route.TopicConfig;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The topics of this broker. Thread-safe: changes are decided one at a time under this object's
 * monitor, recorded in the log, then applied; readers take no lock. A change that the log refuses
 * changes nothing.
 *
 * <p>System topics exist from the start, by the names of cluster and broker; they have no records,
 * save those that are made on demand.
 *
 * <p><b>What is durable.</b> The stages of {@link #put}, {@link #putAll} and {@link #delete}
 * complete when the change is as durable as a message. {@link #createFromTemplate} and {@link
 * #ensure} don't wait: a message that is stored in such a topic lies behind the topic's record, so
 * that its own acknowledgement covers both.
 *
 * <p><b>Deleting.</b> Progress in a deleted topic is dropped. Its messages stay until retention,
 * and its queue offsets never start over: a topic that is made again under the name goes on behind
 * them.
 *
 * <p>Not one map that is copied per change: a hundred thousand automatically created topics would
 * cost their square. The whole table is copied when someone asks for it after a change.
 */
public final class Topics implements StateFold {

    /** Most queues of a topic. A client makes an object for each of them. */
    public static final int MAX_QUEUES = 65_536;

    /** The table as it was at one version. */
    private record Snapshot(Map<String, TopicConfig> topics, DataVersion version) {}

    /** What a change led to. */
    private record Change(TopicOutcome outcome, boolean made, long endOffset) {
        static Change none(TopicOutcome outcome) {
            return new Change(outcome, false, 0);
        }
    }

    private final StateLog log;
    private final InstantSource clock;
    private final SystemTopics systemTopics;
    private final TopicChecks checks;
    private final List<TopicChangeListener> listeners = new CopyOnWriteArrayList<>();
    private final ConcurrentHashMap<String, TopicConfig> table = new ConcurrentHashMap<>();
    private final long startedMillis;
    private volatile DataVersion version;
    private volatile @Nullable Snapshot snapshot;
    private volatile TopicRules rules;

    /**
     * A table that holds the system topics.
     *
     * @param systemTopics all of this cluster and broker
     */
    public Topics(StateLog log, InstantSource clock, SystemTopics systemTopics, TopicRules rules) {
        this.log = log;
        this.clock = clock;
        this.systemTopics = systemTopics;
        this.checks = new TopicChecks(systemTopics);
        this.rules = rules;
        this.startedMillis = clock.millis();
        this.version = DataVersion.NONE.next(startedMillis);
        for (SystemTopics.Topic row : systemTopics.all()) {
            if (isMadeAtStart(row.creation(), rules)) {
                table.put(row.name(), systemTopic(row));
            }
        }
    }

    private static boolean isMadeAtStart(SystemTopics.Creation creation, TopicRules rules) {
        return switch (creation) {
            case AT_START -> true;
            case IF_AUTO_CREATION -> rules.autoCreate();
            case IF_TRACE -> rules.trace();
            case IF_TIMER -> rules.timer();
            case ON_DEMAND -> false;
        };
    }

    private static TopicConfig systemTopic(SystemTopics.Topic row) {
        return TopicConfig.of(row.name(), row.queues()).withPerm(row.permission());
    }

    /** Tells a listener of all changes from now on. */
    public void listen(TopicChangeListener listener) {
        listeners.add(listener);
    }

    /** A topic, or null. One hash look-up. */
    public @Nullable TopicConfig find(String topic) {
        return table.get(topic);
    }

    /** All topics, system topics too, as they were at one moment. Costs as much as there are. */
    public Map<String, TopicConfig> all() {
        Snapshot now = snapshot;
        if (now == null) {
            synchronized (this) {
                now = new Snapshot(Map.copyOf(table), version);
                snapshot = now;
            }
        }
        return now.topics();
    }

    /** Another one after every change, also over restarts. */
    public DataVersion version() {
        return version;
    }

    /**
     * Makes the version another one although no topic changed: others see all topics differently,
     * as when the broker's own permission has changed.
     */
    public synchronized void renewVersion() {
        advance(version.next(clock.millis()));
    }

    /** Whether the topic is the system's: such topics are neither created, changed nor deleted. */
    public boolean isSystem(String topic) {
        return systemTopics.isSystem(topic);
    }

    /** The names of the system topics, whether they exist already or not. */
    public SystemTopics systemTopics() {
        return systemTopics;
    }

    /**
     * Changes what operators may change. Switched off, automatic creation takes the template's
     * right to be one away; switched on, it makes or restores the template.
     */
    public void use(TopicRules changed) {
        Set<String> names = new LinkedHashSet<>();
        synchronized (this) {
            rules = changed;
            for (SystemTopics.Topic row : systemTopics.all()) {
                TopicConfig present = table.get(row.name());
                TopicConfig wanted = present;
                if (row.creation() != SystemTopics.Creation.ON_DEMAND
                        && isMadeAtStart(row.creation(), changed)) {
                    wanted = systemTopic(row);
                } else if (row.creation() == SystemTopics.Creation.IF_AUTO_CREATION
                        && present != null) {
                    wanted = present.withPerm(present.perm() & ~Permission.INHERIT);
                }
                if (wanted != null && !wanted.equals(present)) {
                    table.put(row.name(), wanted);
                    names.add(row.name());
                }
            }
            if (!names.isEmpty()) {
                advance(version.next(clock.millis()));
            }
        }
        tellChanged(names);
    }

    /**
     * Creates a topic or changes it, as an operator asks for.
     *
     * @param wanted as the topic shall be; its attributes are changes, names with {@code +} or
     *     {@code -} in front, and none of them leaves all as they are
     */
    public CompletionStage<TopicOutcome> put(TopicConfig wanted) {
        return putAll(List.of(wanted));
    }

    /** {@link #put}, with the changes of attributes as text: {@code +key=value,-key}. */
    public CompletionStage<TopicOutcome> put(TopicConfig wanted, String attributeChanges) {
        return switch (AttributeTable.parse(attributeChanges)) {
            case AttributeTable.Result.Invalid invalid ->
                    CompletableFuture.completedStage(TopicChecks.invalidAttribute(invalid));
            case AttributeTable.Result.Changed changes ->
                    put(wanted.withAttributes(changes.attributes()));
        };
    }

    /**
     * {@link #put} for many topics: all are checked, then all that differ are changed.
     *
     * @return completes with the last topic, or with what was wrong with the first that had a fault
     * @throws IllegalArgumentException when there is none
     */
    public CompletionStage<TopicOutcome> putAll(List<TopicConfig> wanted) {
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("wanted: no topic (expected: at least one)");
        }
        List<Change> changes = new ArrayList<>(wanted.size());
        Set<String> names = new LinkedHashSet<>();
        synchronized (this) {
            for (TopicConfig topic : wanted) {
                if (checks.changed(topic, table.get(topic.topicName()), rules)
                        instanceof TopicOutcome.Refused refused) {
                    return CompletableFuture.completedStage(refused);
                }
            }
            for (TopicConfig topic : wanted) {
                // Once more: the same topic may stand in the list before.
                Change change = make(checks.changed(topic, table.get(topic.topicName()), rules));
                changes.add(change);
                if (change.made()) {
                    names.add(topic.topicName());
                }
                if (change.outcome() instanceof TopicOutcome.Refused) {
                    break;
                }
            }
        }
        tellChanged(names);
        return whenDurable(changes);
    }

    /**
     * Makes a topic as a send does, after the model of another one.
     *
     * @param template the topic to take permissions and filter type from
     * @param queueNums how many queues at the most; the template's number limits it too
     * @return completed already: with the topic, also when it was there before, or TOPIC_NOT_EXIST
     */
    public CompletionStage<TopicOutcome> createFromTemplate(
            String topic, String template, int queueNums, boolean unitMode) {
        Change change;
        synchronized (this) {
            TopicConfig present = table.get(topic);
            change =
                    present != null
                            ? Change.none(new TopicOutcome.Ready(present))
                            : make(
                                    checks.afterTemplate(
                                            topic,
                                            template,
                                            table.get(template),
                                            queueNums,
                                            unitMode,
                                            table.size(),
                                            rules));
        }
        return told(topic, change);
    }

    /**
     * Makes a topic of the broker's own need, for retries or dead letters, open for reading and
     * writing. One that exists stays as it is.
     *
     * @return completed already
     */
    public CompletionStage<TopicOutcome> ensure(String topic, int queues) {
        TopicConfig present = table.get(topic);
        return present != null
                ? CompletableFuture.completedStage(new TopicOutcome.Ready(present))
                : ensure(topic, queues, Permission.READ_WRITE, false);
    }

    /**
     * Makes a topic of the broker's own need; of one that exists only the order flag may change.
     *
     * @param order whether it is to be consumed in order
     * @return completed already
     */
    public CompletionStage<TopicOutcome> ensure(String topic, int queues, int perm, boolean order) {
        TopicConfig known = table.get(topic);
        if (known != null && known.order() == order) {
            return CompletableFuture.completedStage(new TopicOutcome.Ready(known));
        }
        Change change;
        synchronized (this) {
            TopicConfig present = table.get(topic);
            TopicConfig wanted =
                    present != null ? present : TopicConfig.of(topic, queues).withPerm(perm);
            change = record(wanted.withOrder(order));
        }
        return told(topic, change);
    }

    /**
     * Deletes a topic; one that does not exist counts as deleted.
     *
     * @return completes with null, or with why it is refused
     */
    public CompletionStage<TopicOutcome.@Nullable Refused> delete(String topic) {
        TopicOutcome.Refused refusal = checks.undeletable(topic);
        if (refusal != null) {
            return CompletableFuture.completedStage(refusal);
        }
        long endOffset;
        synchronized (this) {
            if (!table.containsKey(topic)) {
                return CompletableFuture.completedStage(null);
            }
            DataVersion next = version.next(clock.millis());
            switch (log.append(
                    StateQueue.TOPICS, TopicRecords.DELETED, TopicRecords.deleted(next, topic))) {
                case AppendOutcome.Rejected rejected -> {
                    return CompletableFuture.completedStage(notRecorded(rejected));
                }
                case AppendOutcome.Appended appended -> endOffset = appended.endOffset();
            }
            table.remove(topic);
            advance(next);
        }
        for (TopicChangeListener listener : listeners) {
            listener.topicDeleted(topic, endOffset);
        }
        return log.reached(endOffset).thenApply(Topics::doubted);
    }

    /** Makes a topic as it was checked. Monitor held. */
    private Change make(TopicOutcome checked) {
        return switch (checked) {
            case TopicOutcome.Refused refused -> Change.none(refused);
            case TopicOutcome.Ready ready -> record(ready.topic());
        };
    }

    /** Appends and applies a topic that differs from the present one. Monitor held. */
    private Change record(TopicConfig topic) {
        TopicOutcome ready = new TopicOutcome.Ready(topic);
        if (topic.equals(table.get(topic.topicName()))) {
            return Change.none(ready);
        }
        DataVersion next = version.next(clock.millis());
        return switch (log.append(
                StateQueue.TOPICS, TopicRecords.TOPIC, TopicRecords.topic(next, topic))) {
            case AppendOutcome.Rejected rejected -> Change.none(notRecorded(rejected));
            case AppendOutcome.Appended appended -> {
                table.put(topic.topicName(), topic);
                advance(next);
                yield new Change(ready, true, appended.endOffset());
            }
        };
    }

    private void advance(DataVersion next) {
        version = next;
        snapshot = null;
    }

    /** Every start is a version of its own: the system topics may differ from those before. */
    private void advanceTo(DataVersion recorded) {
        advance(new DataVersion(recorded.stateVersion(), startedMillis, recorded.counter()));
    }

    private CompletionStage<TopicOutcome> told(String topic, Change change) {
        if (change.made()) {
            tellChanged(Set.of(topic));
        }
        return CompletableFuture.completedStage(change.outcome());
    }

    private void tellChanged(Set<String> topics) {
        if (topics.isEmpty()) {
            return;
        }
        for (TopicChangeListener listener : listeners) {
            listener.topicsChanged(topics);
        }
    }

    private CompletionStage<TopicOutcome> whenDurable(List<Change> changes) {
        long endOffset = 0;
        for (Change change : changes) {
            endOffset = Math.max(endOffset, change.endOffset());
        }
        TopicOutcome last = changes.getLast().outcome();
        return endOffset == 0
                ? CompletableFuture.completedStage(last)
                : log.reached(endOffset)
                        .thenApply(
                                reached -> {
                                    TopicOutcome.Refused doubted = doubted(reached);
                                    return doubted == null ? last : doubted;
                                });
    }

    private static TopicOutcome.@Nullable Refused doubted(Durability.Reached reached) {
        String doubt = StateLog.doubt(reached);
        return doubt == null ? null : new TopicOutcome.Refused(Reason.SYSTEM_ERROR, doubt);
    }

    private static TopicOutcome.Refused notRecorded(AppendOutcome.Rejected rejected) {
        return new TopicOutcome.Refused(Reason.SERVICE_NOT_AVAILABLE, rejected.detail());
    }

    @Override
    public StateQueue queue() {
        return StateQueue.TOPICS;
    }

    @Override
    public synchronized void replay(int kind, ValueReader value) {
        switch (kind) {
            case TopicRecords.TOPIC -> {
                DataVersion then = TopicRecords.readVersion(value);
                TopicConfig topic = TopicRecords.readTopic(value);
                SystemTopics.Topic row = systemTopics.find(topic.topicName());
                // A broker that was renamed may find a user's topic under its own name.
                if (row == null || row.creation() == SystemTopics.Creation.ON_DEMAND) {
                    table.put(topic.topicName(), topic);
                }
                advanceTo(then);
            }
            case TopicRecords.DELETED -> {
                DataVersion then = TopicRecords.readVersion(value);
                String topic = value.takeText();
                if (!isSystem(topic)) {
                    table.remove(topic);
                    for (TopicChangeListener listener : listeners) {
                        listener.topicWasDeleted(topic);
                    }
                }
                advanceTo(then);
            }
            default -> {
                // Written by a later version.
            }
        }
    }
}
