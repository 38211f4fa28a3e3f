package io.apogeemq.broker.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.broker.testing.FaultyDisk;
import io.apogeemq.common.message.RecordDraft;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CommitLogTest {

    private final FaultyDisk disk = new FaultyDisk();

    @Test
    void recordsAreReadBackInTheOrderOfTheirAppend() throws IOException {
        try (CommitLog log = LogFixture.open(disk)) {
            LogFixture.append(log, "T", 0, "one");
            LogFixture.append(log, "T", 1, "two");

            assertThat(LogFixture.append(log, "T", 0, "three").queueOffset()).isEqualTo(1);
            assertThat(LogFixture.bodies(log)).containsExactly("one", "two", "three");
        }
    }

    @Test
    void realFilesHoldWhatTheSimulatedOnesHold(@TempDir Path directory) throws IOException {
        List<String> written = IntStream.range(0, 1_000).mapToObj(i -> "body-" + i).toList();
        try (CommitLog log = LogFixture.open(new MappedStorage(directory))) {
            for (String body : written) {
                log.prepare();
                LogFixture.append(log, "T", 0, body);
            }
        }
        try (CommitLog log = LogFixture.open(new MappedStorage(directory))) {
            assertThat(LogFixture.bodies(log)).isEqualTo(written);
            assertThat(log.end()).isGreaterThan(LogFixture.SEGMENT_BYTES);
        }
    }

    @Test
    void appendAfterRollStartsAtTheNextSegmentBoundary() throws IOException {
        String body = "x".repeat(40_000);
        try (CommitLog log = LogFixture.open(disk)) {
            LogFixture.append(log, "T", 0, body);

            assertThat(LogFixture.append(log, "T", 0, body).physicalOffset())
                    .isEqualTo(LogFixture.SEGMENT_BYTES);
            assertThat(LogFixture.bodies(log)).containsExactly(body, body);
        }
    }

    @Test
    void severalRecordsOfOneAppendLieInOneSegment() throws IOException {
        try (CommitLog log = LogFixture.open(disk)) {
            LogFixture.append(log, "T", 0, "x".repeat(50_000));
            QueueSequence queue = log.sequences().of("T", 0);

            AppendOutcome outcome =
                    log.append(
                            List.of(
                                    LogFixture.draft("T", 0, "y".repeat(10_000)),
                                    LogFixture.draft("T", 0, "z".repeat(10_000))),
                            List.of(queue, queue));

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            AppendOutcome.Appended.class,
                            appended -> {
                                assertThat(appended.physicalOffset())
                                        .isEqualTo(LogFixture.SEGMENT_BYTES);
                                assertThat(appended.queueOffset()).isEqualTo(1);
                            });
        }
    }

    @Test
    void anAppendThatBreaksInTheMiddleLeavesNothing() throws IOException {
        try (CommitLog log = LogFixture.open(disk)) {
            LogFixture.append(log, "T", 0, "before");
            QueueSequence queue = log.sequences().of("T", 0);
            long end = log.end();
            ByteBuffer body = ByteBuffer.allocate(200);
            RecordDraft torn = LogFixture.unprepared("T", 0).body(body, 0, 200).prepare();
            body.limit(0);

            assertThatThrownBy(
                            () ->
                                    log.append(
                                            List.of(
                                                    LogFixture.draft("T", 0, "x".repeat(100)),
                                                    torn),
                                            List.of(queue, queue)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> log.append(torn, queue))
                    .isInstanceOf(IndexOutOfBoundsException.class);

            byte[] rest = new byte[LogFixture.SEGMENT_BYTES - (int) end];
            disk.bytes(SegmentFiles.name(0)).get((int) end, rest);
            assertThat(rest).containsOnly(0);
            assertThat(LogFixture.append(log, "T", 0, "after").queueOffset()).isEqualTo(1);
            assertThat(LogFixture.bodies(log)).containsExactly("before", "after");
        }
    }

    @Test
    void aRecordThatFitsNoSegmentIsRefusedAndChangesNothing() throws IOException {
        try (CommitLog log = LogFixture.open(disk)) {
            AppendOutcome outcome =
                    log.append(
                            LogFixture.draft("T", 0, "x".repeat(LogFixture.SEGMENT_BYTES)),
                            log.sequences().of("T", 0));

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            AppendOutcome.Rejected.class,
                            no -> assertThat(no.cause()).isEqualTo(AppendOutcome.Cause.TOO_LARGE));
            assertThat(LogFixture.append(log, "T", 0, "small").queueOffset()).isZero();
        }
    }

    @Test
    void aFullDiskRefusesAndGoesOnOnceThereIsRoom() throws IOException {
        try (CommitLog log = LogFixture.open(disk)) {
            disk.freeBytes(0);
            assertThat(log.append(LogFixture.draft("T", 0, "a"), log.sequences().of("T", 0)))
                    .isInstanceOfSatisfying(
                            AppendOutcome.Rejected.class,
                            no -> assertThat(no.cause()).isEqualTo(AppendOutcome.Cause.DISK_FULL));

            disk.freeBytes(Long.MAX_VALUE);

            assertThat(LogFixture.append(log, "T", 0, "b").queueOffset()).isZero();
        }
    }

    @Test
    void oneForceReleasesAllWhoWaitBelowIt() throws IOException {
        try (CommitLog log = LogFixture.open(disk, LogFixture.options(true), () -> 0L)) {
            CompletableFuture<Durability.Reached> first = wait(log, "a");
            CompletableFuture<Durability.Reached> second = wait(log, "b");
            assertThat(first).isNotDone();
            assertThat(LogFixture.bodies(log)).isEmpty();

            log.force();

            assertThat(first).isCompletedWithValue(Durability.Reached.ACHIEVED);
            assertThat(second).isCompletedWithValue(Durability.Reached.ACHIEVED);
            assertThat(disk.forces()).isEqualTo(1);
            assertThat(LogFixture.bodies(log)).containsExactly("a", "b");
        }
    }

    @Test
    void whoWaitsTooLongIsToldWhileTheDiskHangs() throws Exception {
        AtomicLong nanos = new AtomicLong();
        try (CommitLog log = LogFixture.open(disk, LogFixture.options(true), nanos::get)) {
            CompletableFuture<Durability.Reached> first = wait(log, "a");
            disk.hangForces(true);
            Thread forcing = Thread.ofVirtual().start(log::force);
            Awaitility.await().until(() -> disk.hangingForces() == 1);

            nanos.addAndGet(Duration.ofSeconds(4).toNanos());
            CompletableFuture<Durability.Reached> second = wait(log, "b");
            assertThat(log.expireWaits()).isEqualTo(Duration.ofSeconds(1).toNanos());
            assertThat(first).isNotDone();
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            assertThat(log.expireWaits()).isEqualTo(Duration.ofSeconds(4).toNanos());

            assertThat(first).isCompletedWithValue(Durability.Reached.FLUSH_TIMEOUT);
            assertThat(second).isNotDone();
            disk.hangForces(false);
            forcing.join();
            log.force();
            assertThat(second).isCompletedWithValue(Durability.Reached.ACHIEVED);
            assertThat(log.expireWaits()).isEqualTo(Duration.ofSeconds(5).toNanos());
        }
    }

    @Test
    void afterAFailedForceNothingIsAcknowledgedAnyMore() throws IOException {
        try (CommitLog log = LogFixture.open(disk, LogFixture.options(true), () -> 0L)) {
            CompletableFuture<Durability.Reached> waiting = wait(log, "a");
            disk.failForces(true);
            log.force();
            disk.failForces(false);
            log.force();

            assertThat(waiting).isCompletedExceptionally();
            assertThat(log.append(LogFixture.draft("T", 0, "b"), log.sequences().of("T", 0)))
                    .isInstanceOfSatisfying(
                            AppendOutcome.Rejected.class,
                            no -> assertThat(no.cause()).isEqualTo(AppendOutcome.Cause.FAILED));
            assertThat(log.failure()).hasMessageContaining("does not answer");
        }
    }

    @Test
    void anErrorDuringAForceCountsAsAFailedForce() throws IOException {
        try (CommitLog log = LogFixture.open(disk, LogFixture.options(true), () -> 0L)) {
            CompletableFuture<Durability.Reached> waiting = wait(log, "a");
            disk.breakForces(true);
            log.force();
            disk.breakForces(false);
            log.force();

            assertThat(waiting)
                    .isCompletedExceptionally()
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(NotDurableException.class);
            assertThat(log.obstacle()).contains("a fault in a mapped page");
        }
    }

    @Test
    void aFullDiskIsAnObstacleUntilThereIsRoomAgain() throws IOException {
        try (CommitLog log = LogFixture.open(disk)) {
            assertThat(log.obstacle()).isNull();
            disk.freeBytes(0);
            log.append(LogFixture.draft("T", 0, "a"), log.sequences().of("T", 0));
            assertThat(log.obstacle()).contains("no space");

            disk.freeBytes(Long.MAX_VALUE);
            log.prepare();

            assertThat(log.obstacle()).isNull();
        }
    }

    @Test
    void aSuspendedLogRefusesAppendsAndSaysWhy() throws IOException {
        try (CommitLog log = LogFixture.open(disk)) {
            log.suspend("nobody can follow");
            assertThat(log.append(LogFixture.draft("T", 0, "a"), log.sequences().of("T", 0)))
                    .isEqualTo(
                            new AppendOutcome.Rejected(
                                    AppendOutcome.Cause.FAILED, "nobody can follow"));
            assertThat(log.obstacle()).isEqualTo("nobody can follow");

            log.resume();

            assertThat(log.obstacle()).isNull();
            assertThat(LogFixture.append(log, "T", 0, "b").queueOffset()).isZero();
        }
    }

    @Test
    void forcedRecordsSurviveAnyPowerCutAndNoneIsMangled() throws IOException {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            FaultyDisk before = new FaultyDisk();
            FaultyDisk control = new FaultyDisk();
            AtomicLong nanos = new AtomicLong();
            int forced = 0;
            List<String> all;
            CommitLog log = LogFixture.open(before, control, LogFixture.options(false), nanos::get);
            int appends = random.nextInt(1, 60);
            for (int i = 0; i < appends; i++) {
                nanos.addAndGet(random.nextLong(500_000_000));
                LogFixture.append(
                        log,
                        LogFixture.withProperties(
                                true,
                                "T",
                                i + "-" + "x".repeat(random.nextInt(6_000)),
                                "UNIQ_KEY",
                                "U" + i,
                                "more",
                                "y".repeat(random.nextInt(1, 9_000))));
                if (random.nextInt(5) == 0) {
                    log.force();
                    forced = i + 1;
                }
            }
            all = LogFixture.records(log);
            FaultyDisk after = before.afterPowerCut(random);
            FaultyDisk controlAfter = control.afterPowerCut(random);
            try (CommitLog reopened =
                    LogFixture.open(after, controlAfter, LogFixture.options(false), () -> 0L)) {
                List<String> found = LogFixture.records(reopened);
                assertThat(found).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(forced);
                assertThat(found).as("seed %d", seed).isEqualTo(all.subList(0, found.size()));
            }
            try (CommitLog again = LogFixture.open(after)) {
                LogFixture.append(again, "T", 1, "goes on");
                assertThat(LogFixture.bodies(again)).as("seed %d", seed).endsWith("goes on");
            }
        }
    }

    @Test
    void bytesBehindATornRecordAreClearedSoThatNoLaterScanFindsThem() throws IOException {
        long torn;
        try (CommitLog log = LogFixture.open(disk)) {
            LogFixture.append(log, "T", 0, "kept");
            torn = LogFixture.append(log, "T", 0, "torn").physicalOffset();
            LogFixture.append(log, "T", 0, "behind");
        }
        ByteBuffer bytes = disk.bytes(SegmentFiles.name(0));
        bytes.putInt((int) torn + 8, 0x12345678);

        try (CommitLog log = LogFixture.open(disk)) {
            assertThat(LogFixture.bodies(log)).containsExactly("kept");
            assertThat(log.end()).isEqualTo(torn);
        }
        byte[] rest = new byte[bytes.capacity() - (int) torn];
        bytes.get((int) torn, rest);
        assertThat(rest).containsOnly(0);
    }

    @Test
    void aDamagedRecordThatWasDurableStopsTheStartAndChangesNothing() throws IOException {
        FaultyDisk control = new FaultyDisk();
        try (CommitLog log = LogFixture.open(disk, control, LogFixture.options(false), () -> 0L)) {
            for (int i = 0; i < 3; i++) {
                LogFixture.append(log, "T", 0, "x".repeat(40_000));
            }
            log.force();
        }
        disk.bytes(SegmentFiles.name(0)).putInt(0, -1);

        assertThatThrownBy(
                        () -> LogFixture.open(disk, control, LogFixture.options(false), () -> 0L))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining(SegmentFiles.name(0))
                .hasMessageContaining("offset 0");
        assertThat(disk.bytes(SegmentFiles.name(0)).getInt(0)).isEqualTo(-1);
    }

    @Test
    void aMissingSegmentStopsTheStartByName() throws IOException {
        try (CommitLog log = LogFixture.open(disk)) {
            for (int i = 0; i < 3; i++) {
                LogFixture.append(log, "T", 0, "x".repeat(40_000));
            }
        }
        disk.lose(SegmentFiles.name(LogFixture.SEGMENT_BYTES));

        assertThatThrownBy(() -> LogFixture.open(disk))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining(SegmentFiles.name(LogFixture.SEGMENT_BYTES));
    }

    @Test
    void aSegmentOfAnotherSizeStopsTheStartWithTheCure() {
        disk.put(SegmentFiles.name(0), new byte[LogFixture.SEGMENT_BYTES * 2]);

        assertThatThrownBy(() -> LogFixture.open(disk))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("mappedFileSizeCommitLog");
    }

    @Test
    void strayFilesAreLeftAlone() throws IOException {
        disk.put("notes.txt", "mine".getBytes(StandardCharsets.UTF_8));
        try (CommitLog log = LogFixture.open(disk)) {
            LogFixture.append(log, "T", 0, "a");
        }
        assertThat(disk.names()).contains("notes.txt");
    }

    @Test
    void neighbouringRecordsBecomeOneSliceOfALease() throws IOException {
        try (CommitLog log = LogFixture.open(disk);
                LogLease lease = log.lease()) {
            AppendOutcome.Appended first = LogFixture.append(log, "T", 0, "a");
            AppendOutcome.Appended second = LogFixture.append(log, "T", 0, "b");
            LogFixture.append(log, "T", 1, "other");
            AppendOutcome.Appended third = LogFixture.append(log, "T", 0, "c");

            for (AppendOutcome.Appended each : List.of(first, second, third)) {
                int size = (int) (each.endOffset() - each.physicalOffset());
                assertThat(log.addTo(lease, each.physicalOffset(), size)).isTrue();
            }

            assertThat(lease.count()).isEqualTo(3);
            assertThat(lease.slices()).hasSize(2);
            assertThat(lease.slices().stream().mapToInt(ByteBuffer::remaining).sum())
                    .isEqualTo(lease.bytes());
        }
    }

    private static CompletableFuture<Durability.Reached> wait(CommitLog log, String body) {
        return log.flushed()
                .reached(LogFixture.append(log, "T", 0, body).endOffset())
                .toCompletableFuture();
    }
}
