package io.apogeemq.broker.produce;

import io.apogeemq.broker.group.Groups;
import io.apogeemq.broker.log.AppendOutcome;
import io.apogeemq.broker.log.CommitLog;
import io.apogeemq.broker.log.Durability;
import io.apogeemq.broker.log.LogReader;
import io.apogeemq.broker.topic.TopicOutcome;
import io.apogeemq.broker.topic.Topics;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.broker.SendBackOutcome;
import io.apogeemq.common.broker.SendBackRequest;
import io.apogeemq.common.message.DelayLevels;
import io.apogeemq.common.message.MessageProperties;
import io.apogeemq.common.message.OffsetMessageId;
import io.apogeemq.common.message.PropertyKeys;
import io.apogeemq.common.message.RecordDraft;
import io.apogeemq.common.message.RecordLayout;
import io.apogeemq.common.message.RecordView;
import io.apogeemq.common.message.SystemTopics;
import io.apogeemq.common.message.TopicNames;
import io.apogeemq.common.route.Permission;
import io.apogeemq.common.route.SubscriptionGroupConfig;
import io.apogeemq.common.route.TopicConfig;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Takes back what consumers could not handle: a copy goes to the group's retry topic, by way of the
 * schedule topic so that it waits longer from try to try, or to its dead letter topic when its
 * tries are over. The copy is one append, acknowledged like a message; the original stays.
 *
 * <p>Any thread, event loops included. The body is copied once, from where it lies in the log to
 * the log's end.
 */
public final class SendBack {

    /** The level that the first retry waits for. */
    private static final int FIRST_LEVEL = 3;

    private final CommitLog log;
    private final Durability durability;
    private final Topics topics;
    private final Groups groups;
    private final Supplier<SendRules> rules;
    private final StoredProperties broker;

    /**
     * @param rules asked for every message
     * @param broker who stores the copies, and the delay levels
     */
    public SendBack(
            CommitLog log,
            Durability durability,
            Topics topics,
            Groups groups,
            Supplier<SendRules> rules,
            StoredProperties broker) {
        this.log = log;
        this.durability = durability;
        this.topics = topics;
        this.groups = groups;
        this.rules = rules;
        this.broker = broker;
    }

    /** See {@link io.apogeemq.common.broker.SendOperations#sendBack}. */
    public CompletionStage<SendBackOutcome> sendBack(SendBackRequest request) {
        SubscriptionGroupConfig group = groups.findOrCreate(request.group());
        if (group == null) {
            return refused(
                    Reason.GROUP_NOT_EXIST,
                    "consumer group %s does not exist and may not be created here"
                            .formatted(request.group()));
        }
        if (!rules.get().writable()) {
            return refused(
                    Reason.NO_PERMISSION, "this broker is closed for writes (brokerPermission)");
        }
        if (group.retryQueueNums() < 1) {
            // The group wants no retries: what it cannot handle is gone.
            return CompletableFuture.completedStage(new SendBackOutcome.TakenBack());
        }
        return into(
                TopicNames.retryTopic(group.groupName()),
                group.retryQueueNums(),
                retries -> decide(request, group, retries));
    }

    /** What is done with a message once its topic is there. */
    @FunctionalInterface
    private interface Next {
        CompletionStage<SendBackOutcome> run(TopicConfig topic);
    }

    private CompletionStage<SendBackOutcome> into(String topic, int queues, Next next) {
        return topics.ensure(topic, queues)
                .thenCompose(
                        outcome ->
                                switch (outcome) {
                                    case TopicOutcome.Ready(TopicConfig ready) ->
                                            Permission.isWritable(ready.perm())
                                                    ? next.run(ready)
                                                    : refused(
                                                            Reason.NO_PERMISSION,
                                                            "topic %s on this broker is closed for writes"
                                                                    .formatted(topic));
                                    case TopicOutcome.Refused(Reason reason, String detail) ->
                                            refused(reason, detail);
                                });
    }

    private CompletionStage<SendBackOutcome> decide(
            SendBackRequest request, SubscriptionGroupConfig group, TopicConfig retries) {
        try (LogReader reader = log.reader()) {
            RecordView message = reader.find(request.physicalOffset());
            if (message == null || message.topic().equals(SystemTopics.STATE)) {
                return refused(
                        Reason.NOT_FOUND,
                        "look message by offset failed: there is none at %d"
                                .formatted(request.physicalOffset()));
            }
            int tries =
                    RetryDiversion.tries(
                            group, request.clientVersion(), request.maxReconsumeTimes());
            if (message.reconsumeTimes() < tries && request.delayLevel() >= 0) {
                return retry(request, group, retries, message);
            }
        }
        // Read again there: making the topic may take its time.
        return into(TopicNames.deadLetterTopic(group.groupName()), 1, dead -> bury(request, dead));
    }

    private CompletionStage<SendBackOutcome> retry(
            SendBackRequest request,
            SubscriptionGroupConfig group,
            TopicConfig retries,
            RecordView message) {
        int queues = Math.min(group.retryQueueNums(), retries.writeQueueNums());
        if (queues < 1) {
            return refused(
                    Reason.NO_PERMISSION,
                    "topic %s has no queue to write to".formatted(retries.topicName()));
        }
        int wanted =
                request.delayLevel() > 0
                        ? request.delayLevel()
                        : FIRST_LEVEL + message.reconsumeTimes();
        int level = broker.delayLevels().clamp(wanted);
        int queueId = ThreadLocalRandom.current().nextInt(queues);
        MessageProperties properties =
                kept(message)
                        .put(PropertyKeys.DELAY, Integer.toString(level))
                        .put(PropertyKeys.REAL_TOPIC, retries.topicName())
                        .put(PropertyKeys.REAL_QUEUE_ID, Integer.toString(queueId));
        return append(message, SystemTopics.SCHEDULE, DelayLevels.queueId(level), properties);
    }

    private CompletionStage<SendBackOutcome> bury(SendBackRequest request, TopicConfig dead) {
        try (LogReader reader = log.reader()) {
            RecordView message = reader.find(request.physicalOffset());
            if (message == null) {
                return refused(
                        Reason.NOT_FOUND,
                        "look message by offset failed: the message at %d is gone"
                                .formatted(request.physicalOffset()));
            }
            return append(message, dead.topicName(), 0, DeadLetters.bury(kept(message)));
        }
    }

    /** The message's properties, and where it first came from if they do not say so yet. */
    private static MessageProperties kept(RecordView message) {
        MessageProperties properties =
                message.properties()
                        .remove(PropertyKeys.RECORD_CRC)
                        .remove(PropertyKeys.POP_CHECKPOINT);
        if (!properties.has(PropertyKeys.RETRY_TOPIC)) {
            properties.put(PropertyKeys.RETRY_TOPIC, message.topic());
        }
        if (!properties.has(PropertyKeys.ORIGIN_MESSAGE_ID)) {
            properties.put(
                    PropertyKeys.ORIGIN_MESSAGE_ID,
                    new OffsetMessageId(
                                    message.storeHost().getAddress(),
                                    message.storePort(),
                                    message.physicalOffset())
                            .text());
        }
        return properties;
    }

    /** Appends the copy. The message is lent until return. */
    private CompletionStage<SendBackOutcome> append(
            RecordView message, String topic, int queueId, MessageProperties properties) {
        RecordDraft copy =
                log.draft()
                        .copyOf(message)
                        .topic(topic.getBytes(StandardCharsets.UTF_8))
                        .queueId(queueId)
                        .storeHost(broker.storeAddress(), broker.storePort())
                        .reconsumeTimes(message.reconsumeTimes() + 1)
                        .properties(properties.encode());
        if (copy.propertiesBytes() > RecordLayout.MAX_PROPERTIES_BYTES) {
            return refused(
                    Reason.MESSAGE_ILLEGAL,
                    "properties: %d bytes with those of a retry (expected: <= %d)"
                            .formatted(copy.propertiesBytes(), RecordLayout.MAX_PROPERTIES_BYTES));
        }
        return switch (log.append(copy.prepare(), log.sequences().of(topic, queueId))) {
            case AppendOutcome.Rejected rejected ->
                    CompletableFuture.completedStage(Receipts.refused(rejected));
            case AppendOutcome.Appended appended ->
                    durability
                            .reached(appended.endOffset())
                            .thenApply(reached -> new SendBackOutcome.TakenBack());
        };
    }

    private static CompletionStage<SendBackOutcome> refused(Reason reason, String detail) {
        return CompletableFuture.completedStage(new Refused(reason, detail));
    }
}
