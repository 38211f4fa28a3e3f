package io.apogeemq.broker.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
    void whatWasNeverWrittenNeedNotBeRead() throws IOException {
        MappedStorage storage = new MappedStorage(directory);
        try (StoredFile file = storage.open("segment", BYTES)) {
            file.allocate(0, BYTES);

            // A file system that doesn't tell answers with the position itself.
            assertThat(file.nextData(4096)).isIn(4096, BYTES);
        }
    }
}
