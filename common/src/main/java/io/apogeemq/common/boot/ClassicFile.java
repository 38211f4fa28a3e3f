package io.apogeemq.common.boot;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A classic properties file, read as leniently as users are used to: blanks around {@code =},
 * trailing blanks, comments of either kind, and the XML comment blocks that some samples begin
 * with. The format is that of {@link Properties}; bytes that aren't UTF-8 are read as Latin-1.
 */
final class ClassicFile {

    /** Beyond this it isn't a configuration file; nothing of it is read. */
    private static final long MOST_BYTES = 1 << 20;

    private final Path path;
    private final List<String> lines;
    private final Map<String, String> entries;

    private ClassicFile(Path path, List<String> lines, Map<String, String> entries) {
        this.path = path;
        this.lines = lines;
        this.entries = entries;
    }

    /**
     * @throws StartRefused when the file can't be read, with the cure
     */
    static ClassicFile read(Path path, InstallationHome home) {
        try {
            if (!Files.isRegularFile(path)) {
                throw new StartRefused(missing(path, home));
            }
            long size = Files.size(path);
            if (size > MOST_BYTES) {
                throw new StartRefused(
                        path
                                + ": "
                                + size
                                + " bytes (expected: a properties file of at most "
                                + MOST_BYTES
                                + ")");
            }
            List<String> lines = withoutXmlComments(text(Files.readAllBytes(path)));
            Properties properties = new Properties();
            properties.load(new StringReader(String.join("\n", lines)));
            Map<String, String> entries = new TreeMap<>();
            properties.forEach(
                    (key, value) -> entries.put(key.toString().trim(), value.toString().trim()));
            entries.remove("");
            return new ClassicFile(path, lines, entries);
        } catch (IllegalArgumentException e) {
            throw new StartRefused(
                    StartRefused.FAILED,
                    path
                            + ": "
                            + e.getMessage()
                            + " (expected: properties; a backslash is written twice)",
                    e);
        } catch (IOException e) {
            throw new StartRefused(StartRefused.FAILED, path + " can't be read: " + e, e);
        }
    }

    Path path() {
        return path;
    }

    /** Keys in alphabetical order with trimmed values. */
    Map<String, String> entries() {
        return entries;
    }

    /** {@code file:line} of the place where a key is set, the last if it is set twice. */
    String placeOf(String key) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            String line = lines.get(i).strip();
            if (line.startsWith(key)
                    && (line.length() == key.length()
                            || " \t=:".indexOf(line.charAt(key.length())) >= 0)) {
                return path + ":" + (i + 1);
            }
        }
        return path.toString();
    }

    private static String missing(Path path, InstallationHome home) {
        String text = "The configuration file " + path.toAbsolutePath() + " doesn't exist.";
        if (home.isSetByUser()) {
            return text;
        }
        // What the shell makes of $ROCKETMQ_HOME/conf/broker.conf is /conf/broker.conf then.
        return text
                + " ROCKETMQ_HOME is not set in your shell; if the path was to begin with it, first run:\n"
                + "export ROCKETMQ_HOME="
                + quoted(home.directory());
    }

    private static String quoted(@Nullable String home) {
        if (home == null) {
            return "'the directory that bin and conf are in'";
        }
        return home.matches("[\\w/.+-]+") ? home : "'" + home.replace("'", "'\\''") + "'";
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    /** The lines, as many as before, with what stands in XML comments taken out. */
    private static List<String> withoutXmlComments(String text) {
        List<String> lines = new ArrayList<>();
        boolean inComment = false;
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        for (String line : body.split("\\R", -1)) {
            String left = line;
            StringBuilder kept = new StringBuilder();
            while (!left.isEmpty()) {
                int mark = left.indexOf(inComment ? "-->" : "<!--");
                if (!inComment) {
                    kept.append(mark < 0 ? left : left.substring(0, mark));
                }
                if (mark < 0) {
                    break;
                }
                left = left.substring(mark + (inComment ? 3 : 4));
                inComment = !inComment;
            }
            lines.add(kept.toString());
        }
        return lines;
    }
}
