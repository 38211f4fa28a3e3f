package io.apogeemq.broker.progress;

import io.apogeemq.broker.log.AppendOutcome;
import io.apogeemq.broker.progress.ProgressRecords.Value;
import io.apogeemq.broker.state.StateLog;
import io.apogeemq.broker.state.StateQueue;
import io.apogeemq.broker.state.ValueWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes changed queues into as few records as hold them. One use, by the thread that records;
 * appends and does not wait.
 */
final class ProgressBatch {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressBatch.class);

    private final StateLog log;
    private final Consumer<QueueProgress> putBack;
    private final List<QueueProgress> inWriter = new ArrayList<>();
    private ValueWriter writer = new ValueWriter();
    private AppendOutcome.@Nullable Rejected rejected;

    ProgressBatch(StateLog log, Consumer<QueueProgress> putBack) {
        this.log = log;
        this.putBack = putBack;
    }

    /**
     * Records all queues; those that the log does not take are put back.
     *
     * @return whether the log took everything
     */
    boolean write(Map<TopicProgress, List<QueueProgress>> taken) {
        taken.forEach(this::add);
        append();
        AppendOutcome.Rejected refusal = rejected;
        if (refusal == null) {
            return true;
        }
        LOG.atWarn()
                .addKeyValue("cause", refusal.cause())
                .log("Consumer progress could not be recorded yet: {}", refusal.detail());
        return false;
    }

    private void add(TopicProgress owner, List<QueueProgress> queues) {
        List<Value> values = new ArrayList<>(queues.size());
        List<QueueProgress> live = new ArrayList<>(queues.size());
        for (QueueProgress queue : queues) {
            Value value = queue.takeUnrecorded();
            if (value != null) {
                values.add(value);
                live.add(queue);
            }
        }
        int done = 0;
        while (done < values.size()) {
            int added =
                    ProgressRecords.add(
                            writer,
                            owner.group(),
                            owner.topic(),
                            values.subList(done, values.size()));
            inWriter.addAll(live.subList(done, done + added));
            done += added;
            if (done < values.size()) {
                append();
            }
        }
    }

    private void append() {
        if (inWriter.isEmpty()) {
            return;
        }
        // After one refusal the rest is put back unasked: the log does not recover within a batch.
        AppendOutcome.Rejected refusal = rejected;
        if (refusal == null
                && log.append(StateQueue.PROGRESS, ProgressRecords.VALUES, writer)
                        instanceof AppendOutcome.Rejected now) {
            rejected = now;
            refusal = now;
        }
        if (refusal != null) {
            inWriter.forEach(putBack);
        }
        inWriter.clear();
        writer = new ValueWriter();
    }
}
