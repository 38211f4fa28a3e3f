package io.apogeemq.broker.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.broker.state.Dispatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class MappedStorageTest {

    private static final int BYTES = 64 * 1024 * 1024;
    private static final int MIDDLE = 20 * 1024 * 1024 + 7;

    @TempDir private Path directory;

    @Test
    void dataIsNeverSkippedWhetherForcedOrNot() throws IOException {
        MappedStorage storage = new MappedStorage(directory);
        try (StoredFile file = storage.open("segment", BYTES)) {
            file.allocate(0, BYTES);
            file.memory().put(MIDDLE, (byte) 1);

            assertThat(file.nextData(0)).isBetween(0, MIDDLE);
            assertThat(file.nextData(MIDDLE)).isEqualTo(MIDDLE);
            file.force(0, BYTES);
            assertThat(file.nextData(0)).isBetween(0, MIDDLE);
            assertThat(file.nextData(BYTES)).isEqualTo(BYTES);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsLetGoLeavesTheProcessAndKeepsItsBytes() throws IOException {
        MappedStorage storage = new MappedStorage(directory);
        try (StoredFile file = storage.open("segment", BYTES)) {
            file.allocate(0, BYTES);
            for (int at = 0; at < BYTES; at += 4096) {
                file.memory().putInt(at, at);
            }
            assertThat(residentBytes(directory.resolve("segment"))).isGreaterThan(BYTES / 2);

            file.letGo(0, BYTES / 2 + 100);

            assertThat(residentBytes(directory.resolve("segment"))).isLessThanOrEqualTo(BYTES / 2);
            assertThat(file.memory().getInt(MIDDLE / 4096 * 4096)).isEqualTo(MIDDLE / 4096 * 4096);
            assertThat(file.memory().getInt(BYTES - 4096)).isEqualTo(BYTES - 4096);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aLogThatIsOpenedAndReplayedDoesNotStayInTheProcess() throws IOException {
        LogOptions options =
                new LogOptions(BYTES, 1024 * 1024, 1024 * 1024, false, Duration.ofSeconds(5));
        MappedStorage storage = new MappedStorage(directory);
        String body = "x".repeat(64 * 1024);
        try (CommitLog log = LogFixture.open(storage, options, () -> 0L)) {
            while (log.end() < BYTES * 3L / 2) {
                LogFixture.append(log, "t", 0, body);
            }
        }

        try (CommitLog log = LogFixture.open(storage, options, () -> 0L);
                Dispatcher dispatcher = new Dispatcher(log, List.of())) {
            assertThat(dispatcher.replay(List.of()))
                    .isGreaterThan(BYTES * 3L / 2 / body.length() / 2);

            // The pages at the end, where appending goes on, and those that a fault brings along.
            for (String segment : List.of(SegmentFiles.name(0), SegmentFiles.name(BYTES))) {
                assertThat(residentBytes(directory.resolve(segment))).isLessThan(BYTES / 16);
            }
        }
    }

    /** How much of a mapped file is in this process's own memory. */
    private static long residentBytes(Path file) throws IOException {
        long kibi = 0;
        boolean ours = false;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                ours = line.endsWith(" " + file.toRealPath());
            } else if (ours && line.startsWith("Rss:")) {
                kibi += Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return kibi * 1024;
    }

    @Test
    void whatWasNeverWrittenNeedNotBeRead() throws IOException {
        MappedStorage storage = new MappedStorage(directory);
        try (StoredFile file = storage.open("segment", BYTES)) {
            file.allocate(0, BYTES);

            // A file system that doesn't tell answers with the position itself.
            assertThat(file.nextData(4096)).isIn(4096, BYTES);
        }
    }
}
