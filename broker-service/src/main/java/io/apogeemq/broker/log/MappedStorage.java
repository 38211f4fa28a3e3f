package io.apogeemq.broker.log;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Real files of a real directory, mapped into memory. */
public final class MappedStorage implements Storage {

    private final Path directory;
    private final NativeFiles natives;

    /** Uses a directory, creating it where it is missing. */
    public MappedStorage(Path directory) throws IOException {
        this.directory = directory;
        this.natives = NativeFiles.create();
        Files.createDirectories(directory);
    }

    @Override
    public List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (Files.isRegularFile(entry)) {
                    names.add(String.valueOf(entry.getFileName()));
                }
            }
        }
        return names;
    }

    @Override
    public long length(String name) throws IOException {
        return Files.size(directory.resolve(name));
    }

    @Override
    // The arena lives as long as the file, which closes it.
    @SuppressWarnings("MustBeClosedChecker")
    public StoredFile open(String name, int bytes) throws IOException {
        Path path = directory.resolve(name);
        try (FileChannel channel =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            Arena arena = Arena.ofShared();
            try {
                // Mapping beyond the end extends the file; the new part reads as zeros.
                MemorySegment memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
                return new MappedFile(path, arena, memory, natives);
            } catch (IOException | RuntimeException e) {
                arena.close();
                throw e;
            }
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    @Override
    public void forceNames() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public String description() {
        return directory.toString();
    }

    /** One mapping; closing the arena unmaps it. */
    private record MappedFile(Path path, Arena arena, MemorySegment mapping, NativeFiles natives)
            implements StoredFile {

        @Override
        public ByteBuffer memory() {
            return mapping.asByteBuffer();
        }

        @Override
        public void allocate(int from, int bytes) throws IOException {
            natives.allocate(path, from, bytes);
        }

        @Override
        public void prefault(int from, int bytes) {
            natives.prefault(mapping, from, bytes);
        }

        @Override
        public void letGo(int from, int bytes) {
            natives.letGo(mapping, from, bytes);
        }

        @Override
        public int nextData(int from) {
            return (int) Math.min(natives.nextData(path, from), mapping.byteSize());
        }

        @Override
        public void force(int from, int bytes) throws IOException {
            try {
                mapping.asSlice(from, bytes).force();
            } catch (java.io.UncheckedIOException e) {
                throw e.getCause();
            }
        }

        @Override
        public void close() {
            arena.close();
        }
    }
}
