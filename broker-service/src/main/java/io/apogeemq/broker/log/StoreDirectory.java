package io.apogeemq.broker.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A store's directory, taken by one process: nobody else, whether of this product or of the
 * original, may open it meanwhile. Tells how the process before has left it.
 *
 * <p>{@code lock} is the classic lock file. {@code abort} exists while a broker writes. For the
 * original only its existence counts; here it holds, a line each, the process id, the machine's
 * boot id, and {@code no-record-crc} where records are written without one. A process that was
 * killed within the same boot lost nothing, since the page cache outlived it. A start that is
 * refused leaves the file as it was.
 *
 * <p>One thread opens and closes it.
 */
public final class StoreDirectory implements AutoCloseable {

    private static final String LOCK = "lock";
    private static final String ABORT = "abort";
    private static final String NEW_ABORT = "abort.new";
    private static final String NO_RECORD_CRC = "no-record-crc";

    /** Far more than was ever written there. */
    private static final int MAX_ABORT_BYTES = 1024;

    /** Stands for the boot id where the platform has none. */
    private static final String UNKNOWN = "unknown";

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final Path directory;
    private final FileChannel lockChannel;
    private final FileLock lock;
    private final LastRun lastRun;
    private boolean running;

    private StoreDirectory(
            Path directory, FileChannel lockChannel, FileLock lock, LastRun lastRun) {
        this.directory = directory;
        this.lockChannel = lockChannel;
        this.lock = lock;
        this.lastRun = lastRun;
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
            return new StoreDirectory(directory, channel, lock, lastRun(directory.resolve(ABORT)));
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

    private static LastRun lastRun(Path abort) throws IOException {
        if (!Files.exists(abort)) {
            return new LastRun(LastRun.Stop.CLEAN, false);
        }
        String text;
        try (InputStream file = Files.newInputStream(abort)) {
            text = new String(file.readNBytes(MAX_ABORT_BYTES), StandardCharsets.ISO_8859_1);
        }
        List<String> lines = text.lines().map(String::strip).toList();
        if (lines.size() < 2) {
            return new LastRun(LastRun.Stop.FOREIGN, false);
        }
        String boot = lines.get(1);
        return new LastRun(
                !boot.equals(UNKNOWN) && boot.equals(bootId())
                        ? LastRun.Stop.KILLED
                        : LastRun.Stop.MACHINE_DOWN,
                !lines.contains(NO_RECORD_CRC));
    }

    private static String bootId() throws IOException {
        return Files.isReadable(BOOT_ID) ? Files.readString(BOOT_ID).strip() : UNKNOWN;
    }

    /** The directory itself. */
    public Path path() {
        return directory;
    }

    /** How the process before has left it. */
    public LastRun lastRun() {
        return lastRun;
    }

    /**
     * Notes that records will be written from now on. Durable when this returns: after a power cut
     * a missing file would tell of a clean stop.
     *
     * @param recordCrc whether each of them will end with a record CRC
     */
    public void markRunning(boolean recordCrc) throws IOException {
        String text = ProcessHandle.current().pid() + "\n" + bootId() + "\n";
        Path written = directory.resolve(NEW_ABORT);
        try (FileChannel channel =
                FileChannel.open(
                        written,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer bytes =
                    StandardCharsets.US_ASCII.encode(
                            recordCrc ? text : text + NO_RECORD_CRC + "\n");
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        // As a whole: half of the old text would tell of another product.
        Files.move(written, directory.resolve(ABORT), StandardCopyOption.ATOMIC_MOVE);
        forceNames();
        running = true;
    }

    /**
     * Notes that everything is stored: the next start will find a clean stop. Does nothing where
     * {@link #markRunning} was not called: what the process before left is still so.
     */
    public void markClean() throws IOException {
        if (running) {
            Files.deleteIfExists(directory.resolve(ABORT));
            forceNames();
            running = false;
        }
    }

    private void forceNames() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Gives the directory up. */
    @Override
    public void close() throws IOException {
        lock.close();
        lockChannel.close();
    }
}
