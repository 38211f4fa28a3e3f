package io.apogeemq.broker.admin;

import io.apogeemq.broker.index.QueueIndex;
import io.apogeemq.broker.progress.Progress;
import io.apogeemq.broker.progress.TopicOffsets;
import io.apogeemq.broker.topic.Topics;
import io.apogeemq.common.message.MessageQueue;
import io.apogeemq.common.protocol.admin.ConsumeStatsBody;
import io.apogeemq.common.protocol.admin.ConsumeStatsBody.QueueLag;
import io.apogeemq.common.protocol.admin.QueueTimeSpansBody;
import io.apogeemq.common.protocol.admin.QueueTimeSpansBody.Span;
import io.apogeemq.common.route.DataVersion;
import io.apogeemq.common.route.TopicConfig;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How far groups are: what operators look at. Any thread; keeps nothing itself. */
public final class ProgressReports {

    private final Progress progress;
    private final Topics topics;
    private final QueueIndex index;
    private final ConnectedClients clients;
    private final TrafficStatistics statistics;
    private final InstantSource clock;
    private final String brokerName;

    public ProgressReports(
            Progress progress,
            Topics topics,
            QueueIndex index,
            ConnectedClients clients,
            TrafficStatistics statistics,
            InstantSource clock,
            String brokerName) {
        this.progress = progress;
        this.topics = topics;
        this.index = index;
        this.clients = clients;
        this.statistics = statistics;
        this.clock = clock;
        this.brokerName = brokerName;
    }

    /** All committed offsets, with the version that they have. */
    public record AllOffsets(Collection<TopicOffsets> offsets, DataVersion version) {}

    /** The lag of every group, by group and then one per topic. */
    public record AllLags(Map<String, List<ConsumeStatsBody>> groups) {}

    /**
     * How far a group is, queue by queue. Topics that don't exist are passed over.
     *
     * @param chosen these topics, whatever the group subscribes to; empty for none in particular
     * @param topic this topic; null for all that the group has offsets in
     */
    public ConsumeStatsBody lag(String group, Collection<String> chosen, @Nullable String topic) {
        Map<MessageQueue, QueueLag> queues = new LinkedHashMap<>();
        double perSecond = 0;
        if (!chosen.isEmpty()) {
            for (String each : chosen) {
                addLag(queues, group, each);
                perSecond += statistics.gotPerSecond(each, group);
            }
        } else {
            Collection<String> wanted =
                    topic != null ? List.of(topic) : new TreeSet<>(progress.topicsOf(group));
            for (String each : wanted) {
                if (isConsumed(group, each)) {
                    addLag(queues, group, each);
                    perSecond += statistics.gotPerSecond(each, group);
                }
            }
        }
        return new ConsumeStatsBody(queues, perSecond);
    }

    /** A topic that an online group no longer subscribes to is not reported. */
    private boolean isConsumed(String group, String topic) {
        ConnectedClients.Consumers online = clients.consumers(group);
        return online == null
                || online.subscriptions().isEmpty()
                || online.subscriptions().containsKey(topic);
    }

    private void addLag(Map<MessageQueue, QueueLag> queues, String group, String topic) {
        TopicConfig config = topics.find(topic);
        if (config == null) {
            return;
        }
        for (int queueId = 0; queueId < config.readQueueNums(); queueId++) {
            long consumed = Math.max(0, progress.find(group, topic, queueId));
            long pulled = Math.max(consumed, progress.pulled(group, topic, queueId));
            long last = consumed == 0 ? 0 : index.storeTimestamp(topic, queueId, consumed - 1);
            queues.put(
                    new MessageQueue(topic, brokerName, queueId),
                    new QueueLag(
                            index.maxOffset(topic, queueId), consumed, pulled, Math.max(0, last)));
        }
    }

    /**
     * The lag of every group that has offsets.
     *
     * @param orderedOnly whether only order topics count
     */
    public AllLags lags(boolean orderedOnly) {
        Map<String, List<ConsumeStatsBody>> groups = new TreeMap<>();
        for (String group : progress.groups()) {
            List<ConsumeStatsBody> perTopic = new ArrayList<>();
            for (String topic : new TreeSet<>(progress.topicsOf(group))) {
                TopicConfig config = topics.find(topic);
                if (config == null
                        || (orderedOnly && !config.order())
                        || !isConsumed(group, topic)) {
                    continue;
                }
                Map<MessageQueue, QueueLag> queues = new LinkedHashMap<>();
                addLag(queues, group, topic);
                perTopic.add(new ConsumeStatsBody(queues, statistics.gotPerSecond(topic, group)));
            }
            groups.put(group, perTopic);
        }
        return new AllLags(groups);
    }

    /** From when to when each queue of a topic has messages, and how late a group is. */
    public AdminOutcome<QueueTimeSpansBody> timeSpans(String topic, String group) {
        TopicConfig config = topics.find(topic);
        if (config == null) {
            return new AdminOutcome.Denied<>(TopicAdmin.notExist(topic));
        }
        List<Span> spans = new ArrayList<>();
        for (int queueId = 0; queueId < config.writeQueueNums(); queueId++) {
            spans.add(span(topic, queueId, progress.find(group, topic, queueId)));
        }
        return AdminOutcome.answered(new QueueTimeSpansBody(spans));
    }

    private Span span(String topic, int queueId, long consumed) {
        long min = index.minOffset(topic, queueId);
        long max = index.maxOffset(topic, queueId);
        long first = index.storeTimestamp(topic, queueId, min);
        long last = max == 0 ? -1 : index.storeTimestamp(topic, queueId, max - 1);
        long consumedAt = consumed > 0 ? index.storeTimestamp(topic, queueId, consumed - 1) : first;
        long waitingSince =
                consumed < max ? index.storeTimestamp(topic, queueId, Math.max(min, consumed)) : -1;
        long delay = waitingSince < 0 ? 0 : Math.max(0, clock.millis() - waitingSince);
        return new Span(
                new MessageQueue(topic, brokerName, queueId), first, last, consumedAt, delay);
    }

    /** The groups that subscribe to a topic now, or have an offset in it. */
    public List<String> groupsOf(String topic) {
        Set<String> groups = new TreeSet<>(clients.subscribers(topic));
        groups.addAll(progress.groupsOf(topic));
        return List.copyOf(groups);
    }

    /** The topics that a group has offsets in. */
    public List<String> topicsOf(String group) {
        return List.copyOf(new TreeSet<>(progress.topicsOf(group)));
    }

    /** Another one whenever progress was recorded. */
    public DataVersion version() {
        return progress.version();
    }

    /** All committed offsets. */
    public AllOffsets all() {
        // The version first: offsets that are newer than their version are only read twice.
        DataVersion version = progress.version();
        return new AllOffsets(progress.all(), version);
    }
}
