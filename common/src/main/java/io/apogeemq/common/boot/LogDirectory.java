package io.apogeemq.common.boot;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Properties;

/**
 * {@code ~/logs/rocketmqlogs}: log files, pid files and whatever else a process writes beside its
 * store.
 *
 * @param path absolute
 */
record LogDirectory(Path path) {

    static LogDirectory from(Properties system) {
        return new LogDirectory(
                Path.of(system.getProperty("user.home", ""), "logs", "rocketmqlogs")
                        .toAbsolutePath());
    }

    /**
     * Makes the directory and, for a broker, the name that guides write: {@code Broker.log}.
     *
     * @return the log file
     * @throws IOException when nothing can be written there; the console has to do then
     */
    Path prepare(String role) throws IOException {
        Path file = path.resolve(role + ".log");
        Files.createDirectories(path);
        if (!Files.isWritable(path) || (Files.exists(file) && !Files.isWritable(file))) {
            throw new AccessDeniedException(file.toString());
        }
        if ("broker".equals(role)) {
            link(path.resolve("Broker.log"), file);
        }
        return file;
    }

    /** Where the file system doesn't tell the names apart, the log file itself is found here. */
    private static void link(Path link, Path file) throws IOException {
        if (Files.notExists(file)) {
            Files.createFile(file);
        }
        if (Files.notExists(link, LinkOption.NOFOLLOW_LINKS)) {
            Files.createSymbolicLink(link, file.getFileName());
        }
    }
}
