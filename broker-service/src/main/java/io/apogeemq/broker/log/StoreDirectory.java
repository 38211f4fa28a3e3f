package io.apogeemq.broker.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A store's directory, taken by one process: nobody else, whether of this product or of the
 * original, may open it meanwhile. Tells whether the process before stopped cleanly.
 *
 * <p>{@code lock} is the classic lock file. {@code abort} exists while a broker runs; it holds the
 * process id and the machine's boot id: a process that was killed within the same boot lost
 * nothing, since the page cache outlived it.
 */
public final class StoreDirectory implements AutoCloseable {

    /** How the process before ended. */
    public enum LastStop {
        /** It stopped as it should, or there was none. */
        CLEAN,
        /** It was killed; the machine has run on since, so nothing in memory was lost. */
        KILLED,
        /** It ended with the machine: what was not forced may be lost. */
        MACHINE_DOWN
    }

    private static final String LOCK = "lock";
    private static final String ABORT = "abort";
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final Path directory;
    private final FileChannel lockChannel;
    private final FileLock lock;
    private final LastStop lastStop;

    private StoreDirectory(
            Path directory, FileChannel lockChannel, FileLock lock, LastStop lastStop) {
        this.directory = directory;
        this.lockChannel = lockChannel;
        this.lock = lock;
        this.lastStop = lastStop;
    }

    /**
     * Takes a directory, creating it where it is missing.
     *
     * @throws StoreInUseException when another process, or another broker of this one, has it
     */
    public static StoreDirectory take(Path directory) throws IOException {
        Files.createDirectories(directory);
        FileChannel channel =
                FileChannel.open(
                        directory.resolve(LOCK),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            FileLock lock = tryLock(channel);
            if (lock == null) {
                throw new StoreInUseException(directory);
            }
            channel.write(ByteBuffer.wrap(LOCK.getBytes(StandardCharsets.US_ASCII)), 0);
            LastStop lastStop = lastStop(directory.resolve(ABORT));
            String mark = ProcessHandle.current().pid() + "\n" + bootId() + "\n";
            Files.writeString(directory.resolve(ABORT), mark);
            return new StoreDirectory(directory, channel, lock, lastStop);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(0, 1, false);
        } catch (OverlappingFileLockException e) {
            // Taken by this very process.
            return null;
        }
    }

    private static LastStop lastStop(Path abort) throws IOException {
        if (!Files.exists(abort)) {
            return LastStop.CLEAN;
        }
        String boot = bootId();
        return !boot.isEmpty() && Files.readString(abort).contains(boot)
                ? LastStop.KILLED
                : LastStop.MACHINE_DOWN;
    }

    /** Empty where the platform has no such thing. */
    private static String bootId() throws IOException {
        return Files.isReadable(BOOT_ID) ? Files.readString(BOOT_ID).strip() : "";
    }

    /** The directory itself. */
    public Path path() {
        return directory;
    }

    public LastStop lastStop() {
        return lastStop;
    }

    /** Notes that everything is stored: the next start will find a clean stop. */
    public void markClean() throws IOException {
        Files.deleteIfExists(directory.resolve(ABORT));
    }

    /** Gives the directory up. */
    @Override
    public void close() throws IOException {
        lock.close();
        lockChannel.close();
    }
}
