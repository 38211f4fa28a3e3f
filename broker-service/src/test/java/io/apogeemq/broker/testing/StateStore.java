package io.apogeemq.broker.testing;

import io.apogeemq.broker.log.AppendOutcome;
import io.apogeemq.broker.log.CommitLog;
import io.apogeemq.broker.log.Durability;
import io.apogeemq.broker.log.LogOptions;
import io.apogeemq.broker.log.LogReader;
import io.apogeemq.broker.state.Dispatcher;
import io.apogeemq.broker.state.RecordFold;
import io.apogeemq.broker.state.StateFold;
import io.apogeemq.broker.state.StateLog;
import io.apogeemq.common.message.RecordDraft;
import io.apogeemq.common.message.RecordView;
import io.apogeemq.common.testing.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A log in memory for folds under test, with what they need around it. Appends from any thread, the
 * rest by one.
 */
public final class StateStore implements AutoCloseable {

    private static final int SEGMENT_BYTES = 1024 * 1024;
    private static final InetSocketAddress HOST =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 10911);

    private final ManualClock clock;
    private final FaultyDisk disk;
    private final FaultyDisk control;
    private final CommitLog log;
    private final StateLog stateLog;
    private final List<CompletableFuture<Durability.Reached>> waiting = new ArrayList<>();
    private boolean confirms = true;

    /** An empty store. */
    public StateStore() {
        this(new ManualClock(), new FaultyDisk(), new FaultyDisk());
    }

    private StateStore(ManualClock clock, FaultyDisk disk, FaultyDisk control) {
        this.clock = clock;
        this.disk = disk;
        this.control = control;
        LogOptions options =
                new LogOptions(SEGMENT_BYTES, 64 * 1024, 0, false, Duration.ofSeconds(5));
        try {
            this.log = CommitLog.open(options, disk, control, clock, () -> 0L, () -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.stateLog = new StateLog(log, this::reached, clock, HOST);
    }

    /** The store as it is after the process was killed; replay it before use. */
    public StateStore reopened() {
        return new StateStore(clock, disk.afterKill(), control.afterKill());
    }

    /** Feeds the whole log. */
    public long replay(List<? extends StateFold> folds, RecordFold... recordFolds) {
        try (Dispatcher dispatcher = new Dispatcher(log, List.of(recordFolds))) {
            return dispatcher.replay(List.copyOf(folds));
        }
    }

    /** Feeds it to one fold. */
    public void replay(StateFold fold) {
        replay(List.of(fold));
    }

    public ManualClock clock() {
        return clock;
    }

    public CommitLog log() {
        return log;
    }

    public StateLog stateLog() {
        return stateLog;
    }

    private synchronized CompletionStage<Durability.Reached> reached(long endOffset) {
        CompletableFuture<Durability.Reached> stage = new CompletableFuture<>();
        waiting.add(stage);
        confirm(confirms);
        return stage;
    }

    /**
     * Whether what is appended counts as durable, from now on and in hindsight; it does at first.
     */
    public synchronized void confirm(boolean confirm) {
        confirms = confirm;
        if (confirm) {
            waiting.forEach(stage -> stage.complete(Durability.Reached.ACHIEVED));
            waiting.clear();
        }
    }

    /** From now on the log takes nothing. */
    public void refuseAppends() {
        log.close();
    }

    /** Stores a message. */
    public AppendOutcome.Appended message(String topic, int queueId, String body) {
        RecordDraft draft =
                new RecordDraft(true)
                        .topic(topic.getBytes(StandardCharsets.UTF_8))
                        .queueId(queueId)
                        .bornHost(HOST)
                        .storeHost(HOST)
                        .body(body.getBytes(StandardCharsets.UTF_8))
                        .prepare();
        AppendOutcome outcome = log.append(draft, log.sequences().of(topic, queueId));
        if (outcome instanceof AppendOutcome.Appended appended) {
            return appended;
        }
        throw new AssertionError(outcome.toString());
    }

    /** The bodies of all state records in hexadecimal digits, in order. */
    public List<String> stateRecords() {
        List<String> bodies = new ArrayList<>();
        try (LogReader reader = log.reader()) {
            long at = log.start();
            RecordView record;
            while ((record = reader.at(at)) != null) {
                if (record.topic().equals(StateLog.TOPIC)) {
                    byte[] body = new byte[record.bodyLength()];
                    ByteBuffer buffer = record.buffer();
                    buffer.get(record.bodyPosition(), body);
                    bodies.add(HexFormat.of().formatHex(body));
                }
                at = reader.next();
            }
        }
        return bodies;
    }

    @Override
    public void close() {
        log.close();
    }
}
