package io.apogeemq.broker.log;

import io.apogeemq.broker.testing.FaultyDisk;
import io.apogeemq.common.message.MessageProperties;
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
import java.util.HexFormat;
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
        return open(storage, control, LastRun.UNKNOWN, options, nanos);
    }

    static CommitLog open(
            Storage storage,
            Storage control,
            LastRun lastRun,
            LogOptions options,
            LongSupplier nanos)
            throws IOException {
        return CommitLog.open(
                options, storage, control, lastRun, InstantSource.system(), nanos, () -> {});
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

    /** A draft with properties, names and values in turn. */
    static RecordDraft withProperties(
            boolean recordCrc, String topic, String body, String... properties) {
        MessageProperties encoded = new MessageProperties();
        for (int i = 0; i < properties.length; i += 2) {
            encoded.put(properties[i], properties[i + 1]);
        }
        return new RecordDraft(recordCrc)
                .topic(topic.getBytes(StandardCharsets.UTF_8))
                .bornHost(HOST)
                .storeHost(HOST)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .properties(encoded.encode())
                .prepare();
    }

    static AppendOutcome.Appended append(CommitLog log, RecordDraft draft) {
        AppendOutcome outcome =
                log.append(
                        draft,
                        log.sequences()
                                .of(
                                        new String(draft.topic(), StandardCharsets.UTF_8),
                                        draft.queueId()));
        if (outcome instanceof AppendOutcome.Appended appended) {
            return appended;
        }
        throw new AssertionError(outcome.toString());
    }

    /** All readable records as they are, in order, in hexadecimal digits. */
    static List<String> records(CommitLog log) {
        List<String> records = new ArrayList<>();
        try (LogReader reader = log.reader()) {
            long at = log.start();
            RecordView record;
            while ((record = reader.at(at)) != null) {
                byte[] bytes = new byte[record.totalBytes()];
                record.buffer().get(record.position(), bytes);
                records.add(HexFormat.of().formatHex(bytes));
                at = reader.next();
            }
        }
        return records;
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
