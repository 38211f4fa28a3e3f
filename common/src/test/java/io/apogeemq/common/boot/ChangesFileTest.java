package io.apogeemq.common.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class ChangesFileTest {
    @TempDir Path directory;

    @Test
    void changesAreReadBack() throws IOException {
        Map<String, String> changes = Map.of("b", "2", "a", "x=y\\n\nz", "empty", "");
        file().write(changes);
        assertThat(file().read()).isEqualTo(changes);
        assertThat(Files.readString(path())).startsWith("# crc ").contains("\nb=2\n");
        file().write(Map.of("b", "3"));
        assertThat(file().read()).isEqualTo(Map.of("b", "3"));
        assertThat(path().resolveSibling("changes.properties.bak")).doesNotExist();
    }

    @Test
    void withoutAFileThereAreNoChanges() {
        assertThat(file().read()).isEmpty();
    }

    @Test
    void aFileOfAClassicServiceIsNotReadAndKept() throws IOException {
        Files.createDirectories(path().resolveSibling(""));
        Files.writeString(path(), "#Mon\nlistenPort=9876\n");
        assertThat(file().read()).isEmpty();
        file().write(Map.of("a", "1"));
        assertThat(file().read()).isEqualTo(Map.of("a", "1"));
        assertThat(path().resolveSibling("changes.properties.bak"))
                .hasContent("#Mon\nlistenPort=9876\n");
    }

    @Test
    void aDamagedFileStopsTheStartWithItsNameAndACure() throws IOException {
        file().write(Map.of("a", "1"));
        Files.writeString(path(), Files.readString(path()).replace("a=1", "a=2"));
        assertThatThrownBy(() -> file().read())
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(path().toString())
                .hasMessageContaining("checksum")
                .hasMessageContaining("delete it");
    }

    private Path path() {
        return directory.resolve("inner").resolve("changes.properties");
    }

    private ChangesFile file() {
        return new ChangesFile(path());
    }
}
