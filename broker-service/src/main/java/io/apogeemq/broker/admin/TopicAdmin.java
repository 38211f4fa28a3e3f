package io.apogeemq.broker.admin;

import static java.util.concurrent.CompletableFuture.completedStage;

import io.apogeemq.broker.admin.AdminOutcome.Done;
import io.apogeemq.broker.index.QueueIndex;
import io.apogeemq.broker.topic.TopicOutcome;
import io.apogeemq.broker.topic.Topics;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.message.MessageQueue;
import io.apogeemq.common.message.SystemTopics;
import io.apogeemq.common.protocol.admin.TopicStatsBody;
import io.apogeemq.common.protocol.admin.TopicStatsBody.QueueRange;
import io.apogeemq.common.route.DataVersion;
import io.apogeemq.common.route.TopicConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Operators and topics. Any thread; keeps nothing itself. */
public final class TopicAdmin {

    private final Topics topics;
    private final QueueIndex index;
    private final TrafficStatistics statistics;
    private final String brokerName;

    public TopicAdmin(
            Topics topics, QueueIndex index, TrafficStatistics statistics, String brokerName) {
        this.topics = topics;
        this.index = index;
        this.statistics = statistics;
        this.brokerName = brokerName;
    }

    /**
     * Creates a topic or changes it; unchanged ones are done at once.
     *
     * @param attributeChanges {@code +key=value,-key}; empty leaves attributes as they are
     */
    public CompletionStage<AdminOutcome<Done>> put(TopicConfig wanted, String attributeChanges) {
        return topics.put(wanted.withAttributes(Map.of()), attributeChanges)
                .thenApply(TopicAdmin::outcome);
    }

    /** Creates topics or changes them; their attributes are changes, names with a sign. */
    public CompletionStage<AdminOutcome<Done>> putAll(List<TopicConfig> wanted) {
        return wanted.isEmpty()
                ? completedStage(AdminOutcome.done())
                : topics.putAll(wanted).thenApply(TopicAdmin::outcome);
    }

    private static AdminOutcome<Done> outcome(TopicOutcome outcome) {
        return switch (outcome) {
            case TopicOutcome.Ready ready -> AdminOutcome.done();
            case TopicOutcome.Refused refused ->
                    AdminOutcome.denied(refused.reason(), refused.detail());
        };
    }

    /** Deletes a topic; one that does not exist is deleted. */
    public CompletionStage<AdminOutcome<Done>> delete(String topic) {
        return topics.delete(topic).thenApply(TopicAdmin::deleted);
    }

    /** Deletes topics one after the other, up to the first that is refused. */
    public CompletionStage<AdminOutcome<Done>> deleteAll(List<String> names) {
        if (names.isEmpty()) {
            return completedStage(
                    AdminOutcome.denied(
                            Reason.INVALID_PARAMETER, "The specified topic list is blank."));
        }
        CompletionStage<AdminOutcome<Done>> last = completedStage(AdminOutcome.done());
        for (String topic : names) {
            last =
                    last.thenCompose(
                            before ->
                                    switch (before) {
                                        case AdminOutcome.Answered<Done> done -> delete(topic);
                                        case AdminOutcome.Denied<Done> denied ->
                                                completedStage(denied);
                                    });
        }
        return last;
    }

    private static AdminOutcome<Done> deleted(TopicOutcome.@Nullable Refused refused) {
        return refused == null
                ? AdminOutcome.done()
                : AdminOutcome.denied(refused.reason(), refused.detail());
    }

    /** One topic. */
    public AdminOutcome<TopicConfig> config(String topic) {
        TopicConfig config = topics.find(topic);
        return config != null
                ? AdminOutcome.answered(config)
                : AdminOutcome.denied(
                        Reason.TOPIC_NOT_EXIST, "No topic in this broker. topic: " + topic);
    }

    /** All topics, or a page of them. */
    public MetadataPage<TopicConfig> all(MetadataPage.@Nullable Wish wish) {
        // The version first: a table that is newer than its version makes readers start over.
        DataVersion version = topics.version();
        return MetadataPage.of(topics.all(), version, wish);
    }

    /** The names of the system topics, those reserved for later included. */
    public List<String> systemTopics() {
        Collection<String> names = new TreeSet<>();
        for (SystemTopics.Topic row : topics.systemTopics().all()) {
            if (row.clientMayRead()) {
                names.add(row.name());
            }
        }
        return new ArrayList<>(names);
    }

    /** Where each queue of a topic begins and ends. */
    public AdminOutcome<TopicStatsBody> stats(String topic) {
        TopicConfig config = topics.find(topic);
        if (config == null) {
            return new AdminOutcome.Denied<>(notExist(topic));
        }
        Map<MessageQueue, QueueRange> queues = new LinkedHashMap<>();
        int count = Math.max(config.readQueueNums(), config.writeQueueNums());
        for (int queueId = 0; queueId < count; queueId++) {
            long max = index.maxOffset(topic, queueId);
            long last = max == 0 ? 0 : index.storeTimestamp(topic, queueId, max - 1);
            queues.put(
                    new MessageQueue(topic, brokerName, queueId),
                    new QueueRange(index.minOffset(topic, queueId), max, Math.max(0, last)));
        }
        return AdminOutcome.answered(new TopicStatsBody(queues, statistics.putPerSecond(topic)));
    }

    static Refused notExist(String topic) {
        return new Refused(Reason.TOPIC_NOT_EXIST, "topic[%s] not exist".formatted(topic));
    }
}
