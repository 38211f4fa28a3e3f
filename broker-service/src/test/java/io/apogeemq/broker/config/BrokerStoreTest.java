package io.apogeemq.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.broker.log.AppendOutcome;
import io.apogeemq.broker.log.Durability;
import io.apogeemq.broker.log.LogReader;
import io.apogeemq.broker.log.StoreDirectory;
import io.apogeemq.broker.log.StoreInUseException;
import io.apogeemq.broker.testing.FaultyDisk;
import io.apogeemq.common.message.DelayLevels;
import io.apogeemq.common.message.RecordDraft;
import io.apogeemq.common.message.RecordView;
import io.apogeemq.common.message.SystemTopics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store with its threads, on a disk that misbehaves. */
@Timeout(60)
class BrokerStoreTest {

    private static final InetSocketAddress HOST =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 10911);

    private final FaultyDisk segments = new FaultyDisk();
    private final FaultyDisk control = new FaultyDisk();

    @TempDir private Path directory;

    @Test
    void aDiskThatHangsDoesNotKeepSendersWaiting() throws IOException {
        try (BrokerStore store =
                open(Map.of("flush", "sync-flush", "sync-flush-timeout", "50ms"))) {
            store.start();
            segments.hangForces(true);
            try {
                CompletionStage<Durability.Reached> sent = send(store, "m");

                Awaitility.await()
                        .untilAsserted(
                                () ->
                                        assertThat(sent)
                                                .isCompletedWithValue(
                                                        Durability.Reached.FLUSH_TIMEOUT));
            } finally {
                segments.hangForces(false);
            }
        }
    }

    @Test
    void whileNothingCanBeIndexedNothingIsTaken() throws IOException {
        try (BrokerStore store = open(Map.of())) {
            AtomicBoolean broken = new AtomicBoolean(true);
            List<Long> arrived = new CopyOnWriteArrayList<>();
            store.listen(
                    (topic, queueId, maxOffset) -> {
                        if (broken.get()) {
                            throw new InternalError("a fault in a mapped page");
                        }
                        arrived.add(maxOffset);
                    });
            store.start();
            append(store, "m");

            Awaitility.await()
                    .untilAsserted(
                            () ->
                                    assertThat(store.failure())
                                            .contains("dispatch: a fault in a mapped page"));
            assertThat(append(store, "n"))
                    .isInstanceOfSatisfying(
                            AppendOutcome.Rejected.class,
                            no -> {
                                assertThat(no.cause()).isEqualTo(AppendOutcome.Cause.FAILED);
                                assertThat(no.detail()).contains("a fault in a mapped page");
                            });
            broken.set(false);

            Awaitility.await().until(() -> store.failure() == null);
            assertThat(arrived).contains(1L);
            assertThat(append(store, "n")).isInstanceOf(AppendOutcome.Appended.class);
            Awaitility.await().until(() -> arrived.contains(2L));
        }
    }

    @Test
    void aFullDiskShowsUntilThereIsRoomAgain() throws IOException {
        try (BrokerStore store = open(Map.of())) {
            segments.freeBytes(0);
            store.start();

            Awaitility.await().until(() -> store.failure() != null);
            assertThat(store.failure()).contains("no space");
            segments.freeBytes(Long.MAX_VALUE);

            Awaitility.await().until(() -> store.failure() == null);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void recordsEndWithAChecksumUnlessItIsSwitchedOff(boolean recordCrc) throws IOException {
        try (BrokerStore store = open(Map.of("record-crc", Boolean.toString(recordCrc)))) {
            store.start();
            append(store, "m");
            assertThat(store.groups().findOrCreate("g")).isNotNull();

            try (LogReader reader = store.log().reader()) {
                int records = 0;
                for (RecordView each = reader.at(0);
                        each != null;
                        each = reader.at(reader.next())) {
                    assertThat(each.hasRecordCrc()).as(each.topic()).isEqualTo(recordCrc);
                    records++;
                }
                assertThat(records).isEqualTo(2);
            }
            List<String> mark = Files.readAllLines(directory.resolve("abort"));
            assertThat(mark.contains("no-record-crc")).isEqualTo(!recordCrc);
        }
    }

    @Test
    void aStoreIsMarkedFromTheFirstWriteOnAndWhenItIsStopped() throws IOException {
        Path abort = directory.resolve("abort");
        try (BrokerStore refused = open(Map.of())) {
            assertThat(refused.log().end()).isZero();
            assertThat(abort).doesNotExist();
        }
        try (BrokerStore store = open(Map.of())) {
            store.start();
            assertThat(abort).exists();
        }
        assertThat(abort).doesNotExist();
        Files.writeString(abort, "17\nanother boot\n");
        try (BrokerStore refused = open(Map.of())) {
            assertThat(refused.log().end()).isZero();
        }
        assertThat(abort).hasContent("17\nanother boot\n");
    }

    @Test
    void aFileThatCannotBeClosedDoesNotKeepTheDirectoryTaken() throws IOException {
        BrokerStore store = open(Map.of());
        store.start();
        append(store, "m");
        segments.failCloses(true);

        assertThatThrownBy(store::close).hasMessageContaining("a mapping is in use");

        assertThat(control.bytes("apogee-forced").getLong(0)).isPositive();
        StoreDirectory.take(directory).close();
    }

    @Test
    void aThreadThatHangsKeepsTheDirectoryTaken() throws IOException {
        BrokerStore store = open(Map.of("flush", "sync-flush"));
        store.start();
        segments.hangForces(true);
        try {
            append(store, "m");
            Awaitility.await().until(() -> segments.hangingForces() == 1);

            store.close(Duration.ofMillis(10));

            assertThatThrownBy(() -> StoreDirectory.take(directory))
                    .isInstanceOf(StoreInUseException.class);
            assertThat(directory.resolve("abort")).exists();
        } finally {
            segments.hangForces(false);
        }
    }

    private BrokerStore open(Map<String, String> more) throws IOException {
        Map<String, String> keys = new HashMap<>();
        keys.put("store.directory", directory.toString());
        keys.put("store.segment-size", "1MB");
        keys.put("store.allocate-ahead", "64KB");
        keys.put("store.prefault-ahead", "0B");
        more.forEach((key, value) -> keys.put("store." + key, value));
        BrokerProperties properties = BrokerPropertiesTest.bind(keys);
        LiveSettings live = LiveSettings.of(properties);
        return BrokerStore.open(
                properties,
                new SystemTopics(
                        "cluster",
                        "broker",
                        DelayLevels.parse(properties.topics().delayLevels()).highest(),
                        true,
                        true,
                        "RMQ_SYS_TRACE_TOPIC",
                        8),
                () -> live,
                HOST,
                InstantSource.system(),
                path -> path.equals(directory) ? control : segments);
    }

    private static CompletionStage<Durability.Reached> send(BrokerStore store, String body) {
        if (append(store, body) instanceof AppendOutcome.Appended appended) {
            return store.machine().reached(appended.endOffset());
        }
        throw new AssertionError(store.failure());
    }

    private static AppendOutcome append(BrokerStore store, String body) {
        RecordDraft draft =
                store.log()
                        .draft()
                        .topic("T".getBytes(StandardCharsets.UTF_8))
                        .bornHost(HOST)
                        .storeHost(HOST)
                        .body(body.getBytes(StandardCharsets.UTF_8))
                        .prepare();
        return store.log().append(draft, store.log().sequences().of("T", 0));
    }
}
