package io.apogeemq.broker.produce;

import io.apogeemq.broker.log.AppendOutcome;
import io.apogeemq.broker.log.CommitLog;
import io.apogeemq.broker.log.Durability;
import io.apogeemq.broker.log.QueueSequence;
import io.apogeemq.broker.topic.TopicOutcome;
import io.apogeemq.broker.topic.Topics;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.SendOutcome;
import io.apogeemq.common.broker.SendRequest;
import io.apogeemq.common.message.BatchBody;
import io.apogeemq.common.message.DelayLevels;
import io.apogeemq.common.message.MessageProperties;
import io.apogeemq.common.message.RecordDraft;
import io.apogeemq.common.message.RecordLayout;
import io.apogeemq.common.message.SysFlag;
import io.apogeemq.common.message.SystemTopics;
import io.apogeemq.common.message.TopicNames;
import io.apogeemq.common.message.UniqueKey;
import io.apogeemq.common.route.TopicConfig;
import io.apogeemq.common.route.TopicFilterType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Stores what producers send. Runs on the caller's thread, an event loop as a rule, and does not
 * block; the answer comes when the log's durability says so.
 *
 * <p>Cost of a single message that goes through at once: the body's bytes are read once for the
 * checksum and copied once into the segment; besides the outcome, its texts (message id, unique
 * key) and the stage nothing is allocated; no system call, no hand-off.
 */
public final class Producer {

    private static final int MAX_BATCH_MESSAGES = 100_000;

    /** What one thread needs to lay records out, kept from message to message. */
    private static final class Scratch {
        final RecordDraft draft;
        final SendProperties properties = new SendProperties();

        Scratch(RecordDraft draft) {
            this.draft = draft;
        }
    }

    private final CommitLog log;
    private final Durability durability;
    private final Topics topics;
    private final RetryDiversion retries;
    private final SendChecks checks;
    private final StoredProperties added;
    private final UniqueKey uniqueKeys;
    private final Targets targets;
    private final ThreadLocal<Scratch> scratch;

    /**
     * Stores into a log.
     *
     * @param added what every record of this broker carries besides the sender's properties
     */
    public Producer(
            CommitLog log,
            Durability durability,
            Topics topics,
            RetryDiversion retries,
            SendChecks checks,
            StoredProperties added,
            UniqueKey uniqueKeys) {
        this.log = log;
        this.durability = durability;
        this.topics = topics;
        this.retries = retries;
        this.checks = checks;
        this.added = added;
        this.uniqueKeys = uniqueKeys;
        this.targets = new Targets(log.sequences());
        this.scratch = ThreadLocal.withInitial(() -> new Scratch(log.draft()));
    }

    /** See {@link io.apogeemq.common.broker.SendOperations#send}. */
    public CompletionStage<SendOutcome> send(SendRequest request) {
        TopicConfig topic = topics.find(request.topic());
        if (TopicNames.isRetry(request.topic())) {
            return sendRetry(topic, request);
        }
        return topic != null ? store(topic, request) : createAndSend(request);
    }

    private CompletionStage<SendOutcome> createAndSend(SendRequest request) {
        Refused refusal = checks.refusalOfNewTopic(request);
        if (refusal != null) {
            return CompletableFuture.completedStage(refusal);
        }
        return into(
                topics.createFromTemplate(
                        request.topic(),
                        request.defaultTopic(),
                        request.defaultTopicQueueNums(),
                        request.unitMode()),
                true,
                request,
                this::store);
    }

    /** What is done with a message once its topic is there. */
    @FunctionalInterface
    private interface Next {
        CompletionStage<SendOutcome> store(TopicConfig topic, SendRequest request);
    }

    private CompletionStage<SendOutcome> into(
            CompletionStage<TopicOutcome> made, boolean isNew, SendRequest request, Next next) {
        // The buffers are lent until this method returns, the topic may take longer.
        SendRequest kept = ownCopy(request, copy(request.properties()));
        return made.thenCompose(
                outcome ->
                        switch (outcome) {
                            case TopicOutcome.Ready ready -> {
                                if (isNew) {
                                    checks.createdTopic(kept);
                                }
                                yield next.store(ready.topic(), kept);
                            }
                            case TopicOutcome.Refused no -> refused(no.reason(), no.detail());
                        });
    }

    /**
     * @param topic the retry topic, null when it does not exist yet
     */
    private CompletionStage<SendOutcome> sendRetry(
            @Nullable TopicConfig topic, SendRequest request) {
        if (request.batch()) {
            return refused(
                    Refused.Reason.MESSAGE_ILLEGAL, "a batch cannot be sent to a retry topic");
        }
        Refused refusal = topic == null ? checks.refusalOfNewTopic(request) : null;
        if (refusal != null) {
            return CompletableFuture.completedStage(refusal);
        }
        // The group comes first: where it may not be, it shall have no topic either.
        return switch (retries.decide(request)) {
            case RetryDiversion.Keep keep ->
                    topic != null
                            ? store(topic, request)
                            : into(topics.ensure(request.topic(), 1), true, request, this::store);
            case RetryDiversion.Refuse refuse -> refused(refuse.reason(), refuse.detail());
            case RetryDiversion.DeadLetter dead -> {
                boolean isNew = topics.find(dead.topic()) == null;
                yield into(topics.ensure(dead.topic(), 1), isNew, request, this::storeDead);
            }
        };
    }

    private CompletionStage<SendOutcome> storeDead(TopicConfig topic, SendRequest request) {
        Refused refusal = checks.refusalOfBody(request);
        if (refusal != null) {
            return CompletableFuture.completedStage(refusal);
        }
        MessageProperties properties =
                MessageProperties.parse(
                        StandardCharsets.UTF_8.decode(request.properties().duplicate()).toString());
        ByteBuffer buried = ByteBuffer.wrap(DeadLetters.bury(properties).encode());
        return single(topic, ownCopy(request, buried), 0, false);
    }

    /** Checks what depends on the topic, then stores. */
    private CompletionStage<SendOutcome> store(TopicConfig topic, SendRequest request) {
        Refused refusal = checks.refusal(topic, request);
        if (refusal != null) {
            return CompletableFuture.completedStage(refusal);
        }
        int queueId =
                request.queueId() >= 0
                        ? request.queueId()
                        : ThreadLocalRandom.current().nextInt(topic.writeQueueNums());
        return request.batch()
                ? batch(topic, request, queueId)
                : single(topic, request, queueId, true);
    }

    private CompletionStage<SendOutcome> single(
            TopicConfig topic, SendRequest request, int queueId, boolean mayDelay) {
        Scratch mine = scratch.get();
        SendProperties seen = mine.properties.read(request.properties());
        Refused refusal = refuseUnsupported(seen);
        if (refusal != null) {
            return CompletableFuture.completedStage(refusal);
        }
        ByteBuffer properties =
                seen.hasReserved()
                        ? added.withoutReserved(request.properties())
                        : request.properties();
        String uniqueKey = seen.uniqueKey();
        byte[] suffix = added.suffix();
        if (uniqueKey == null) {
            uniqueKey = uniqueKeys.next();
            suffix = added.suffixWithUniqueKey(uniqueKey);
        }
        String storedTopic = topic.topicName();
        int storedQueue = queueId;
        if (mayDelay && seen.delayLevel() > 0) {
            DelayLevels levels = added.delayLevels();
            int level = levels.clamp(seen.delayLevel());
            suffix =
                    added.suffixWhileDelayed(
                            suffix, storedTopic, queueId, level, seen.delayLevel());
            storedTopic = SystemTopics.SCHEDULE;
            storedQueue = DelayLevels.queueId(level);
        }
        Targets.Target target = targets.of(storedTopic);
        RecordDraft draft = mine.draft.reset();
        draft.topic(target.name())
                .queueId(storedQueue)
                .flag(request.flag())
                .sysFlag(sysFlag(topic, request))
                .bornTimestamp(request.bornTimestamp())
                .bornHost(request.bornHost())
                .storeHost(added.storeAddress(), added.storePort())
                .reconsumeTimes(request.reconsumeTimes())
                .body(request.body(), request.body().position(), request.body().remaining())
                .properties(properties, properties.position(), properties.remaining())
                .addedProperties(suffix);
        if (draft.propertiesBytes() > RecordLayout.MAX_PROPERTIES_BYTES) {
            draft.reset();
            return refused(Refused.Reason.MESSAGE_ILLEGAL, propertiesTooLong(request));
        }
        draft.prepare();
        AppendOutcome appended;
        try {
            appended = log.append(draft, target.sequence(storedQueue));
        } finally {
            // The scratch outlives the call, the lent buffers do not.
            draft.reset();
        }
        return switch (appended) {
            case AppendOutcome.Rejected rejected -> rejected(rejected);
            case AppendOutcome.Appended at ->
                    whenDurable(
                            at.endOffset(),
                            seen.waits(),
                            added.messageId(at.physicalOffset()),
                            queueId,
                            at.queueOffset(),
                            uniqueKey);
        };
    }

    private CompletionStage<SendOutcome> batch(
            TopicConfig topic, SendRequest request, int queueId) {
        if (topic.topicName().length() > RecordLayout.MAX_TOPIC_BYTES_V1) {
            return refused(
                    Refused.Reason.MESSAGE_ILLEGAL,
                    "topic: %d bytes (expected: <= %d for a batch)"
                            .formatted(
                                    topic.topicName().length(), RecordLayout.MAX_TOPIC_BYTES_V1));
        }
        boolean waits = scratch.get().properties.read(request.properties()).waits();
        Targets.Target target = targets.of(topic.topicName());
        QueueSequence sequence = target.sequence(queueId);
        int sysFlag = sysFlag(topic, request);
        List<RecordDraft> drafts = new ArrayList<>();
        List<QueueSequence> sequences = new ArrayList<>();
        ByteBuffer body = request.body();
        BatchBody messages = new BatchBody(body, body.position(), body.remaining());
        while (messages.next()) {
            if (drafts.size() == MAX_BATCH_MESSAGES) {
                return refused(
                        Refused.Reason.MESSAGE_ILLEGAL,
                        "batch: more than %d messages".formatted(MAX_BATCH_MESSAGES));
            }
            RecordDraft draft = batchDraft(request, target, queueId, sysFlag, messages);
            if (draft.propertiesBytes() > RecordLayout.MAX_PROPERTIES_BYTES) {
                return refused(
                        Refused.Reason.MESSAGE_ILLEGAL,
                        "batch: the properties of message %d are longer than a record holds"
                                .formatted(messages.count()));
            }
            drafts.add(draft.prepare());
            sequences.add(sequence);
        }
        String problem = messages.problem();
        if (problem != null) {
            return refused(Refused.Reason.MESSAGE_ILLEGAL, problem);
        }
        if (drafts.isEmpty()) {
            return refused(Refused.Reason.MESSAGE_ILLEGAL, "batch: no message in it");
        }
        return switch (log.append(drafts, sequences)) {
            case AppendOutcome.Rejected rejected -> rejected(rejected);
            case AppendOutcome.Appended at ->
                    whenDurable(
                            at.endOffset(),
                            waits,
                            batchIds(at.physicalOffset(), drafts),
                            queueId,
                            at.queueOffset(),
                            null);
        };
    }

    private RecordDraft batchDraft(
            SendRequest request,
            Targets.Target target,
            int queueId,
            int sysFlag,
            BatchBody message) {
        RecordDraft draft = log.draft();
        ByteBuffer body = request.body();
        return draft.topic(target.name())
                .queueId(queueId)
                .flag(message.flag())
                .sysFlag(sysFlag)
                .bornTimestamp(request.bornTimestamp())
                .bornHost(request.bornHost())
                .storeHost(added.storeAddress(), added.storePort())
                .reconsumeTimes(request.reconsumeTimes())
                .body(body, message.bodyPosition(), message.bodyLength())
                .properties(body, message.propertiesPosition(), message.propertiesLength());
    }

    /** The client's bits without those that are the broker's to set. */
    private static int sysFlag(TopicConfig topic, SendRequest request) {
        int flags = SysFlag.fromClient(request.sysFlag()) & ~SysFlag.TRANSACTION_MASK;
        return topic.topicFilterType() == TopicFilterType.MULTI_TAG
                ? flags | SysFlag.MULTI_TAGS
                : flags;
    }

    private String batchIds(long firstOffset, List<RecordDraft> drafts) {
        StringBuilder ids = new StringBuilder(drafts.size() * 33);
        long at = firstOffset;
        for (RecordDraft draft : drafts) {
            if (!ids.isEmpty()) {
                ids.append(',');
            }
            ids.append(added.messageId(at));
            at += draft.totalBytes();
        }
        return ids.toString();
    }

    private CompletionStage<SendOutcome> whenDurable(
            long endOffset,
            boolean waits,
            String messageId,
            int queueId,
            long queueOffset,
            @Nullable String transactionId) {
        if (!waits) {
            return CompletableFuture.completedStage(
                    new SendOutcome.Stored(
                            messageId,
                            queueId,
                            queueOffset,
                            transactionId,
                            SendOutcome.Durability.ACHIEVED));
        }
        return durability
                .reached(endOffset)
                .thenApply(
                        reached ->
                                new SendOutcome.Stored(
                                        messageId,
                                        queueId,
                                        queueOffset,
                                        transactionId,
                                        Receipts.of(reached)));
    }

    private static @Nullable Refused refuseUnsupported(SendProperties seen) {
        if (seen.isTransactional()) {
            return new Refused(
                    Refused.Reason.MESSAGE_ILLEGAL,
                    "transactional messages are not supported by this version of the broker");
        }
        if (seen.isLite()) {
            return new Refused(
                    Refused.Reason.MESSAGE_ILLEGAL,
                    "lite topics are not supported by this version of the broker");
        }
        if (seen.isTimed() && seen.delayLevel() <= 0) {
            return new Refused(
                    Refused.Reason.MESSAGE_ILLEGAL,
                    "delivery at a time of its own is not supported by this version of the broker; use a delay level (DELAY, 1 to 18)");
        }
        return null;
    }

    private static String propertiesTooLong(SendRequest request) {
        return "properties: %d bytes, with the broker's own more than a record holds (expected: <= %d in all)"
                .formatted(request.properties().remaining(), RecordLayout.MAX_PROPERTIES_BYTES);
    }

    private static SendRequest ownCopy(SendRequest request, ByteBuffer properties) {
        return new SendRequest(
                request.producerGroup(),
                request.topic(),
                request.defaultTopic(),
                request.defaultTopicQueueNums(),
                request.queueId(),
                request.sysFlag(),
                request.bornTimestamp(),
                request.flag(),
                properties,
                request.reconsumeTimes(),
                request.unitMode(),
                request.batch(),
                request.maxReconsumeTimes(),
                copy(request.body()),
                request.bornHost(),
                request.clientVersion());
    }

    private static ByteBuffer copy(ByteBuffer source) {
        ByteBuffer copy = ByteBuffer.allocate(source.remaining());
        copy.put(0, source, source.position(), source.remaining());
        return copy;
    }

    private static CompletionStage<SendOutcome> rejected(AppendOutcome.Rejected rejected) {
        return CompletableFuture.completedStage(Receipts.refused(rejected));
    }

    private static CompletionStage<SendOutcome> refused(Refused.Reason reason, String detail) {
        return CompletableFuture.completedStage(new Refused(reason, detail));
    }
}
