package io.apogeemq.common.message;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The topics that belong to a broker rather than to its users, as one table; some are named after
 * the cluster and the broker. Immutable, for any thread.
 *
 * <p>Whether a topic is a system topic and whether clients may send to it are two questions: {@code
 * TBW102} is one and takes messages.
 */
public final class SystemTopics {

    /** The template of automatic topic creation. */
    public static final String AUTO_CREATE_TEMPLATE = "TBW102";

    public static final String SELF_TEST = "SELF_TEST_TOPIC";
    public static final String BENCHMARK = "BenchmarkTest";
    public static final String OFFSET_MOVED_EVENT = "OFFSET_MOVED_EVENT";

    /** Where messages with a delay level wait; its queue is the level less one. */
    public static final String SCHEDULE = "SCHEDULE_TOPIC_XXXX";

    /** Where messages with a due time wait. */
    public static final String TIMER = "rmq_sys_wheel_timer";

    /** The default topic of message traces. */
    public static final String TRACE = "RMQ_SYS_TRACE_TOPIC";

    public static final String HALF = "RMQ_SYS_TRANS_HALF_TOPIC";
    public static final String HALF_DONE = "RMQ_SYS_TRANS_OP_HALF_TOPIC";
    public static final String ROCKSDB_HALF = "RMQ_SYS_ROCKSDB_TRANS_HALF_TOPIC";
    public static final String ROCKSDB_HALF_DONE = "RMQ_SYS_ROCKSDB_TRANS_OP_HALF_TOPIC";
    public static final String CHECKED_TOO_OFTEN = "TRANS_CHECK_MAX_TIME_TOPIC";
    public static final String CHECKPOINT = "CHECKPOINT_TOPIC";

    /** The broker's own bookkeeping; neither sent to nor read by clients. */
    public static final String STATE = "rmq_sys_APOGEE_STATE";

    /** Whatever begins so is a system topic. */
    public static final String SYSTEM_PREFIX = "rmq_sys_";

    public static final String REVIVE_PREFIX = "rmq_sys_REVIVE_LOG_";
    public static final String SYNC_MEMBER_PREFIX = "rmq_sys_SYNC_BROKER_MEMBER_";
    public static final String REPLY_SUFFIX = "_REPLY_TOPIC";

    /** When a broker makes a system topic. */
    public enum Creation {
        /** At every start. */
        AT_START,
        /** At the start, if {@code autoCreateTopicEnable}. */
        IF_AUTO_CREATION,
        /** At the start, if {@code traceTopicEnable}. */
        IF_TRACE,
        /** At the start, if the timer is on. */
        IF_TIMER,
        /** When it is first needed. */
        ON_DEMAND
    }

    /**
     * One row.
     *
     * @param name the topic's name
     * @param queues how many queues it gets, for reading and for writing
     * @param permission bits: 4 read, 2 write, 1 may serve as template
     * @param clientMaySend whether sends from outside are accepted
     * @param clientMayRead whether reads from outside are accepted
     * @param creation when the broker makes it
     */
    public record Topic(
            String name,
            int queues,
            int permission,
            boolean clientMaySend,
            boolean clientMayRead,
            Creation creation) {}

    private final Map<String, Topic> rows = new LinkedHashMap<>();

    /**
     * The table with its defaults: the cluster's and the broker's topic may be templates.
     *
     * @param delayLevels how many queues the schedule topic gets
     */
    public SystemTopics(String clusterName, String brokerName, int delayLevels) {
        this(clusterName, brokerName, delayLevels, true, true, TRACE, 8);
    }

    /**
     * @param delayLevels how many queues the schedule topic gets
     * @param clusterTopic whether the cluster's topic may be used as a topic ({@code
     *     clusterTopicEnable})
     * @param brokerTopic whether the broker's topic may be used as a topic ({@code
     *     brokerTopicEnable})
     * @param traceTopic its name may be configured
     * @param templateQueues how many queues the template gets ({@code defaultTopicQueueNums})
     */
    public SystemTopics(
            String clusterName,
            String brokerName,
            int delayLevels,
            boolean clusterTopic,
            boolean brokerTopic,
            String traceTopic,
            int templateQueues) {
        open(AUTO_CREATE_TEMPLATE, templateQueues, 7, Creation.IF_AUTO_CREATION);
        receiveOnly(SELF_TEST, 1, 6, Creation.AT_START);
        open(BENCHMARK, 1024, 6, Creation.AT_START);
        open(clusterName, 16, clusterTopic ? 7 : 1, Creation.AT_START);
        open(brokerName, 1, brokerTopic ? 7 : 1, Creation.AT_START);
        receiveOnly(OFFSET_MOVED_EVENT, 1, 6, Creation.AT_START);
        receiveOnly(SCHEDULE, delayLevels, 6, Creation.AT_START);
        open(traceTopic, 1, 6, Creation.IF_TRACE);
        open(clusterName + REPLY_SUFFIX, 1, 6, Creation.AT_START);
        receiveOnly(REVIVE_PREFIX + clusterName, 8, 6, Creation.AT_START);
        receiveOnly(SYNC_MEMBER_PREFIX + brokerName, 1, 1, Creation.AT_START);
        receiveOnly(HALF, 1, 6, Creation.AT_START);
        receiveOnly(HALF_DONE, 1, 6, Creation.AT_START);
        receiveOnly(ROCKSDB_HALF, 1, 6, Creation.AT_START);
        receiveOnly(ROCKSDB_HALF_DONE, 1, 6, Creation.AT_START);
        receiveOnly(CHECKED_TOO_OFTEN, 1, 6, Creation.ON_DEMAND);
        receiveOnly(TIMER, 1, 6, Creation.IF_TIMER);
        open(CHECKPOINT, 1, 6, Creation.ON_DEMAND);
        add(new Topic(STATE, 1, 0, false, false, Creation.ON_DEMAND));
    }

    private void open(String name, int queues, int permission, Creation creation) {
        add(new Topic(name, queues, permission, true, true, creation));
    }

    private void receiveOnly(String name, int queues, int permission, Creation creation) {
        add(new Topic(name, queues, permission, false, true, creation));
    }

    private void add(Topic topic) {
        // A cluster and its broker may bear one name; then the cluster's row stands.
        rows.putIfAbsent(topic.name(), topic);
    }

    /** All rows, in the order of the table. */
    public Collection<Topic> all() {
        return Collections.unmodifiableCollection(rows.values());
    }

    /** The row of a name, or null. */
    public @Nullable Topic find(String topic) {
        return rows.get(topic);
    }

    /** Whether the topic is the system's: such topics are neither created, changed nor deleted. */
    public boolean isSystem(String topic) {
        return topic.startsWith(SYSTEM_PREFIX) || rows.containsKey(topic);
    }

    /** Whether a client may send to the topic, as far as this table knows. */
    public boolean clientMaySend(String topic) {
        Topic row = rows.get(topic);
        return row != null ? row.clientMaySend() : !isBookkeeping(topic);
    }

    /** Whether a client may read the topic, as far as this table knows. */
    public boolean clientMayRead(String topic) {
        Topic row = rows.get(topic);
        return row == null || row.clientMayRead();
    }

    /** Revive and membership topics of other clusters and brokers, in a store taken over. */
    private static boolean isBookkeeping(String topic) {
        return topic.startsWith(REVIVE_PREFIX) || topic.startsWith(SYNC_MEMBER_PREFIX);
    }
}
