package io.apogeemq.broker.query;

import io.apogeemq.broker.index.KeyIndex;
import io.apogeemq.broker.log.CommitLog;
import io.apogeemq.broker.log.LogLease;
import io.apogeemq.broker.log.LogReader;
import io.apogeemq.common.broker.MessageQueries;
import io.apogeemq.common.broker.QueryOutcome;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.message.PropertyKeys;
import io.apogeemq.common.message.RecordView;
import io.apogeemq.common.message.SystemTopics;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Finds single messages. Any thread may ask; the searches, which read the disk and may walk a long
 * index, run on the executor that it was given.
 */
public final class MessageFinder implements MessageQueries {

    /** Where messages wait under another name than their own. */
    private static final Set<String> WAITING_TOPICS =
            Set.of(SystemTopics.SCHEDULE, SystemTopics.TIMER, SystemTopics.HALF);

    private final CommitLog log;
    private final KeyIndex keys;
    private final QuerySettings settings;
    private final Executor searching;

    /**
     * @param searching runs the searches; they do not wait for anything but take their time; one
     *     that is full refuses
     */
    public MessageFinder(CommitLog log, KeyIndex keys, QuerySettings settings, Executor searching) {
        this.log = log;
        this.keys = keys;
        this.settings = settings;
        this.searching = searching;
    }

    @Override
    public CompletionStage<QueryOutcome> messageAt(String topic, long physicalOffset) {
        return search(() -> at(topic, physicalOffset));
    }

    private QueryOutcome at(String topic, long physicalOffset) {
        try (LogReader reader = log.reader()) {
            RecordView record = reader.find(physicalOffset);
            String none = "no message at offset %d of this broker's log".formatted(physicalOffset);
            if (record == null || record.topic().equals(SystemTopics.STATE)) {
                return new Refused(Refused.Reason.NOT_FOUND, none);
            }
            if (!topic.isEmpty() && !belongsTo(record, topic)) {
                return new Refused(
                        Refused.Reason.NO_PERMISSION,
                        "the message at offset %d is not one of topic %s"
                                .formatted(physicalOffset, topic));
            }
            return lease(List.of(new KeyIndex.Entry(physicalOffset, record.totalBytes())), none);
        }
    }

    private static boolean belongsTo(RecordView record, String topic) {
        String stored = record.topic();
        if (stored.equals(topic)) {
            return true;
        }
        if (WAITING_TOPICS.contains(stored)) {
            return topic.equals(record.property(PropertyKeys.REAL_TOPIC));
        }
        String lightQueues = record.property(PropertyKeys.INNER_MULTI_DISPATCH);
        return lightQueues != null && List.of(lightQueues.split(",", -1)).contains(topic);
    }

    @Override
    public CompletionStage<QueryOutcome> messagesByKey(KeyQuery query) {
        return search(() -> find(query));
    }

    private CompletionStage<QueryOutcome> search(Supplier<QueryOutcome> search) {
        try {
            return CompletableFuture.supplyAsync(search, searching);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedStage(
                    new Refused(Refused.Reason.SYSTEM_BUSY, String.valueOf(e.getMessage())));
        }
    }

    private QueryOutcome find(KeyQuery query) {
        int max =
                query.unique()
                        ? settings.maxUniqueMatches()
                        : Math.clamp(query.maxMessages(), 1, settings.maxMatches());
        List<KeyIndex.Entry> found =
                keys.find(
                        query.topic(),
                        query.key(),
                        query.unique(),
                        query.fromMillis(),
                        query.toMillis(),
                        max);
        return lease(
                found, "no message of topic %s has that key in that time".formatted(query.topic()));
    }

    /** Holds what was found, as far as it fits into an answer. */
    private QueryOutcome lease(List<KeyIndex.Entry> entries, String whenNone) {
        LogLease lease = log.lease();
        for (KeyIndex.Entry entry : entries) {
            if (lease.count() > 0
                    && (long) lease.bytes() + entry.sizeBytes() > settings.maxBytes()) {
                break;
            }
            // What retention has taken meanwhile is left out.
            log.addTo(lease, entry.physicalOffset(), entry.sizeBytes());
        }
        if (lease.count() == 0) {
            lease.close();
            return new Refused(Refused.Reason.NOT_FOUND, whenNone);
        }
        return new QueryOutcome.Matches(
                lease, keys.indexedUntilMillis(), keys.indexedUntilOffset());
    }
}
