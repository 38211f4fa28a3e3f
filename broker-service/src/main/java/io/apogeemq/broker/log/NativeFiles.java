package io.apogeemq.broker.log;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The system calls that Java has no word for: giving a stretch of a file real blocks, touching
 * mapped pages ahead and letting go of them. Where the platform lacks them, blocks are made by
 * writing zeros, and the hints are left out.
 */
final class NativeFiles {

    private static final int O_RDWR = 2;
    private static final int SEEK_DATA = 3;
    private static final int ENXIO = 6;
    private static final int ENOSPC = 28;
    private static final int EDQUOT = 122;
    private static final int MADV_DONTNEED = 4;
    private static final int MADV_POPULATE_WRITE = 23;
    private static final int ZEROS_BYTES = 1024 * 1024;
    private static final long PAGE_BYTES = 4096;

    private static final StructLayout ERRNO = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO_VALUE =
            ERRNO.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private record Calls(
            MethodHandle open,
            MethodHandle close,
            MethodHandle fallocate,
            MethodHandle madvise,
            MethodHandle lseek) {}

    private final @Nullable Calls calls;

    private NativeFiles(@Nullable Calls calls) {
        this.calls = calls;
    }

    static NativeFiles create() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return new NativeFiles(null);
        }
        Linker linker = Linker.nativeLinker();
        SymbolLookup lookup = linker.defaultLookup();
        Optional<MemorySegment> open = lookup.find("open");
        Optional<MemorySegment> close = lookup.find("close");
        Optional<MemorySegment> fallocate = lookup.find("posix_fallocate");
        Optional<MemorySegment> madvise = lookup.find("madvise");
        Optional<MemorySegment> lseek = lookup.find("lseek");
        if (open.isEmpty()
                || close.isEmpty()
                || fallocate.isEmpty()
                || madvise.isEmpty()
                || lseek.isEmpty()) {
            return new NativeFiles(null);
        }
        return new NativeFiles(
                new Calls(
                        linker.downcallHandle(
                                open.get(),
                                FunctionDescriptor.of(
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.ADDRESS,
                                        ValueLayout.JAVA_INT),
                                Linker.Option.firstVariadicArg(2)),
                        linker.downcallHandle(
                                close.get(),
                                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)),
                        linker.downcallHandle(
                                fallocate.get(),
                                FunctionDescriptor.of(
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.JAVA_LONG,
                                        ValueLayout.JAVA_LONG)),
                        linker.downcallHandle(
                                madvise.get(),
                                FunctionDescriptor.of(
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.ADDRESS,
                                        ValueLayout.JAVA_LONG,
                                        ValueLayout.JAVA_INT)),
                        linker.downcallHandle(
                                lseek.get(),
                                FunctionDescriptor.of(
                                        ValueLayout.JAVA_LONG,
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.JAVA_LONG,
                                        ValueLayout.JAVA_INT),
                                Linker.Option.captureCallState("errno"))));
    }

    /** Gives a range of a file blocks. The range must not have been written yet. */
    void allocate(Path path, long from, long bytes) throws IOException {
        if (calls == null) {
            writeZeros(path, from, bytes);
            return;
        }
        int error;
        try (Arena arena = Arena.ofConfined()) {
            int descriptor =
                    (int) calls.open.invokeExact(arena.allocateFrom(path.toString()), O_RDWR);
            if (descriptor < 0) {
                throw new IOException(path + " cannot be opened for allocation");
            }
            try {
                error = (int) calls.fallocate.invokeExact(descriptor, from, bytes);
            } finally {
                int ignored = (int) calls.close.invokeExact(descriptor);
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("posix_fallocate cannot be called", e);
        }
        if (error == ENOSPC || error == EDQUOT) {
            throw new IOException(
                    "%s: no space for %d bytes at %d (free some, or move the store)"
                            .formatted(path, bytes, from));
        }
        if (error != 0) {
            throw new IOException(
                    "%s: %d bytes at %d cannot be allocated (errno %d)"
                            .formatted(path, bytes, from, error));
        }
    }

    /**
     * Touches pages so that the first write does not fault; whether it did any good is not told.
     */
    void prefault(MemorySegment mapping, long from, long bytes) {
        advise(mapping, from, bytes, MADV_POPULATE_WRITE);
    }

    /**
     * Takes a shared mapping's pages out of this process, not out of the page cache: what was
     * written there stays to be written back.
     */
    void letGo(MemorySegment mapping, long from, long bytes) {
        advise(mapping, from, bytes, MADV_DONTNEED);
    }

    private void advise(MemorySegment mapping, long from, long bytes, int advice) {
        if (calls == null) {
            return;
        }
        long first = (from + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
        long last = (from + bytes) / PAGE_BYTES * PAGE_BYTES;
        if (last <= first) {
            return;
        }
        try {
            int ignored =
                    (int)
                            calls.madvise.invokeExact(
                                    mapping.asSlice(first, last - first), last - first, advice);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("madvise cannot be called", e);
        }
    }

    /**
     * The first position at or behind this one where the file system has data, written or still in
     * the page cache; {@link Long#MAX_VALUE} when there is none. The position itself where the
     * platform or the file system doesn't tell.
     */
    long nextData(Path path, long from) {
        if (calls == null) {
            return from;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(ERRNO);
            int descriptor =
                    (int) calls.open.invokeExact(arena.allocateFrom(path.toString()), O_RDWR);
            if (descriptor < 0) {
                return from;
            }
            try {
                long found = (long) calls.lseek.invokeExact(errno, descriptor, from, SEEK_DATA);
                if (found >= 0) {
                    return found;
                }
                return (int) ERRNO_VALUE.get(errno, 0L) == ENXIO ? Long.MAX_VALUE : from;
            } finally {
                int ignored = (int) calls.close.invokeExact(descriptor);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("lseek cannot be called", e);
        }
    }

    private static void writeZeros(Path path, long from, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(ZEROS_BYTES, bytes));
            long at = from;
            while (at < from + bytes) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), from + bytes - at));
                at += channel.write(zeros, at);
            }
        }
    }
}
