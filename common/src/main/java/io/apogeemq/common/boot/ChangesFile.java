package io.apogeemq.common.boot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * The file of the settings that operators changed at run time: classic keys with classic values,
 * nothing else, replaced as a whole. Not thread-safe.
 *
 * <pre>
 * | line | content                                                              |
 * |------|----------------------------------------------------------------------|
 * | 1    | {@code # crc} and the CRC-32 of all that follows, in hex             |
 * | 2…   | {@code key=value}, sorted by key; in values a backslash, a line feed |
 * |      | and a carriage return are written with a backslash                   |
 * </pre>
 *
 * <p>UTF-8. A new version is written beside it, forced and renamed over it, so a crash leaves the
 * old or the new one. A file without the first line isn't ours (the classic services write theirs
 * there): it is not read, and kept as {@code .bak} when it is replaced.
 */
public final class ChangesFile {
    private static final String CRC_LINE = "# crc ";
    private static final long MOST_BYTES = 1 << 20;

    private final Path file;

    /** The file need not exist. */
    public ChangesFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    /**
     * The changes by classic key; empty when there are none.
     *
     * @throws StartRefused naming the file and the cure, when it is ours and can't be read
     */
    public SortedMap<String, String> read() {
        try {
            return Files.exists(file) && isOurs() ? parse() : Collections.emptySortedMap();
        } catch (IOException e) {
            throw new StartRefused(
                    StartRefused.FAILED,
                    "%s: cannot be read: %s. It holds settings that were changed at run time: repair it, or delete it to go on without them."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /**
     * Replaces the changes; durable on return.
     *
     * @throws IOException when nothing was changed
     */
    public void write(Map<String, String> changes) throws IOException {
        StringBuilder body = new StringBuilder();
        new TreeMap<>(changes)
                .forEach(
                        (key, value) ->
                                body.append(key).append('=').append(escaped(value)).append('\n'));
        String text = CRC_LINE + crc(body.toString()) + "\n" + body;
        Path next = sibling(".tmp");
        Path directory = file.resolveSibling("");
        Files.createDirectories(directory);
        try (FileChannel channel =
                FileChannel.open(
                        next,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer content = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (content.hasRemaining()) {
                channel.write(content);
            }
            channel.force(true);
        }
        if (Files.exists(file) && !isOurs()) {
            Files.move(file, sibling(".bak"), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        // The rename itself is durable only when the directory is.
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private boolean isOurs() throws IOException {
        byte[] wanted = CRC_LINE.getBytes(StandardCharsets.UTF_8);
        try (var in = Files.newInputStream(file)) {
            return Arrays.equals(wanted, in.readNBytes(wanted.length));
        }
    }

    private SortedMap<String, String> parse() throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException("it has more than " + MOST_BYTES + " bytes");
        }
        String text = Files.readString(file);
        int firstEnd = text.indexOf('\n');
        String body = text.substring(firstEnd + 1);
        if (firstEnd < 0 || !text.substring(0, firstEnd).equals(CRC_LINE + crc(body))) {
            throw new IOException("its checksum does not match");
        }
        SortedMap<String, String> changes = new TreeMap<>();
        body.lines()
                .forEach(
                        line -> {
                            int at = line.indexOf('=');
                            if (at > 0) {
                                changes.put(
                                        line.substring(0, at), unescaped(line.substring(at + 1)));
                            }
                        });
        return changes;
    }

    private Path sibling(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String unescaped(String value) {
        StringBuilder text = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                c = value.charAt(++i);
                text.append(c == 'n' ? '\n' : c == 'r' ? '\r' : c);
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static String crc(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
