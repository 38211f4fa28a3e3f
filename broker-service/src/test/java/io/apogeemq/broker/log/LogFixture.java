package io.apogeemq.broker.log;

import io.apogeemq.broker.testing.FaultyDisk;
import io.apogeemq.common.message.RecordDraft;
import io.apogeemq.common.message.RecordView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Opens logs and makes records for tests. */
final class LogFixture {

    static final int SEGMENT_BYTES = LogOptions.MIN_SEGMENT_BYTES;
    static final InetSocketAddress HOST =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 10911);

    private LogFixture() {}

    static LogOptions options(boolean syncFlush) {
        return new LogOptions(SEGMENT_BYTES, 16 * 1024, 8 * 1024, syncFlush, Duration.ofSeconds(5));
    }

    static CommitLog open(Storage storage) throws IOException {
        return open(storage, options(false), () -> 0L);
    }

    static CommitLog open(Storage storage, LogOptions options, LongSupplier nanos)
            throws IOException {
        return open(storage, new FaultyDisk(), options, nanos);
    }

    static CommitLog open(Storage storage, Storage control, LogOptions options, LongSupplier nanos)
            throws IOException {
        return CommitLog.open(options, storage, control, InstantSource.system(), nanos, () -> {});
    }

    static RecordDraft draft(String topic, int queueId, String body) {
        return unprepared(topic, queueId).body(body.getBytes(StandardCharsets.UTF_8)).prepare();
    }

    /** A draft that has no body yet. */
    static RecordDraft unprepared(String topic, int queueId) {
        return new RecordDraft(true)
                .topic(topic.getBytes(StandardCharsets.UTF_8))
                .queueId(queueId)
                .bornHost(HOST)
                .storeHost(HOST);
    }

    static AppendOutcome.Appended append(CommitLog log, String topic, int queueId, String body) {
        AppendOutcome outcome =
                log.append(draft(topic, queueId, body), log.sequences().of(topic, queueId));
        if (outcome instanceof AppendOutcome.Appended appended) {
            return appended;
        }
        throw new AssertionError(outcome.toString());
    }

    /** The bodies of all readable records, in order. */
    static List<String> bodies(CommitLog log) {
        List<String> bodies = new ArrayList<>();
        try (LogReader reader = log.reader()) {
            long at = log.start();
            RecordView record;
            while ((record = reader.at(at)) != null) {
                bodies.add(body(record));
                at = reader.next();
            }
        }
        return bodies;
    }

    static String body(RecordView record) {
        byte[] body = new byte[record.bodyLength()];
        ByteBuffer buffer = record.buffer();
        buffer.get(record.bodyPosition(), body);
        return new String(body, StandardCharsets.UTF_8);
    }
}
