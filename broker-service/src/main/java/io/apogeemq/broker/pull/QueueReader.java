package io.apogeemq.broker.pull;

import io.apogeemq.broker.filter.EntryFilter;
import io.apogeemq.broker.index.IndexedQueue;
import io.apogeemq.broker.index.QueueIndex;
import io.apogeemq.broker.log.CommitLog;
import io.apogeemq.broker.log.LogLease;
import io.apogeemq.common.broker.PullOutcome;
import io.apogeemq.common.broker.PullOutcome.Cause;
import io.apogeemq.common.broker.PullOutcome.Position;
import io.apogeemq.common.broker.PullRequest;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stretch of a queue into a lease. Any thread; never blocks, save for pages of the log that
 * are not in memory, and those are touched by whoever sends them, not here.
 *
 * <p>Cost per pull: no byte of a message is read or copied; one visitor, one lease with its two
 * lists, a view per stretch of neighbouring records, the outcome and its position.
 */
public final class QueueReader {

    /** So many new entries are looked through before a held pull is answered unseen. */
    private static final int MAX_WAKE_SCAN = 4096;

    private final CommitLog log;
    private final QueueIndex index;
    private final PullSettings settings;

    public QueueReader(CommitLog log, QueueIndex index, PullSettings settings) {
        this.log = log;
        this.index = index;
        this.settings = settings;
    }

    /** Reads. The lease of a find is given to the caller. */
    PullOutcome read(PullRequest request, Admission.Admitted admitted) {
        long suggestedBrokerId = admitted.preferredBrokerId();
        IndexedQueue queue = index.find(request.topic(), request.queueId());
        long min = queue == null ? 0 : queue.minOffset();
        long max = queue == null ? 0 : queue.maxOffset();
        long offset = request.queueOffset();
        if (offset < min) {
            return nothing(
                    Cause.OFFSET_MOVED, min, min, max, suggestedBrokerId, "OFFSET_TOO_SMALL");
        }
        if (offset > max) {
            return nothing(
                    Cause.OFFSET_MOVED, max, min, max, suggestedBrokerId, "OFFSET_OVERFLOW_BADLY");
        }
        if (queue == null || offset == max) {
            return nothing(
                    Cause.NO_NEW_MESSAGE,
                    offset,
                    min,
                    max,
                    suggestedBrokerId,
                    max == 0 ? "NO_MESSAGE_IN_QUEUE" : "OFFSET_OVERFLOW_ONE");
        }
        PullRules rules = admitted.rules();
        int messages = Math.clamp(request.maxMessages(), 1, rules.maxMessages());
        int bytes =
                request.maxBytes() > 0
                        ? Math.min(request.maxBytes(), rules.maxBytes())
                        : rules.maxBytes();
        int entries = Math.max(messages, settings.maxScanEntries());
        Collector collector = new Collector(admitted.filter(), offset, messages, bytes);
        try {
            queue.read(offset, entries, collector);
        } catch (RuntimeException e) {
            collector.letGo();
            throw e;
        }
        // What has arrived meanwhile counts too: nobody is told of an offset beyond the maximum.
        Position position = new Position(collector.next, min, queue.maxOffset(), suggestedBrokerId);
        LogLease lease = collector.lease;
        return lease == null
                ? new PullOutcome.Nothing(Cause.NONE_MATCHED, position, "NO_MATCHED_MESSAGE")
                : new PullOutcome.Found(lease, position);
    }

    /** Tells that a group goes on elsewhere, with the queue's bounds. */
    PullOutcome movedTo(PullRequest request, long offset, long suggestedBrokerId) {
        return nothing(
                Cause.OFFSET_MOVED,
                offset,
                index.minOffset(request.topic(), request.queueId()),
                index.maxOffset(request.topic(), request.queueId()),
                suggestedBrokerId,
                "OFFSET_RESET");
    }

    /** Whether the queue has grown past an offset. */
    boolean hasGrownPast(PullRequest request) {
        return index.maxOffset(request.topic(), request.queueId()) > request.queueOffset();
    }

    /** Watches what is added to a queue behind an offset. */
    Watch watch(PullRequest request, EntryFilter filter) {
        return new Watch(request.topic(), request.queueId(), request.queueOffset(), filter);
    }

    private static PullOutcome nothing(
            Cause cause, long next, long min, long max, long suggestedBrokerId, String detail) {
        return new PullOutcome.Nothing(
                cause, new Position(next, min, max, suggestedBrokerId), detail);
    }

    /** Takes the wanted entries of a stretch, up to the limits. */
    private final class Collector implements IndexedQueue.Visitor {

        private final EntryFilter filter;
        private final int maxMessages;
        private final int maxBytes;
        private @Nullable LogLease lease;
        private long next;

        Collector(EntryFilter filter, long from, int maxMessages, int maxBytes) {
            this.filter = filter;
            this.next = from;
            this.maxMessages = maxMessages;
            this.maxBytes = maxBytes;
        }

        @Override
        public boolean visit(long queueOffset, long physicalOffset, int sizeBytes, long tagsCode) {
            if (!filter.accepts(tagsCode)) {
                next = queueOffset + 1;
                return true;
            }
            LogLease held = lease;
            if (held != null && (long) held.bytes() + sizeBytes > maxBytes) {
                return false;
            }
            LogLease taking = held == null ? log.lease() : held;
            if (!log.addTo(taking, physicalOffset, sizeBytes)) {
                // Retention has taken the record since the index was asked: step over it, unless
                // there is something to give already.
                if (held == null) {
                    next = queueOffset + 1;
                }
                return held == null;
            }
            lease = taking;
            next = queueOffset + 1;
            return taking.count() < maxMessages;
        }

        void letGo() {
            LogLease held = lease;
            if (held != null) {
                held.close();
            }
        }
    }

    /**
     * Looks through what is new in a queue, each entry once. For one thread at a time, the
     * dispatcher's.
     */
    final class Watch implements IndexedQueue.Visitor {

        private final String topic;
        private final int queueId;
        private final EntryFilter filter;
        private long examined;
        private boolean found;

        Watch(String topic, int queueId, long from, EntryFilter filter) {
            this.topic = topic;
            this.queueId = queueId;
            this.examined = from;
            this.filter = filter;
        }

        /**
         * Whether a wanted entry has been added since the last call. So many unwanted ones that the
         * reader had better be told how far it has come are as good as a wanted one.
         */
        boolean sawWanted() {
            IndexedQueue queue = index.find(topic, queueId);
            if (queue == null) {
                return false;
            }
            if (filter.acceptsEverything()) {
                return queue.maxOffset() > examined;
            }
            found = false;
            long from = examined;
            examined = queue.read(from, MAX_WAKE_SCAN, this);
            return found || examined - from >= MAX_WAKE_SCAN;
        }

        @Override
        public boolean visit(long queueOffset, long physicalOffset, int sizeBytes, long tagsCode) {
            found = filter.accepts(tagsCode);
            return !found;
        }
    }
}
