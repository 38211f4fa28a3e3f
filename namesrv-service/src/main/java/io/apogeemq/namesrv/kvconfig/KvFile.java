package io.apogeemq.namesrv.kvconfig;

import io.apogeemq.common.json.JsonException;
import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonReader;
import io.apogeemq.common.json.JsonWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of the key-value configuration, in the classic form: <code>
 * {"configTable":{"namespace":{"key":"value"}}}</code>, UTF-8.
 *
 * <p>A new version is written beside it ({@code .tmp}), forced, and renamed over it; then the
 * directory is forced, since a rename is durable only with it. The version before is kept as {@code
 * .bak}. So at every moment there is a whole file: a crash leaves the old or the new version, and
 * at most a {@code .tmp} that is never read.
 *
 * <p>The classic NameServer removes the file before it renames, so a file that is missing or empty
 * beside a {@code .bak} is what its crash leaves; the {@code .bak} is read then. A file with
 * content that can't be read is never passed over: it was somebody's configuration.
 *
 * <p>Not thread-safe; {@link KvConfig} calls it under its lock.
 */
final class KvFile {
    /** No configuration is this large; nothing larger is read or written. */
    static final int MAX_BYTES = 8 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(KvFile.class);
    private static final String TABLE = "configTable";

    private final Path directory;
    private final Path file;
    private final Path backup;
    private final Path next;

    KvFile(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new KvFileException(file, "is no file (expected: the path of a file)");
        }
        this.directory = parent;
        this.file = file.toAbsolutePath();
        this.backup = sibling(".bak");
        this.next = sibling(".tmp");
    }

    Path path() {
        return file;
    }

    private Path sibling(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    /** Reads the file; an empty table when there is none. */
    SortedMap<String, SortedMap<String, String>> read() {
        if (hasContent(file)) {
            return read(file);
        }
        if (hasContent(backup)) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("backup", backup)
                    .log("the key-value file is missing or empty, its backup is read");
            return read(backup);
        }
        return new TreeMap<>();
    }

    private static boolean hasContent(Path path) {
        try {
            return Files.exists(path) && Files.size(path) > 0;
        } catch (IOException e) {
            throw new KvFileException(path, "cannot be looked at: " + e, e);
        }
    }

    private SortedMap<String, SortedMap<String, String>> read(Path path) {
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw unreadable(path, "it has more than " + MAX_BYTES + " bytes", null);
            }
            JsonObject table =
                    JsonReader.parseObject(Files.readAllBytes(path)).objectOrEmpty(TABLE);
            SortedMap<String, SortedMap<String, String>> namespaces = new TreeMap<>();
            for (String namespace : table.keys()) {
                namespaces.put(namespace, new TreeMap<>(table.objectOrEmpty(namespace).textMap()));
            }
            return namespaces;
        } catch (JsonException e) {
            throw unreadable(path, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw unreadable(path, e.toString(), e);
        }
    }

    private KvFileException unreadable(Path path, String reason, @Nullable Exception cause) {
        String text =
                "cannot be read as key-value configuration: "
                        + reason
                        + ". Repair it, or put back a good copy"
                        + (path.equals(backup) ? "" : " such as " + backup)
                        + ", or move it away to start without.";
        return cause == null
                ? new KvFileException(path, text)
                : new KvFileException(path, text, cause);
    }

    /** Replaces the file; when this returns the new version is durable. */
    void write(Map<String, ? extends Map<String, String>> namespaces) {
        byte[] bytes = encode(namespaces);
        if (bytes.length > MAX_BYTES) {
            throw new KvFileException(
                    file,
                    "would have %d bytes (expected: at most %d)"
                            .formatted(bytes.length, MAX_BYTES));
        }
        try {
            Files.createDirectories(directory);
            writeForced(next, bytes);
            if (hasContent(file)) {
                Path copy = sibling(".bak.tmp");
                writeForced(copy, Files.readAllBytes(file));
                Files.move(copy, backup, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            force(directory);
        } catch (IOException e) {
            throw new KvFileException(file, "cannot be written: " + e, e);
        }
    }

    private static byte[] encode(Map<String, ? extends Map<String, String>> namespaces) {
        JsonWriter json = JsonWriter.classic();
        json.beginObject().fieldName(TABLE).beginObject();
        namespaces.forEach((name, keys) -> json.field(name, keys));
        return json.endObject().endObject().toBytes();
    }

    private static void writeForced(Path path, byte[] bytes) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Says whether a new version could be written; creates nothing. */
    boolean isWritable() {
        if (Files.exists(file)) {
            return Files.isWritable(file) && Files.isWritable(directory);
        }
        Path existing = directory;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing != null && Files.isDirectory(existing) && Files.isWritable(existing);
    }
}
