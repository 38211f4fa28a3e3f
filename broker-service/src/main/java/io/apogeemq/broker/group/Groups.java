package io.apogeemq.broker.group;

import io.apogeemq.broker.log.AppendOutcome;
import io.apogeemq.broker.log.Durability;
import io.apogeemq.broker.state.StateFold;
import io.apogeemq.broker.state.StateLog;
import io.apogeemq.broker.state.StateQueue;
import io.apogeemq.broker.state.ValueReader;
import io.apogeemq.broker.state.ValueWriter;
import io.apogeemq.broker.topic.AttributeTable;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.message.SystemGroups;
import io.apogeemq.common.message.TopicNames;
import io.apogeemq.common.route.DataVersion;
import io.apogeemq.common.route.SubscriptionGroupConfig;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The subscription groups of this broker, and which topics a group may not read. Thread-safe:
 * changes are decided one at a time under this object's monitor, recorded in the log, then applied;
 * readers take no lock. A change that the log refuses changes nothing.
 *
 * <p>The groups of tools and of the broker itself exist from the start, without records until an
 * operator changes one.
 *
 * <p><b>What is durable.</b> The stages of {@link #put}, {@link #putAll}, {@link #delete} and
 * {@link #forbid} complete when the change is as durable as a message. {@link #findOrCreate}
 * doesn't wait: a group that is lost in a crash is made again by its next heartbeat.
 */
public final class Groups implements StateFold {

    /**
     * So many groups are enough: consumers make no more, operators may. Each of them brings a retry
     * topic, of which NameServers are told.
     */
    public static final int AUTO_CREATE_UP_TO = 100_000;

    private static final int READABLE_BIT = 1;
    private static final int MAX_RETRY_QUEUES = 65_536;

    /** A state record's text holds 64 KiB of UTF-8; no sane group comes near. */
    private static final int MAX_TEXT_LENGTH = 16 * 1024;

    /** The table as it was at one version. */
    private record Snapshot(Map<String, SubscriptionGroupConfig> groups) {}

    /** What a change led to. */
    private record Change(GroupOutcome outcome, long endOffset) {}

    private final StateLog log;
    private final InstantSource clock;
    private final BooleanSupplier autoCreate;
    private final int autoCreateUpTo;
    private final ConcurrentHashMap<String, SubscriptionGroupConfig> table =
            new ConcurrentHashMap<>();

    /** By group, then topic: a bit per thing that is forbidden. Inner maps are immutable. */
    private final ConcurrentHashMap<String, Map<String, Integer>> forbidden =
            new ConcurrentHashMap<>();

    private volatile DataVersion version;
    private volatile @Nullable Snapshot snapshot;

    /**
     * A table that holds the system's groups.
     *
     * @param autoCreate whether consumers may create their group ({@code
     *     autoCreateSubscriptionGroup}); asked each time
     */
    public Groups(StateLog log, InstantSource clock, BooleanSupplier autoCreate) {
        this(log, clock, autoCreate, AUTO_CREATE_UP_TO);
    }

    Groups(StateLog log, InstantSource clock, BooleanSupplier autoCreate, int autoCreateUpTo) {
        this.log = log;
        this.clock = clock;
        this.autoCreate = autoCreate;
        this.autoCreateUpTo = autoCreateUpTo;
        this.version = DataVersion.NONE.next(clock.millis());
        for (String group : SystemGroups.CREATED_AT_START) {
            table.put(group, SubscriptionGroupConfig.of(group));
        }
        table.put(SystemGroups.TRANSACTION, SubscriptionGroupConfig.of(SystemGroups.TRANSACTION));
    }

    /** A group, or null. One hash look-up; never creates. */
    public @Nullable SubscriptionGroupConfig find(String group) {
        return table.get(group);
    }

    /**
     * A group as consumers find it: made if it may be. For heartbeats, pulls and what is sent back;
     * not for commits and operators.
     *
     * @return null when there is none and it may not be made: its name is illegal, automatic
     *     creation is off, there are very many already, or the log takes no record
     */
    public @Nullable SubscriptionGroupConfig findOrCreate(String group) {
        SubscriptionGroupConfig known = table.get(group);
        if (known != null) {
            return known;
        }
        boolean allowed = autoCreate.getAsBoolean() || group.startsWith(SystemGroups.SYSTEM_PREFIX);
        if (!allowed || TopicNames.groupProblem(group) != null) {
            return null;
        }
        synchronized (this) {
            SubscriptionGroupConfig present = table.get(group);
            if (present != null) {
                return present;
            }
            if (table.size() >= autoCreateUpTo) {
                return null;
            }
            return switch (record(SubscriptionGroupConfig.of(group)).outcome()) {
                case GroupOutcome.Ready ready -> ready.group();
                case GroupOutcome.Refused refused -> null;
            };
        }
    }

    /** All groups, as they were at one moment. Costs as much as there are. */
    public Map<String, SubscriptionGroupConfig> all() {
        Snapshot now = snapshot;
        if (now == null) {
            synchronized (this) {
                now = new Snapshot(Map.copyOf(table));
                snapshot = now;
            }
        }
        return now.groups();
    }

    /** What groups may not do, by group and topic, as classic bits. */
    public Map<String, Map<String, Integer>> forbidden() {
        return Map.copyOf(forbidden);
    }

    /** Another one after every change, also over restarts. */
    public DataVersion version() {
        return version;
    }

    /**
     * Creates a group or replaces it, as an operator asks for.
     *
     * @param wanted as the group shall be; its attributes are changes, names with {@code +} or
     *     {@code -} in front, and none of them leaves all as they are
     */
    public CompletionStage<GroupOutcome> put(SubscriptionGroupConfig wanted) {
        return putAll(List.of(wanted));
    }

    /**
     * {@link #put} for many groups: all are checked, then all that differ are changed.
     *
     * @return completes with the last group, or with what was wrong with the first that had a fault
     * @throws IllegalArgumentException when there is none
     */
    public CompletionStage<GroupOutcome> putAll(List<SubscriptionGroupConfig> wanted) {
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("wanted: no group (expected: at least one)");
        }
        List<Change> changes = new ArrayList<>(wanted.size());
        synchronized (this) {
            for (SubscriptionGroupConfig group : wanted) {
                if (resolve(group) instanceof GroupOutcome.Refused refused) {
                    return CompletableFuture.completedStage(refused);
                }
            }
            for (SubscriptionGroupConfig group : wanted) {
                // Once more: the same group may stand in the list before.
                Change change =
                        switch (resolve(group)) {
                            case GroupOutcome.Refused refused -> new Change(refused, 0);
                            case GroupOutcome.Ready ready -> record(ready.group());
                        };
                changes.add(change);
                if (change.outcome() instanceof GroupOutcome.Refused) {
                    break;
                }
            }
        }
        long endOffset = 0;
        for (Change change : changes) {
            endOffset = Math.max(endOffset, change.endOffset());
        }
        GroupOutcome last = changes.getLast().outcome();
        return endOffset == 0
                ? CompletableFuture.completedStage(last)
                : log.reached(endOffset)
                        .thenApply(
                                reached -> {
                                    GroupOutcome.Refused doubted = doubted(reached);
                                    return doubted == null ? last : doubted;
                                });
    }

    private static GroupOutcome.@Nullable Refused doubted(Durability.Reached reached) {
        String doubt = StateLog.doubt(reached);
        return doubt == null ? null : new GroupOutcome.Refused(Reason.SYSTEM_ERROR, doubt);
    }

    /** As the group will be, or why it can't. */
    private GroupOutcome resolve(SubscriptionGroupConfig wanted) {
        String group = wanted.groupName();
        String problem = TopicNames.groupProblem(group);
        if (problem != null) {
            return new GroupOutcome.Refused(Reason.INVALID_PARAMETER, problem);
        }
        if (wanted.retryQueueNums() > MAX_RETRY_QUEUES) {
            return new GroupOutcome.Refused(
                    Reason.INVALID_PARAMETER,
                    "retryQueueNums: %d (expected: <= %d)"
                            .formatted(wanted.retryQueueNums(), MAX_RETRY_QUEUES));
        }
        int textLength = wanted.toJson().length();
        if (textLength > MAX_TEXT_LENGTH) {
            return new GroupOutcome.Refused(
                    Reason.INVALID_PARAMETER,
                    "group %s: %d characters in its JSON form (expected: <= %d)"
                            .formatted(group, textLength, MAX_TEXT_LENGTH));
        }
        SubscriptionGroupConfig present = table.get(group);
        Map<String, String> attributes = present == null ? Map.of() : present.attributes();
        return switch (GroupAttributes.TABLE.apply(
                present == null, attributes, wanted.attributes())) {
            // The classic servers answer faults of attributes with their general error.
            case AttributeTable.Result.Invalid invalid ->
                    new GroupOutcome.Refused(Reason.SYSTEM_ERROR, invalid.detail());
            case AttributeTable.Result.Changed changed ->
                    new GroupOutcome.Ready(wanted.withAttributes(changed.attributes()));
        };
    }

    /** Appends and applies a group that differs from the present one. Monitor held. */
    private Change record(SubscriptionGroupConfig group) {
        GroupOutcome ready = new GroupOutcome.Ready(group);
        if (group.equals(table.get(group.groupName()))) {
            return new Change(ready, 0);
        }
        DataVersion next = version.next(clock.millis());
        return switch (append(GroupRecords.GROUP, GroupRecords.group(next, group))) {
            case AppendOutcome.Rejected rejected -> new Change(notRecorded(rejected), 0);
            case AppendOutcome.Appended appended -> {
                table.put(group.groupName(), group);
                advance(next);
                yield new Change(ready, appended.endOffset());
            }
        };
    }

    /**
     * Deletes a group; one that does not exist counts as deleted. Its progress is not touched.
     *
     * @return completes with null, or with why it is refused
     */
    public CompletionStage<GroupOutcome.@Nullable Refused> delete(String group) {
        synchronized (this) {
            if (!table.containsKey(group)) {
                return CompletableFuture.completedStage(null);
            }
            DataVersion next = version.next(clock.millis());
            return switch (append(GroupRecords.DELETED, GroupRecords.deleted(next, group))) {
                case AppendOutcome.Rejected rejected ->
                        CompletableFuture.completedStage(notRecorded(rejected));
                case AppendOutcome.Appended appended -> {
                    table.remove(group);
                    forbidden.remove(group);
                    advance(next);
                    yield log.reached(appended.endOffset()).thenApply(Groups::doubted);
                }
            };
        }
    }

    /** Whether the group is kept from reading a topic. */
    public boolean isReadForbidden(String group, String topic) {
        Map<String, Integer> topics = forbidden.get(group);
        return topics != null && (topics.getOrDefault(topic, 0) & READABLE_BIT) != 0;
    }

    /**
     * Keeps a group from reading a topic, or lets it again. Neither has to exist.
     *
     * @return completes with null, or with why it is refused
     */
    public CompletionStage<GroupOutcome.@Nullable Refused> forbid(
            String group, String topic, boolean readable) {
        String problem = TopicNames.groupProblem(group);
        if (problem == null) {
            problem = TopicNames.topicProblem(topic);
        }
        if (problem != null) {
            return CompletableFuture.completedStage(
                    new GroupOutcome.Refused(Reason.INVALID_PARAMETER, problem));
        }
        synchronized (this) {
            if (isReadForbidden(group, topic) != readable) {
                return CompletableFuture.completedStage(null);
            }
            int bits = forbidden.getOrDefault(group, Map.of()).getOrDefault(topic, 0);
            int changed = readable ? bits & ~READABLE_BIT : bits | READABLE_BIT;
            DataVersion next = version.next(clock.millis());
            ValueWriter value = GroupRecords.forbidden(next, group, topic, changed);
            return switch (append(GroupRecords.FORBIDDEN, value)) {
                case AppendOutcome.Rejected rejected ->
                        CompletableFuture.completedStage(notRecorded(rejected));
                case AppendOutcome.Appended appended -> {
                    applyForbidden(group, topic, changed);
                    advance(next);
                    yield log.reached(appended.endOffset()).thenApply(Groups::doubted);
                }
            };
        }
    }

    private void applyForbidden(String group, String topic, int bits) {
        Map<String, Integer> topics = new HashMap<>(forbidden.getOrDefault(group, Map.of()));
        if (bits == 0) {
            topics.remove(topic);
        } else {
            topics.put(topic, bits);
        }
        if (topics.isEmpty()) {
            forbidden.remove(group);
        } else {
            forbidden.put(group, Map.copyOf(topics));
        }
    }

    private AppendOutcome append(int kind, ValueWriter value) {
        return log.append(StateQueue.GROUPS, kind, value);
    }

    private void advance(DataVersion next) {
        version = next;
        snapshot = null;
    }

    private static GroupOutcome.Refused notRecorded(AppendOutcome.Rejected rejected) {
        return new GroupOutcome.Refused(Reason.SERVICE_NOT_AVAILABLE, rejected.detail());
    }

    @Override
    public StateQueue queue() {
        return StateQueue.GROUPS;
    }

    @Override
    public synchronized void replay(int kind, ValueReader value) {
        switch (kind) {
            case GroupRecords.GROUP -> {
                DataVersion then = GroupRecords.readVersion(value);
                SubscriptionGroupConfig group = GroupRecords.readGroup(value);
                table.put(group.groupName(), group);
                advance(then);
            }
            case GroupRecords.DELETED -> {
                DataVersion then = GroupRecords.readVersion(value);
                String group = value.takeText();
                table.remove(group);
                forbidden.remove(group);
                advance(then);
            }
            case GroupRecords.FORBIDDEN -> {
                DataVersion then = GroupRecords.readVersion(value);
                applyForbidden(value.takeText(), value.takeText(), value.takeInt());
                advance(then);
            }
            default -> {
                // Written by a later version.
            }
        }
    }
}
