package io.apogeemq.broker.admin;

import io.apogeemq.broker.filter.EntryFilter;
import io.apogeemq.broker.filter.FilterOutcome;
import io.apogeemq.broker.filter.Filters;
import io.apogeemq.broker.index.IndexedQueue;
import io.apogeemq.broker.index.QueueIndex;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.broker.Subscription;
import io.apogeemq.common.protocol.admin.QueueEntriesBody;
import io.apogeemq.common.protocol.admin.QueueEntriesBody.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators and the entries of a queue. Any thread; keeps nothing itself. */
public final class QueueView {

    /** Most entries in an answer. */
    private static final int MOST_ENTRIES = 1_000;

    private final QueueIndex index;
    private final ConnectedClients clients;

    public QueueView(QueueIndex index, ConnectedClients clients) {
        this.index = index;
        this.clients = clients;
    }

    /**
     * What is asked for.
     *
     * @param from first offset wanted
     * @param count how many entries at the most
     * @param group whose filter is to be tried on them; null for none
     */
    public record Wanted(String topic, int queueId, long from, int count, @Nullable String group) {}

    /** What was found: entries, or a sentence about there being none where they were wanted. */
    public sealed interface Found {

        /** Entries, none at the end of the queue. */
        record Entries(QueueEntriesBody body) implements Found {}

        /** The queue has no such offset. */
        record NoSuchOffset(String sentence) implements Found {}
    }

    /** Shows entries. */
    public AdminOutcome<Found> entries(Wanted wanted) {
        IndexedQueue queue = index.find(wanted.topic(), wanted.queueId());
        if (queue == null) {
            return AdminOutcome.denied(
                    Reason.SYSTEM_ERROR,
                    "%d@%s is not exist!".formatted(wanted.queueId(), wanted.topic()));
        }
        long min = queue.minOffset();
        long max = queue.maxOffset();
        if (wanted.from() < min || wanted.from() >= max) {
            return AdminOutcome.answered(
                    new Found.NoSuchOffset(
                            "Index %d of %d@%s is not exist!"
                                    .formatted(wanted.from(), wanted.queueId(), wanted.topic())));
        }
        String group = wanted.group();
        ConnectedClients.Consumers online = group == null ? null : clients.consumers(group);
        Subscription subscription =
                online == null ? null : online.subscriptions().get(wanted.topic());
        EntryFilter filter = filter(subscription);
        List<Entry> entries = new ArrayList<>();
        queue.read(
                wanted.from(),
                Math.clamp(wanted.count(), 0, MOST_ENTRIES),
                (queueOffset, physicalOffset, sizeBytes, tagsCode) ->
                        entries.add(
                                new Entry(
                                        physicalOffset,
                                        sizeBytes,
                                        tagsCode,
                                        filter.accepts(tagsCode))));
        String remark =
                group == null
                        ? null
                        : subscription == null
                                ? "%s@%s is not online!".formatted(group, wanted.topic())
                                : "null";
        return AdminOutcome.answered(
                new Found.Entries(new QueueEntriesBody(subscription, remark, entries, min, max)));
    }

    /** A filter that this broker does not serve lets everything pass, as there is none. */
    private static EntryFilter filter(@Nullable Subscription subscription) {
        return subscription != null && Filters.of(subscription) instanceof FilterOutcome.Ready ready
                ? ready.filter()
                : EntryFilter.EVERYTHING;
    }
}
