package io.apogeemq.broker.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.broker.testing.FaultyDisk;
import io.apogeemq.common.message.RecordDraft;
import io.apogeemq.common.message.RecordLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a start makes of a log that is not as it was left. */
@Timeout(60)
class LogRecoveryTest {

    private static final String FIRST = SegmentFiles.name(0);
    private static final String SECOND = SegmentFiles.name(LogFixture.SEGMENT_BYTES);
    private static final LastRun KILLED = new LastRun(LastRun.Stop.KILLED, true);
    private static final LastRun FOREIGN = new LastRun(LastRun.Stop.FOREIGN, false);
    private static final int PAGE_BYTES = 4096;

    private final FaultyDisk disk = new FaultyDisk();
    private final FaultyDisk control = new FaultyDisk();
    private final AtomicLong nanos = new AtomicLong();

    private CommitLog open(LastRun lastRun) throws IOException {
        return LogFixture.open(disk, control, lastRun, LogFixture.options(false), nanos::get);
    }

    /** A log that nobody has closed. */
    private List<AppendOutcome.Appended> leave(int records, boolean forced) throws IOException {
        List<AppendOutcome.Appended> appended = new ArrayList<>();
        CommitLog log = open(LastRun.UNKNOWN);
        for (int i = 0; i < records; i++) {
            appended.add(
                    LogFixture.append(
                            log,
                            LogFixture.withProperties(
                                    true, "T", i + "x".repeat(1_000), "UNIQ_KEY", "U" + i)));
        }
        if (forced) {
            log.force();
        }
        return appended;
    }

    private void flipABitAt(long offset) {
        ByteBuffer bytes = disk.bytes(FIRST);
        bytes.put((int) offset, (byte) (bytes.get((int) offset) ^ 1));
    }

    private byte[] bytesFrom(long offset, String name) {
        byte[] bytes = new byte[LogFixture.SEGMENT_BYTES - (int) offset];
        disk.bytes(name).get((int) offset, bytes);
        return bytes;
    }

    private void stopCleanlyInTheSecondSegment() throws IOException {
        try (CommitLog log = open(LastRun.UNKNOWN)) {
            LogFixture.append(log, "T", 0, "x".repeat(40_000));
            LogFixture.append(log, "T", 0, "x".repeat(40_000));
            assertThat(log.end()).isGreaterThan(LogFixture.SEGMENT_BYTES);
        }
    }

    @Test
    void aLogWhoseLastSegmentIsGoneIsNotOpened() throws IOException {
        stopCleanlyInTheSecondSegment();
        disk.lose(SECOND);

        assertThatThrownBy(() -> open(LastRun.UNKNOWN))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining(SECOND)
                .hasMessageContaining("offset " + LogFixture.SEGMENT_BYTES)
                .hasMessageContaining("nothing was changed");
        assertThat(disk.names()).containsExactly(FIRST);
    }

    @Test
    void aLogWhoseLastSegmentIsEmptyIsNotOpened() throws IOException {
        stopCleanlyInTheSecondSegment();
        disk.put(SECOND, new byte[0]);

        assertThatThrownBy(() -> open(LastRun.UNKNOWN))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining(SECOND)
                .hasMessageContaining("empty");
        assertThat(disk.names()).containsExactly(FIRST, SECOND);
    }

    @Test
    void aLogThatIsGoneIsNotTakenForANewOne() throws IOException {
        stopCleanlyInTheSecondSegment();
        disk.lose(FIRST);
        disk.lose(SECOND);

        assertThatThrownBy(() -> open(LastRun.UNKNOWN))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("is the right disk mounted?");
        assertThat(disk.names()).isEmpty();
    }

    @Test
    void anEmptyLastFileThatHeldNothingYetIsLeftover() throws IOException {
        try (CommitLog log = open(LastRun.UNKNOWN)) {
            LogFixture.append(log, "T", 0, "kept");
        }
        disk.put(SECOND, new byte[0]);

        try (CommitLog log = open(LastRun.UNKNOWN)) {
            assertThat(LogFixture.bodies(log)).containsExactly("kept");
        }
        assertThat(disk.names()).containsExactly(FIRST);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, RecordLayout.RECORD_CRC_BYTES, RecordLayout.RECORD_CRC_BYTES + 8})
    void aRecordWhoseEndNeverCameToTheDiskIsNoRecord(int lost) throws IOException {
        AppendOutcome.Appended last = leave(3, false).getLast();
        disk.bytes(FIRST).put((int) last.endOffset() - lost, new byte[lost]);

        for (LastRun lastRun : List.of(LastRun.UNKNOWN, KILLED)) {
            try (CommitLog log =
                    LogFixture.open(
                            disk.afterKill(),
                            new FaultyDisk(),
                            lastRun,
                            LogFixture.options(false),
                            nanos::get)) {
                assertThat(log.end()).isEqualTo(last.physicalOffset());
            }
        }
    }

    @Test
    void recordsOfABrokerThatWritesNoRecordCrcAreKept() throws IOException {
        CommitLog classic = open(LastRun.UNKNOWN);
        LogFixture.append(classic, LogFixture.withProperties(false, "T", "one", "KEYS", "k"));
        LogFixture.append(classic, LogFixture.withProperties(false, "T", "two"));

        try (CommitLog log = open(FOREIGN)) {
            assertThat(LogFixture.bodies(log)).containsExactly("one", "two");
            LogFixture.append(log, "T", 0, "three");
        }
        // What was found once is below the mark: the next broker has not written it.
        try (CommitLog log = open(KILLED)) {
            assertThat(LogFixture.bodies(log)).containsExactly("one", "two", "three");
        }
    }

    @Test
    void aRecordThatLacksAPageIsNoRecordWhoeverWroteIt() throws IOException {
        CommitLog classic = open(LastRun.UNKNOWN);
        LogFixture.append(classic, LogFixture.withProperties(false, "T", "one", "KEYS", "k"));
        AppendOutcome.Appended torn =
                LogFixture.append(
                        classic,
                        LogFixture.withProperties(
                                false, "T", "two", "KEYS", "k".repeat(3 * PAGE_BYTES)));
        LogFixture.append(classic, LogFixture.withProperties(false, "T", "three", "KEYS", "k"));
        disk.bytes(FIRST).put(PAGE_BYTES, new byte[PAGE_BYTES]);

        try (CommitLog log = open(FOREIGN)) {
            assertThat(log.end()).isEqualTo(torn.physicalOffset());
            assertThat(LogFixture.bodies(log)).containsExactly("one");
        }
    }

    @Test
    void aRecordThatHasNoRoomForARecordCrcNeedsNone() throws IOException {
        CommitLog before = open(LastRun.UNKNOWN);
        String longest = "k".repeat(RecordLayout.MAX_PROPERTIES_BYTES - "KEYS".length() - 2);
        RecordDraft full = LogFixture.withProperties(false, "T", "one", "KEYS", longest);
        assertThat(full.propertiesBytes()).isEqualTo(RecordLayout.MAX_PROPERTIES_BYTES);
        LogFixture.append(before, full);
        LogFixture.append(before, "T", 0, "two");

        try (CommitLog log = open(KILLED)) {
            assertThat(LogFixture.bodies(log)).containsExactly("one", "two");
        }
    }

    @Test
    void aFlippedBitThatNoCrashCanHaveMadeStopsTheStartAndChangesNothing() throws IOException {
        List<AppendOutcome.Appended> records = leave(10, false);
        flipABitAt(records.get(2).physicalOffset() + 200);
        byte[] before = bytesFrom(0, FIRST);

        assertThatThrownBy(() -> open(KILLED))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining(FIRST)
                .hasMessageContaining("offset " + records.get(2).physicalOffset())
                .hasMessageContaining("from offset " + records.get(3).physicalOffset() + " on")
                .hasMessageContaining("delete abort and apogee-forced")
                .hasMessageContaining("nothing was changed");
        assertThat(bytesFrom(0, FIRST)).isEqualTo(before);
    }

    @Test
    void theCureOfADamagedLogKeepsWhatFollows() throws IOException {
        List<AppendOutcome.Appended> records = leave(10, true);
        long damaged = records.get(2).physicalOffset();
        flipABitAt(damaged + 200);
        byte[] before = bytesFrom(damaged, FIRST);
        assertThatThrownBy(() -> open(KILLED)).isInstanceOf(CorruptLogException.class);
        control.lose("apogee-forced");

        try (CommitLog log = open(new LastRun(LastRun.Stop.CLEAN, false))) {
            assertThat(log.end()).isEqualTo(damaged);
        }
        ByteBuffer copy = control.bytes("apogee-cut-" + SegmentFiles.name(damaged));
        byte[] kept = new byte[copy.capacity()];
        copy.get(0, kept);
        assertThat(before).startsWith(kept);
        assertThat(kept.length)
                .isGreaterThanOrEqualTo((int) (records.getLast().endOffset() - damaged));
    }

    @Test
    void aProcessThatWasKilledLeavesTheExactMark() throws IOException {
        List<AppendOutcome.Appended> records = leave(1, true);
        flipABitAt(200);
        byte[] before = bytesFrom(0, FIRST);

        for (LastRun.Stop stop : LastRun.Stop.values()) {
            assertThatThrownBy(() -> open(new LastRun(stop, true)))
                    .isInstanceOf(CorruptLogException.class)
                    .hasMessageContaining("durable up to " + records.getLast().endOffset());
        }
        assertThat(bytesFrom(0, FIRST)).isEqualTo(before);
    }

    @Test
    void theMarkIsOnTheDiskASecondAfterItsForceAtTheLatest() throws IOException {
        CommitLog log = open(LastRun.UNKNOWN);
        long first = LogFixture.append(log, "T", 0, "one").endOffset();
        log.force();
        assertThat(durableMark()).isEqualTo(first);
        int forces = control.forces();
        long last = 0;
        for (int i = 0; i < 100; i++) {
            last = LogFixture.append(log, "T", 0, "more").endOffset();
            nanos.addAndGet(Duration.ofMillis(9).toNanos());
            log.force();
        }
        assertThat(control.forces()).isEqualTo(forces);
        assertThat(durableMark()).isEqualTo(first);

        nanos.addAndGet(Duration.ofMillis(100).toNanos());
        log.force();

        assertThat(durableMark()).isEqualTo(last);
    }

    private long durableMark() throws IOException {
        try (ForcedMark mark = ForcedMark.open(control.asDurable())) {
            return mark.marked();
        }
    }

    @Test
    void validRecordsBehindAHoleOfAPowerCutAreKeptAside() throws IOException {
        List<AppendOutcome.Appended> records = leave(12, false);
        int hole = PAGE_BYTES;
        disk.bytes(FIRST).put(hole, new byte[PAGE_BYTES]);
        long end =
                records.stream()
                        .filter(each -> each.endOffset() > hole)
                        .mapToLong(AppendOutcome.Appended::physicalOffset)
                        .min()
                        .orElseThrow();
        byte[] before = bytesFrom(end, FIRST);

        try (CommitLog log = open(LastRun.UNKNOWN)) {
            assertThat(log.end()).isEqualTo(end);
        }

        ByteBuffer copy = control.bytes("apogee-cut-" + SegmentFiles.name(end));
        byte[] kept = new byte[copy.capacity()];
        copy.get(0, kept);
        assertThat(before).startsWith(kept);
        assertThat(bytesFrom(end, FIRST)).containsOnly(0);
        assertThat(control.forces()).isPositive();
    }

    @Test
    void segmentsBehindAHoleOfAPowerCutAreKeptAsideToo() throws IOException {
        CommitLog before = open(LastRun.UNKNOWN);
        LogFixture.append(before, "T", 0, "x".repeat(40_000));
        LogFixture.append(before, "T", 0, "y".repeat(40_000));
        flipABitAt(100);
        byte[] second = bytesFrom(0, SECOND);

        try (CommitLog log = open(LastRun.UNKNOWN)) {
            assertThat(log.end()).isZero();
        }

        assertThat(control.names()).contains("apogee-cut-" + FIRST, "apogee-cut-" + SECOND);
        byte[] kept = new byte[40_000];
        control.bytes("apogee-cut-" + SECOND).get(0, kept);
        assertThat(second).startsWith(kept);
        assertThat(disk.names()).containsExactly(FIRST);
    }

    @Test
    void whatCannotBeKeptIsNotCutOff() throws IOException {
        List<AppendOutcome.Appended> records = leave(12, false);
        flipABitAt(records.get(1).physicalOffset() + 200);
        byte[] before = bytesFrom(0, FIRST);
        control.freeBytes(0);

        assertThatThrownBy(() -> open(LastRun.UNKNOWN))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no space");
        assertThat(bytesFrom(0, FIRST)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(LastRun.Stop.class)
    void aTornTailIsCutOffWithoutACopy(LastRun.Stop stop) throws IOException {
        List<AppendOutcome.Appended> records = leave(5, false);
        AppendOutcome.Appended last = records.getLast();
        int half = (int) (last.physicalOffset() + last.endOffset()) / 2;
        disk.bytes(FIRST).put(half, new byte[(int) last.endOffset() - half]);

        try (CommitLog log = open(new LastRun(stop, true))) {
            assertThat(log.end()).isEqualTo(last.physicalOffset());
            assertThat(LogFixture.bodies(log)).hasSize(4);
        }
        assertThat(control.names()).containsExactly("apogee-forced");
    }

    @Test
    void twoCutsAtTheSamePlaceKeepBoth() throws IOException {
        for (int round = 0; round < 2; round++) {
            CommitLog log = open(LastRun.UNKNOWN);
            int number = round;
            IntStream.range(0, 3)
                    .forEach(i -> LogFixture.append(log, "T", 0, number + "-" + i + "zzzzzzzz"));
            flipABitAt(100);
        }
        open(LastRun.UNKNOWN).close();

        assertThat(control.names()).contains("apogee-cut-" + FIRST, "apogee-cut-" + FIRST + "-2");
    }
}
