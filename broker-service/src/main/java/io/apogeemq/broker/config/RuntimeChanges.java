package io.apogeemq.broker.config;

import io.apogeemq.common.boot.Settings;
import io.apogeemq.common.boot.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * Settings that operators changed while the broker ran: one small file in the store's {@code
 * config}, replaced as a whole. They are local to this node and hold over a restart.
 *
 * <p>The file: {@code key=value} lines in UTF-8, sorted, behind a first line {@code # crc} with the
 * CRC-32 of all that follows it, in hex.
 */
final class RuntimeChanges {

    private static final String NAME = "apogee-changes.properties";
    private static final String CRC_LINE = "# crc ";

    private final Path file;

    RuntimeChanges(Path store) {
        this.file = store.resolve("config").resolve(NAME);
    }

    /** Reads the changes of the store that the settings name; what the starter calls. */
    static Map<String, String> read(Settings settings) {
        Path store =
                settings.find("apogee.broker.store.directory")
                        .map(Path::of)
                        .orElse(Path.of(System.getProperty("user.home", "."), "store"));
        RuntimeChanges changes = new RuntimeChanges(store);
        try {
            return changes.read();
        } catch (IOException | UncheckedIOException e) {
            throw new StartRefused(
                    StartRefused.FAILED,
                    "%s: cannot be read: %s (it holds settings that were changed at run time; repair it, or delete it to go on without them)"
                            .formatted(changes.file, e.getMessage()),
                    e);
        }
    }

    /** The changes by classic key; empty when there are none. */
    Map<String, String> read() throws IOException {
        Map<String, String> found = new TreeMap<>();
        if (!Files.exists(file)) {
            return found;
        }
        String text = Files.readString(file);
        int firstEnd = text.indexOf('\n');
        String body = text.substring(firstEnd + 1);
        if (firstEnd < 0 || !text.startsWith(CRC_LINE + crc(body))) {
            throw new IOException("its checksum does not match");
        }
        for (String line : body.lines().toList()) {
            int at = line.indexOf('=');
            if (at > 0) {
                found.put(line.substring(0, at), line.substring(at + 1));
            }
        }
        return found;
    }

    /** Replaces the file; durable on return. */
    void write(Map<String, String> changes) throws IOException {
        StringBuilder body = new StringBuilder();
        new TreeMap<>(changes)
                .forEach((key, value) -> body.append(key).append('=').append(value).append('\n'));
        byte[] bytes =
                (CRC_LINE + crc(body.toString()) + "\n" + body).getBytes(StandardCharsets.UTF_8);
        Path directory = file.resolveSibling("");
        Files.createDirectories(directory);
        Path next = file.resolveSibling(NAME + ".tmp");
        try (FileChannel channel =
                FileChannel.open(
                        next,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer content = ByteBuffer.wrap(bytes);
            while (content.hasRemaining()) {
                channel.write(content);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        // The rename itself is durable only when the directory is.
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static String crc(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
