package io.apogeemq.broker.state;

import io.apogeemq.broker.log.AppendOutcome;
import io.apogeemq.broker.log.CommitLog;
import io.apogeemq.broker.log.Durability;
import io.apogeemq.broker.log.QueueSequence;
import io.apogeemq.common.message.RecordDraft;
import io.apogeemq.common.message.RecordView;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Writes state records: classic records in a system topic of ours, one queue per fold. Thread-safe;
 * each call costs one small record.
 *
 * <table>
 *   <caption>Body of a state record, since version 1</caption>
 *   <tr><th>offset</th><th>width</th><th>meaning</th></tr>
 *   <tr><td>0</td><td>1</td><td>version, 1</td></tr>
 *   <tr><td>1</td><td>1</td><td>kind, numbered by the fold</td></tr>
 *   <tr><td>2</td><td>rest</td><td>value, see {@link ValueWriter}</td></tr>
 * </table>
 *
 * Readers skip records of a version or kind that they do not know.
 */
public final class StateLog {

    /** The topic of all state records. Clients may neither send to it nor read it. */
    public static final String TOPIC = "rmq_sys_APOGEE_STATE";

    static final int VERSION = 1;
    static final int HEADER_BYTES = 2;

    private static final byte[] TOPIC_BYTES = TOPIC.getBytes(StandardCharsets.UTF_8);

    private final CommitLog log;
    private final Durability durability;
    private final InstantSource clock;
    private final InetSocketAddress host;
    private final Map<StateQueue, QueueSequence> sequences = new EnumMap<>(StateQueue.class);

    /**
     * Writes into a log.
     *
     * @param durability what {@link #record} waits for
     * @param host the address that records carry as born and store host
     */
    public StateLog(
            CommitLog log, Durability durability, InstantSource clock, InetSocketAddress host) {
        this.log = log;
        this.durability = durability;
        this.clock = clock;
        this.host = host;
        for (StateQueue queue : StateQueue.values()) {
            sequences.put(queue, log.sequences().of(TOPIC, queue.queueId()));
        }
    }

    /** Whether a record of the log is one of these. */
    static boolean isState(RecordView record) {
        return record.topicEquals(TOPIC_BYTES);
    }

    /** Appends and does not wait: for bookkeeping, whose loss repeats work and loses nothing. */
    public AppendOutcome append(StateQueue queue, int kind, ValueWriter value) {
        return log.append(draft(queue, kind, value), sequence(queue));
    }

    /**
     * Appends and waits as a message does: for what users were told is done.
     *
     * @return completes with how durable it is; fails with {@link StateRefusedException} when
     *     nothing was appended, and with the disk's error when it cannot be made durable
     */
    public CompletionStage<Durability.Reached> record(
            StateQueue queue, int kind, ValueWriter value) {
        return switch (append(queue, kind, value)) {
            case AppendOutcome.Appended appended -> durability.reached(appended.endOffset());
            case AppendOutcome.Rejected rejected ->
                    CompletableFuture.failedStage(new StateRefusedException(rejected));
        };
    }

    /**
     * Waits for what {@link #append} returned, as {@link #record} does: for owners that have to
     * know at once whether the log took a change, before they apply it.
     */
    public CompletionStage<Durability.Reached> reached(long endOffset) {
        return durability.reached(endOffset);
    }

    /**
     * What to tell who waited for a change: it is made, and yet it may be lost.
     *
     * @return null when it is as durable as was promised
     */
    public static @Nullable String doubt(Durability.Reached reached) {
        return switch (reached) {
            case ACHIEVED -> null;
            case FLUSH_TIMEOUT ->
                    "done, but the disk has not confirmed it in time: it is lost if the machine goes down now; look again, or repeat it";
            case SLAVE_NOT_AVAILABLE, SLAVE_TIMEOUT ->
                    "done, but no slave has confirmed it: it is lost if this machine is; look again, or repeat it";
        };
    }

    /** A record to be appended together with others. */
    public RecordDraft draft(StateQueue queue, int kind, ValueWriter value) {
        byte[] bytes = value.toBytes();
        ByteBuffer body = ByteBuffer.allocate(HEADER_BYTES + bytes.length);
        body.put((byte) VERSION).put((byte) kind).put(bytes);
        return log.draft()
                .topic(TOPIC_BYTES)
                .queueId(queue.queueId())
                .bornTimestamp(clock.millis())
                .bornHost(host)
                .storeHost(host)
                .body(body.array())
                .prepare();
    }

    /** The sequence that goes with a {@link #draft}. */
    public QueueSequence sequence(StateQueue queue) {
        QueueSequence sequence = sequences.get(queue);
        if (sequence == null) {
            throw new IllegalStateException("no sequence for " + queue);
        }
        return sequence;
    }
}
