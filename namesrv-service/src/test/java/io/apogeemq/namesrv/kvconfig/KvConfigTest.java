package io.apogeemq.namesrv.kvconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class KvConfigTest {
    private static final String CLASSIC =
            "{\"configTable\":{\"ORDER_TOPIC_CONFIG\":{\"T\":\"b:4\"},\"n\":{\"k\":\"v\"}}}";

    @TempDir Path directory;
    private Path file = Path.of("kvConfig.json");

    @BeforeEach
    void placeTheFile() {
        file = directory.resolve("namesrv").resolve("kvConfig.json");
    }

    @Test
    void withoutAFileItStartsEmptyAndMakesNothing() {
        KvConfig kv = KvConfig.open(file);
        assertThat(kv.find("n", "k")).isEmpty();
        assertThat(kv.hasNamespace("n")).isFalse();
        assertThat(kv.isWritable()).isTrue();
        assertThat(file.getParent()).doesNotExist();
    }

    @Test
    void whatWasPutIsThereAfterARestart() {
        KvConfig kv = KvConfig.open(file);
        kv.put("n", "k", "v\"é\n");
        kv.put("n", "other", "x");
        kv.delete("n", "other");
        kv.delete("n", "unknown");
        assertThat(kv.find("n", "k")).contains("v\"é\n");
        KvConfig again = KvConfig.open(file);
        assertThat(again.keys("n")).isEqualTo(Map.of("k", "v\"é\n"));
    }

    @Test
    void aNamespaceThatWasEmptiedIsStillOne() {
        KvConfig kv = KvConfig.open(file);
        kv.put("n", "k", "v");
        kv.delete("n", "k");
        assertThat(KvConfig.open(file).hasNamespace("n")).isTrue();
        assertThat(KvConfig.open(file).keys("n")).isEmpty();
    }

    @Test
    void theClassicFileIsReadAndWritten() throws IOException {
        write(file, CLASSIC);
        KvConfig kv = KvConfig.open(file);
        assertThat(kv.find(KvConfig.ORDER_TOPICS, "T")).contains("b:4");
        kv.put("n", "k", "w");
        assertThat(Files.readString(file)).isEqualTo(CLASSIC.replace("\"v\"", "\"w\""));
        assertThat(Files.readString(backup())).as("the version before").isEqualTo(CLASSIC);
        assertThat(directory.resolve("namesrv").toFile().list())
                .containsExactlyInAnyOrder("kvConfig.json", "kvConfig.json.bak");
    }

    @Test
    void aChangeThatChangesNothingWritesNothing() throws IOException {
        write(file, CLASSIC);
        KvConfig kv = KvConfig.open(file);
        kv.put("n", "k", "v");
        kv.delete("n", "unknown");
        assertThat(backup()).doesNotExist();
    }

    @Test
    void aNewVersionThatACrashLeftUnfinishedIsNotRead() throws IOException {
        write(file, CLASSIC);
        Files.writeString(
                directory.resolve("namesrv/kvConfig.json.tmp"), "{\"configTable\":{\"n\":");
        KvConfig kv = KvConfig.open(file);
        assertThat(kv.find("n", "k")).contains("v");
        kv.put("n", "k", "w");
        assertThat(KvConfig.open(file).find("n", "k")).contains("w");
    }

    @Test
    void aBackupAloneIsReadAsAfterACrashOfTheClassicServer() throws IOException {
        write(backup(), CLASSIC);
        assertThat(KvConfig.open(file).find("n", "k")).contains("v");
        write(file, "");
        assertThat(KvConfig.open(file).find("n", "k")).contains("v");
    }

    @Test
    void aBackupIsNotLostWhenTheFileIsMissing() throws IOException {
        write(backup(), CLASSIC);
        KvConfig.open(file).put("m", "k", "v");
        assertThat(Files.readString(backup())).isEqualTo(CLASSIC);
        assertThat(KvConfig.open(file).find("n", "k")).contains("v");
    }

    @Test
    void aFileThatCannotBeReadStopsTheStartWithItsNameAndACure() throws IOException {
        write(file, "{\"configTable\":{\"n\":{\"k\"");
        write(backup(), CLASSIC);
        assertThatThrownBy(() -> KvConfig.open(file))
                .isInstanceOf(KvFileException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("position 24")
                .hasMessageContaining("put back a good copy such as " + backup())
                .hasMessageContaining("move it away");
        assertThat(Files.readString(file)).as("the evidence stays").startsWith("{\"configTable");
    }

    @Test
    void aFileThatIsNotOursStopsTheStart() throws IOException {
        write(file, "[]");
        assertThatThrownBy(() -> KvConfig.open(file)).isInstanceOf(KvFileException.class);
        write(file, "{\"configTable\":[1]}");
        assertThatThrownBy(() -> KvConfig.open(file)).isInstanceOf(KvFileException.class);
    }

    @Test
    void aChangeThatCannotBeWrittenChangesNothing() throws IOException {
        Files.createDirectories(file);
        Files.writeString(file.resolve("inside"), "a directory stands where the file should");
        assertThatThrownBy(() -> KvConfig.open(file)).isInstanceOf(KvFileException.class);

        Path under = directory.resolve("plain");
        Files.writeString(under, "a file stands where the directory should");
        KvConfig kv = KvConfig.open(under.resolve("kvConfig.json"));
        assertThat(kv.isWritable()).isFalse();
        assertThatThrownBy(() -> kv.put("n", "k", "v"))
                .isInstanceOf(KvFileException.class)
                .hasMessageContaining("cannot be written");
        assertThat(kv.hasNamespace("n")).isFalse();
    }

    @Test
    void aConfigurationLargerThanAllowedIsRefused() {
        KvConfig kv = KvConfig.open(file);
        kv.put("n", "k", "v");
        String large = "x".repeat(KvFile.MAX_BYTES);
        assertThatThrownBy(() -> kv.put("n", "large", large))
                .isInstanceOf(KvFileException.class)
                .hasMessageContaining("expected: at most");
        assertThat(KvConfig.open(file).keys("n")).isEqualTo(Map.of("k", "v"));
    }

    private Path backup() {
        return file.resolveSibling("kvConfig.json.bak");
    }

    private static void write(Path path, String text) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        Files.writeString(path, text);
    }
}
