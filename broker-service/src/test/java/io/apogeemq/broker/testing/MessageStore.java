package io.apogeemq.broker.testing;

import io.apogeemq.broker.index.ArrivalListener;
import io.apogeemq.broker.index.IndexedQueue;
import io.apogeemq.broker.index.MemoryKeyIndex;
import io.apogeemq.broker.index.MemoryQueueIndex;
import io.apogeemq.broker.log.AppendOutcome;
import io.apogeemq.broker.log.CommitLog;
import io.apogeemq.broker.log.Durability;
import io.apogeemq.broker.log.LastRun;
import io.apogeemq.broker.log.LogLease;
import io.apogeemq.broker.log.LogOptions;
import io.apogeemq.broker.log.LogReader;
import io.apogeemq.broker.state.Dispatcher;
import io.apogeemq.broker.state.StateFold;
import io.apogeemq.broker.state.StateLog;
import io.apogeemq.common.broker.MessageLease;
import io.apogeemq.common.message.MessageDecoder;
import io.apogeemq.common.message.MessageProperties;
import io.apogeemq.common.message.RecordDraft;
import io.apogeemq.common.message.RecordView;
import io.apogeemq.common.message.StoredMessage;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A log in memory with its indexes, for folds and use cases under test. Nothing is visible to
 * readers before {@link #dispatch}, as on a broker whose dispatcher has not come round yet. What is
 * appended counts as durable at once, unless {@link #confirm} says otherwise. One thread, save
 * where the parts themselves allow more.
 */
public final class MessageStore implements AutoCloseable {

    /** The address that records carry. */
    public static final InetSocketAddress HOST =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 10911);

    private static final int SEGMENT_BYTES = 1024 * 1024;

    private final ManualClock clock;
    private final AtomicLong nanos;
    private final FaultyDisk disk;
    private final FaultyDisk control;
    private final CommitLog log;
    private final MemoryQueueIndex index;
    private final MemoryKeyIndex keys;
    private final StateLog stateLog;
    private final Dispatcher dispatcher;
    private final List<ArrivalListener> listeners = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<Durability.Reached>> waiting = new ArrayList<>();
    private boolean confirms = true;

    /** An empty store. */
    public MessageStore() {
        this(new ManualClock(), new AtomicLong(), new FaultyDisk(), new FaultyDisk());
    }

    private MessageStore(ManualClock clock, AtomicLong nanos, FaultyDisk disk, FaultyDisk control) {
        this.control = control;
        this.clock = clock;
        this.nanos = nanos;
        this.disk = disk;
        try {
            this.log =
                    CommitLog.open(
                            new LogOptions(
                                    SEGMENT_BYTES, 64 * 1024, 0, false, Duration.ofSeconds(5)),
                            disk,
                            control,
                            LastRun.UNKNOWN,
                            clock,
                            nanos::get,
                            () -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.index =
                new MemoryQueueIndex(
                        log,
                        (topic, queueId, maxOffset) ->
                                listeners.forEach(
                                        listener -> listener.arrived(topic, queueId, maxOffset)));
        this.keys = new MemoryKeyIndex(log);
        this.stateLog = new StateLog(log, this::reached, clock, HOST);
        this.dispatcher = new Dispatcher(log, List.of(index, keys));
    }

    /** The store as it is after the process was killed; replay it before use. */
    public MessageStore afterKill() {
        return new MessageStore(clock, nanos, disk.afterKill(), control.afterKill());
    }

    /**
     * Feeds the whole log to folds, and to the indexes unless they have been fed before.
     *
     * @return how many records there were
     */
    public long replay(StateFold... folds) {
        if (dispatcher.position() == log.start()) {
            return dispatcher.replay(List.of(folds));
        }
        try (Dispatcher again = new Dispatcher(log, List.of())) {
            return again.replay(List.of(folds));
        }
    }

    private synchronized CompletionStage<Durability.Reached> reached(long endOffset) {
        CompletableFuture<Durability.Reached> stage = new CompletableFuture<>();
        waiting.add(stage);
        confirm(confirms);
        return stage;
    }

    /** What an append waits for here: that {@link #confirm} is on. */
    public Durability durability() {
        return this::reached;
    }

    /** Whoever waits now, waits in vain. */
    public synchronized void endWaits(Durability.Reached how) {
        waiting.forEach(stage -> stage.complete(how));
        waiting.clear();
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

    /** The bodies of all state records in hexadecimal digits, in order. */
    public List<String> stateRecords() {
        List<String> bodies = new ArrayList<>();
        try (LogReader reader = log.reader()) {
            long at = log.start();
            RecordView record;
            while ((record = reader.at(at)) != null) {
                if (record.topic().equals(StateLog.TOPIC)) {
                    byte[] body = new byte[record.bodyLength()];
                    record.buffer().get(record.bodyPosition(), body);
                    bodies.add(HexFormat.of().formatHex(body));
                }
                at = reader.next();
            }
        }
        return bodies;
    }

    /** Tells a listener of growing queues from now on. */
    public void onArrival(ArrivalListener listener) {
        listeners.add(listener);
    }

    /** Shows readers what was stored. */
    public void dispatch() {
        while (dispatcher.step(100)) {
            // There is more.
        }
    }

    /** The same in one batch, however much there is. */
    public void dispatchAtOnce() {
        dispatcher.step(Integer.MAX_VALUE);
    }

    /** Moves both clocks on. */
    public void advance(Duration step) {
        clock.advance(step);
        nanos.addAndGet(step.toNanos());
    }

    /** Stores a message and shows it to readers. */
    public AppendOutcome.Appended deliver(
            String topic, int queueId, String body, String... properties) {
        AppendOutcome.Appended appended = store(topic, queueId, body, properties);
        dispatch();
        return appended;
    }

    /**
     * Stores a message.
     *
     * @param properties names and values in turn
     */
    public AppendOutcome.Appended store(
            String topic, int queueId, String body, String... properties) {
        MessageProperties encoded = new MessageProperties();
        for (int i = 0; i < properties.length; i += 2) {
            encoded.put(properties[i], properties[i + 1]);
        }
        return store(
                new RecordDraft(true)
                        .topic(topic.getBytes(StandardCharsets.UTF_8))
                        .queueId(queueId)
                        .bornTimestamp(clock.millis() - 7)
                        .bornHost(HOST)
                        .storeHost(HOST)
                        .body(body.getBytes(StandardCharsets.UTF_8))
                        .properties(encoded.encode()));
    }

    /** Stores a record that needs not be prepared yet. */
    public AppendOutcome.Appended store(RecordDraft draft) {
        String topic = new String(draft.topic(), StandardCharsets.UTF_8);
        AppendOutcome outcome =
                log.append(draft.prepare(), log.sequences().of(topic, draft.queueId()));
        if (outcome instanceof AppendOutcome.Appended appended) {
            return appended;
        }
        throw new AssertionError(outcome.toString());
    }

    /** All messages of a queue that readers see. */
    public List<StoredMessage> messages(String topic, int queueId) {
        IndexedQueue queue = index.find(topic, queueId);
        if (queue == null) {
            return List.of();
        }
        try (LogLease lease = log.lease()) {
            queue.read(
                    queue.minOffset(),
                    Integer.MAX_VALUE,
                    (queueOffset, physicalOffset, sizeBytes, tagsCode) ->
                            log.addTo(lease, physicalOffset, sizeBytes));
            return decode(lease);
        }
    }

    /** The messages under a lease, which stays open. */
    public static List<StoredMessage> decode(MessageLease lease) {
        List<StoredMessage> messages = new ArrayList<>();
        for (ByteBuffer slice : lease.slices()) {
            messages.addAll(MessageDecoder.decodeAll(slice.duplicate()));
        }
        return messages;
    }

    /** A message's body as text. */
    public static String body(StoredMessage message) {
        return StandardCharsets.UTF_8.decode(message.body().duplicate()).toString();
    }

    /** The bodies of all messages of a queue that readers see. */
    public List<String> bodies(String topic, int queueId) {
        return messages(topic, queueId).stream().map(MessageStore::body).toList();
    }

    public ManualClock clock() {
        return clock;
    }

    /** The monotonic clock, moved by {@link #advance}. */
    public long nanos() {
        return nanos.get();
    }

    public FaultyDisk disk() {
        return disk;
    }

    public CommitLog log() {
        return log;
    }

    public MemoryQueueIndex index() {
        return index;
    }

    public MemoryKeyIndex keys() {
        return keys;
    }

    public StateLog stateLog() {
        return stateLog;
    }

    @Override
    public void close() {
        dispatcher.close();
        log.close();
    }
}
