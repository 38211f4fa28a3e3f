package io.apogeemq.broker.schedule;

import io.apogeemq.broker.index.ArrivalListener;
import io.apogeemq.broker.index.IndexedQueue;
import io.apogeemq.broker.index.QueueIndex;
import io.apogeemq.broker.log.AppendOutcome;
import io.apogeemq.broker.log.CommitLog;
import io.apogeemq.broker.log.LogReader;
import io.apogeemq.broker.log.QueueSequence;
import io.apogeemq.broker.state.StateFold;
import io.apogeemq.broker.state.StateLog;
import io.apogeemq.broker.state.StateQueue;
import io.apogeemq.broker.state.ValueReader;
import io.apogeemq.broker.state.ValueWriter;
import io.apogeemq.common.message.DelayLevels;
import io.apogeemq.common.message.RecordDraft;
import io.apogeemq.common.message.RecordView;
import io.apogeemq.common.message.SystemTopics;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages that wait for a delay level to pass. They lie in the schedule topic, one queue per
 * level; since all of a level wait equally long, only the first of each queue has to be looked at.
 * A due one is appended again, as it is, under the topic and queue that it was meant for.
 *
 * <p><b>Owner.</b> {@link #replay} by the thread that opens the broker, then {@link #step} and
 * {@link #flush} by one thread; {@link #arrived} and {@link #offsets} by any.
 *
 * <p><b>What is durable.</b> Progress is a fold: the next offset of each level, recorded at most
 * once a second per level, in one append with the copy that it is about where there is one. A crash
 * repeats what was delivered since the last record, at most a second's worth; a copy is never lost
 * for progress that was. The copies themselves wait for no disk, and progress lies behind them in
 * the log.
 *
 * <table>
 * <caption>Value of a state record of kind 1, since version 1; the entry repeats</caption>
 * <tr><th>width</th><th>meaning</th></tr>
 * <tr><td>4</td><td>level, from 1</td></tr>
 * <tr><td>8</td><td>next offset of the level's queue</td></tr>
 * </table>
 */
public final class DelayedMessages implements StateFold, ArrivalListener {

    /** What {@link #step} returns when nothing waits. */
    public static final long NEVER = Long.MAX_VALUE;

    static final int PROGRESS = 1;
    static final long RECORD_INTERVAL_MILLIS = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(DelayedMessages.class);

    /** Levels of a table that was longer once may still hold messages. */
    private static final int MAX_LEVELS = 256;

    /** So many of a level are delivered before the others get their turn. */
    private static final int MAX_PER_TURN = 256;

    private static final long RETRY_MILLIS = 10_000;

    /** The wall clock jumps; nobody shall sleep through it. */
    private static final long MAX_SLEEP_MILLIS = 1000;

    /** Steps of the wall clock that are made up for by waiting, not by delivering early. */
    private static final long CLOCK_TOLERANCE_MILLIS = 10_000;

    private final CommitLog log;
    private final QueueIndex index;
    private final StateLog state;
    private final DelayLevels delays;
    private final InetSocketAddress host;
    private final Runnable sooner;
    private final Map<Integer, Long> replayed = new HashMap<>();
    private final RecordDraft draft;

    /** Null until the first step: the index is not filled before. */
    private volatile Level @Nullable [] levels;

    private boolean stopped;

    /**
     * Delivers nothing yet.
     *
     * @param host the address that delivered copies carry as store host
     * @param sooner called when a message has come to a level in which none waited: the thread that
     *     calls {@link #step} has to be woken; quick, from the dispatcher's thread
     */
    public DelayedMessages(
            CommitLog log,
            QueueIndex index,
            StateLog state,
            DelayLevels delays,
            InetSocketAddress host,
            Runnable sooner) {
        this.log = log;
        this.draft = log.draft();
        this.index = index;
        this.state = state;
        this.delays = delays;
        this.host = host;
        this.sooner = sooner;
    }

    @Override
    public StateQueue queue() {
        return StateQueue.SCHEDULE;
    }

    @Override
    public void replay(int kind, ValueReader value) {
        if (kind != PROGRESS) {
            return;
        }
        while (value.hasMore()) {
            replayed.put(value.takeInt(), value.takeLong());
        }
    }

    @Override
    public void arrived(String topic, int queueId, long maxOffset) {
        if (!topic.equals(SystemTopics.SCHEDULE)) {
            return;
        }
        Level[] known = levels;
        if (known != null && queueId < known.length && known[queueId].isIdle()) {
            sooner.run();
        }
    }

    /**
     * Delivers what is due. Called again when the returned time has passed, or when it was told
     * that there is something sooner.
     *
     * @param nowMillis the wall clock, ms since the epoch
     * @return nanoseconds until there is something to do, 0 for at once, {@link #NEVER} when
     *     nothing waits
     */
    public long step(long nowMillis) {
        if (stopped) {
            return NEVER;
        }
        Level[] known = levels;
        if (known == null) {
            known = open();
            levels = known;
        }
        long wait = NEVER;
        try (LogReader reader = log.reader()) {
            for (Level level : known) {
                try {
                    wait = Math.min(wait, step(level, reader, nowMillis));
                } catch (RuntimeException e) {
                    // The other levels go on; this one's next record is looked at again later.
                    LOG.atError()
                            .setCause(e)
                            .addKeyValue("level", level.number())
                            .addKeyValue("offset", level.next())
                            .log("A delay level stands still");
                    wait = Math.min(wait, MAX_SLEEP_MILLIS);
                }
            }
        }
        return stopped || wait == NEVER
                ? NEVER
                : TimeUnit.MILLISECONDS.toNanos(Math.min(wait, MAX_SLEEP_MILLIS));
    }

    /** Records how far it has come, so that a clean stop repeats nothing. */
    public void flush() {
        Level[] known = levels;
        if (known == null) {
            return;
        }
        ValueWriter progress = new ValueWriter();
        for (Level level : known) {
            if (level.isUnrecorded()) {
                progress.putInt(level.number()).putLong(level.next());
            }
        }
        if (progress.size() > 0
                && state.append(StateQueue.SCHEDULE, PROGRESS, progress)
                        instanceof AppendOutcome.Rejected rejected) {
            LOG.atWarn()
                    .addKeyValue("reason", rejected.detail())
                    .log("Progress of delayed messages was not recorded; some will come twice");
        }
    }

    /** Next offset of each level's queue, by level; empty before the first step. */
    public Map<Integer, Long> offsets() {
        Map<Integer, Long> offsets = new TreeMap<>();
        Level[] known = levels;
        if (known != null) {
            for (Level level : known) {
                offsets.put(level.number(), level.next());
            }
        }
        return offsets;
    }

    private Level[] open() {
        int count = delays.highest();
        for (int number = count + 1; number <= MAX_LEVELS; number++) {
            if (index.find(SystemTopics.SCHEDULE, DelayLevels.queueId(number)) != null) {
                count = number;
            }
        }
        Level[] opened = new Level[count];
        for (int number = 1; number <= count; number++) {
            opened[number - 1] = new Level(number, firstOffset(number));
        }
        return opened;
    }

    /** Progress as it was recorded, kept within what the queue still has. */
    private long firstOffset(int number) {
        int queueId = DelayLevels.queueId(number);
        long min = index.minOffset(SystemTopics.SCHEDULE, queueId);
        long max = index.maxOffset(SystemTopics.SCHEDULE, queueId);
        long recorded = replayed.getOrDefault(number, min);
        long first = Math.clamp(recorded, min, max);
        if (first != recorded) {
            LOG.atWarn()
                    .addKeyValue("level", number)
                    .addKeyValue("recorded", recorded)
                    .addKeyValue("min", min)
                    .addKeyValue("max", max)
                    .log("Progress of a delay level lies outside its queue and was corrected");
        }
        return first;
    }

    private long step(Level level, LogReader reader, long nowMillis) {
        IndexedQueue queue = index.find(SystemTopics.SCHEDULE, DelayLevels.queueId(level.number()));
        level.idle(false);
        if (queue == null || queue.maxOffset() <= level.next()) {
            // The flag first, then another look: the dispatcher does it the other way round.
            level.idle(true);
            queue = index.find(SystemTopics.SCHEDULE, DelayLevels.queueId(level.number()));
            if (queue == null || queue.maxOffset() <= level.next()) {
                return record(level, nowMillis, NEVER);
            }
            level.idle(false);
        }
        Turn turn = new Turn(level, reader, nowMillis);
        queue.read(level.next(), MAX_PER_TURN, turn);
        if (turn.malformed > 0) {
            LOG.atWarn()
                    .addKeyValue("level", level.number())
                    .addKeyValue("count", turn.malformed)
                    .addKeyValue("physicalOffset", turn.lastMalformed)
                    .log("Delayed messages that do not say where they belong were passed over");
        }
        return record(level, nowMillis, turn.wait);
    }

    /**
     * Records progress whose time has come and that found no copy to go with.
     *
     * @return when there is something to do, at most {@code wait}
     */
    private long record(Level level, long nowMillis, long wait) {
        if (!level.isUnrecorded()) {
            return wait;
        }
        long left = level.millisUntilRecord(nowMillis, RECORD_INTERVAL_MILLIS);
        if (left > 0) {
            return Math.min(wait, left);
        }
        return switch (state.append(StateQueue.SCHEDULE, PROGRESS, progress(level, level.next()))) {
            case AppendOutcome.Appended appended -> {
                level.recorded(level.next(), nowMillis);
                yield wait;
            }
            case AppendOutcome.Rejected rejected -> Math.min(wait, refused(rejected));
        };
    }

    private static ValueWriter progress(Level level, long next) {
        return new ValueWriter().putInt(level.number()).putLong(next);
    }

    /** How long to wait after an append was refused. */
    private long refused(AppendOutcome.Rejected rejected) {
        stopped = rejected.cause() == AppendOutcome.Cause.CLOSED;
        if (!stopped) {
            LOG.atWarn()
                    .addKeyValue("reason", rejected.detail())
                    .log("A delayed message cannot be delivered now; it will be tried again");
        }
        return RETRY_MILLIS;
    }

    /** One level's turn: goes along its queue as far as messages are due. */
    private final class Turn implements IndexedQueue.Visitor {

        private final Level level;
        private final LogReader reader;
        private final long nowMillis;
        private final long delayMillis;
        private long wait;
        private int malformed;
        private long lastMalformed;

        Turn(Level level, LogReader reader, long nowMillis) {
            this.level = level;
            this.reader = reader;
            this.nowMillis = nowMillis;
            this.delayMillis = delays.delayMillis(level.number());
        }

        @Override
        public boolean visit(long queueOffset, long physicalOffset, int sizeBytes, long tagsCode) {
            RecordView waiting = reader.at(physicalOffset);
            if (waiting == null) {
                // Retention has taken it.
                level.next(queueOffset + 1);
                return true;
            }
            long left = waiting.storeTimestamp() + delayMillis - nowMillis;
            // Stored in the future: the clock was set back. Better early than that much late.
            if (left > 0 && left <= delayMillis + CLOCK_TOLERANCE_MILLIS) {
                wait = left;
                return false;
            }
            Destination destination = Destination.of(waiting);
            if (destination == null) {
                malformed++;
                lastMalformed = physicalOffset;
                level.next(queueOffset + 1);
                return true;
            }
            if (append(waiting, destination, queueOffset + 1)
                    instanceof AppendOutcome.Rejected rejected) {
                wait = refused(rejected);
                return false;
            }
            return true;
        }

        private AppendOutcome append(RecordView waiting, Destination destination, long next) {
            RecordDraft copy = destination.fill(draft, waiting, host);
            QueueSequence sequence = log.sequences().of(destination.topic(), destination.queueId());
            boolean records = level.millisUntilRecord(nowMillis, RECORD_INTERVAL_MILLIS) <= 0;
            AppendOutcome outcome;
            if (records) {
                List<RecordDraft> drafts = new ArrayList<>(2);
                drafts.add(copy);
                drafts.add(state.draft(StateQueue.SCHEDULE, PROGRESS, progress(level, next)));
                outcome =
                        log.append(drafts, List.of(sequence, state.sequence(StateQueue.SCHEDULE)));
            } else {
                outcome = log.append(copy, sequence);
            }
            if (outcome instanceof AppendOutcome.Appended) {
                level.next(next);
                if (records) {
                    level.recorded(next, nowMillis);
                }
            }
            return outcome;
        }
    }
}
