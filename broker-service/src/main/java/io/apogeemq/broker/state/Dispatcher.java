package io.apogeemq.broker.state;

import io.apogeemq.broker.log.CommitLog;
import io.apogeemq.broker.log.CorruptLogException;
import io.apogeemq.broker.log.LogReader;
import io.apogeemq.common.message.RecordView;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows the log and feeds the folds. {@link #replay} runs once, by the thread that opens the
 * broker; then one thread calls {@link #step} for as long as the broker lives.
 *
 * <p>Cost per message: its lengths are read from the mapped segment, nothing is copied or allocated
 * here; what a fold adds stands with the fold.
 */
public final class Dispatcher implements AutoCloseable {

    /** A replay reads the whole log once: so much of it stays mapped in behind the reader. */
    private static final long LET_GO_STEP = 16 * 1024 * 1024;

    private final CommitLog log;
    private final List<RecordFold> recordFolds;
    private final LogReader reader;
    private volatile long position;

    /** How many folds have taken in the record at the position; more than none after a failure. */
    private int taken;

    /** Whether the last attempt to publish failed. */
    private boolean unpublished;

    public Dispatcher(CommitLog log, List<RecordFold> recordFolds) {
        this.log = log;
        this.recordFolds = List.copyOf(recordFolds);
        this.reader = log.reader();
        this.position = log.start();
    }

    /**
     * Rebuilds everything from the log: queue sequences, state folds, record folds.
     *
     * @return how many records there were
     */
    public long replay(List<StateFold> stateFolds) {
        @Nullable StateFold[] byQueue = new StateFold[StateQueue.values().length];
        for (StateFold fold : stateFolds) {
            byQueue[fold.queue().queueId()] = fold;
        }
        String lastTopic = "";
        byte[] lastTopicBytes = {};
        long records = 0;
        long letGo = position;
        RecordView record;
        while ((record = reader.at(position)) != null) {
            if (position - letGo >= LET_GO_STEP) {
                log.letGo(letGo, position);
                letGo = position;
            }
            if (!record.topicEquals(lastTopicBytes)) {
                lastTopic = record.topic();
                lastTopicBytes = record.topicBytes();
            }
            log.sequences().observe(lastTopic, record.queueId(), record.queueOffset());
            if (StateLog.isState(record)) {
                replayState(byQueue, record);
            } else {
                apply(record);
            }
            position = reader.next();
            records++;
        }
        position = reader.next();
        log.letGo(letGo, position);
        publish();
        return records;
    }

    private static void replayState(@Nullable StateFold[] byQueue, RecordView record) {
        if (record.queueId() >= byQueue.length || record.bodyLength() < StateLog.HEADER_BYTES) {
            return;
        }
        StateFold fold = byQueue[record.queueId()];
        ByteBuffer buffer = record.buffer();
        int at = record.bodyPosition();
        if (fold == null || buffer.get(at) != StateLog.VERSION) {
            return;
        }
        ByteBuffer value =
                buffer.slice(
                        at + StateLog.HEADER_BYTES, record.bodyLength() - StateLog.HEADER_BYTES);
        fold.replay(buffer.get(at + 1), new ValueReader(value));
    }

    /**
     * Feeds what is readable and not yet fed. A step that throws may be tried again: it goes on
     * with the same record, at the fold that did not take it.
     *
     * @param maxRecords after so many the folds publish, so that readers do not wait for a long
     *     batch
     * @return whether there may be more at once
     * @throws CorruptLogException when there is no record at the position, or one that contradicts
     *     those before it
     * @throws IllegalStateException when a fold cannot take a record, naming both
     */
    public boolean step(int maxRecords) {
        int fed = 0;
        try {
            RecordView record;
            while (fed < maxRecords && (record = reader.at(position)) != null) {
                if (!StateLog.isState(record)) {
                    apply(record);
                }
                position = reader.next();
                fed++;
            }
        } finally {
            // Also what precedes a record that no fold can take.
            if (fed > 0 || unpublished) {
                publish();
            }
        }
        return fed == maxRecords;
    }

    private void apply(RecordView record) {
        while (taken < recordFolds.size()) {
            RecordFold fold = recordFolds.get(taken);
            try {
                fold.apply(record);
            } catch (CorruptLogException e) {
                throw e;
            } catch (RuntimeException e) {
                throw new IllegalStateException(
                        "%s cannot take in the record at offset %d of the log (topic %s, queue %d): %s"
                                .formatted(
                                        fold.getClass().getSimpleName(),
                                        record.physicalOffset(),
                                        record.topic(),
                                        record.queueId(),
                                        e.getMessage()),
                        e);
            }
            taken++;
        }
        taken = 0;
    }

    private void publish() {
        unpublished = true;
        for (RecordFold fold : recordFolds) {
            fold.publish();
        }
        unpublished = false;
    }

    /** Physical offset up to which the folds have been fed. */
    public long position() {
        return position;
    }

    /** Bytes that are readable and not yet fed. */
    public long behindBytes() {
        return Math.max(0, log.readableEnd() - position);
    }

    /** Lets go of the log; called by the thread that steps. */
    @Override
    public void close() {
        reader.close();
    }
}
