package io.apogeemq.broker.testing;

import io.apogeemq.broker.log.Storage;
import io.apogeemq.broker.log.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A directory in memory that forgets like a real one: what was not forced may be lost page by page
 * at a crash, names that were not forced too; it fills up, fails and hangs on command. One thread,
 * or callers that take turns.
 */
public final class FaultyDisk implements Storage {

    private static final int PAGE_BYTES = 4096;

    /** What a file is: what programs see, and what would be left after a power cut. */
    private static final class Content {
        final ByteBuffer seen;
        final ByteBuffer durable;

        Content(int bytes) {
            seen = ByteBuffer.allocate(bytes);
            durable = ByteBuffer.allocate(bytes);
        }
    }

    private final Map<String, Content> files = new TreeMap<>();
    private final Map<String, Content> durableNames = new TreeMap<>();
    private long freeBytes = Long.MAX_VALUE;
    private boolean forceFails;
    private int forces;
    private int hanging;
    private boolean hangs;
    private boolean breaks;
    private boolean closesFail;

    @Override
    public synchronized List<String> names() {
        return new ArrayList<>(files.keySet());
    }

    @Override
    public synchronized long length(String name) {
        return content(name).seen.capacity();
    }

    @Override
    public synchronized StoredFile open(String name, int bytes) {
        Content content = files.computeIfAbsent(name, n -> new Content(bytes));
        return new OpenFile(content);
    }

    @Override
    public synchronized void delete(String name) {
        files.remove(name);
    }

    @Override
    public synchronized void forceNames() throws IOException {
        failIfToldTo();
        durableNames.clear();
        durableNames.putAll(files);
    }

    @Override
    public String description() {
        return "faulty-disk";
    }

    /** From now on so many bytes can be allocated. */
    public synchronized void freeBytes(long bytes) {
        freeBytes = bytes;
    }

    /** Whether forces fail from now on. */
    public synchronized void failForces(boolean fail) {
        forceFails = fail;
    }

    /** Whether forces end with an error that is none of the disk's words, from now on. */
    public synchronized void breakForces(boolean broken) {
        breaks = broken;
    }

    /** Whether files cannot be closed, from now on. */
    public synchronized void failCloses(boolean fail) {
        closesFail = fail;
    }

    /** Whether forces do not return, until this is taken back. */
    public synchronized void hangForces(boolean hang) {
        hangs = hang;
        notifyAll();
    }

    /** How many forces do not return now. */
    public synchronized int hangingForces() {
        return hanging;
    }

    private synchronized void hangIfToldTo() throws IOException {
        hanging++;
        try {
            while (hangs) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the disk hung", e);
        } finally {
            hanging--;
        }
    }

    /** How many forces of file content succeeded. */
    public synchronized int forces() {
        return forces;
    }

    /** Puts a file there, forced. */
    public synchronized void put(String name, byte[] bytes) {
        Content content = new Content(bytes.length);
        content.seen.put(0, bytes);
        content.durable.put(0, bytes);
        files.put(name, content);
        durableNames.put(name, content);
    }

    /** A file's bytes as programs see them; changes go through. */
    public synchronized ByteBuffer bytes(String name) {
        return content(name).seen;
    }

    /** Removes a file as if it never was. */
    public synchronized void lose(String name) {
        files.remove(name);
        durableNames.remove(name);
    }

    /**
     * The disk after a power cut: forced pages as they were forced, of the others each one old or
     * new.
     */
    public synchronized FaultyDisk afterPowerCut(RandomGenerator random) {
        FaultyDisk after = new FaultyDisk();
        for (Map.Entry<String, Content> entry : files.entrySet()) {
            boolean named = durableNames.containsKey(entry.getKey());
            if (!named && random.nextBoolean()) {
                continue;
            }
            Content before = entry.getValue();
            Content left = new Content(before.seen.capacity());
            for (int at = 0; at < before.seen.capacity(); at += PAGE_BYTES) {
                int length = Math.min(PAGE_BYTES, before.seen.capacity() - at);
                ByteBuffer source = random.nextBoolean() ? before.seen : before.durable;
                left.seen.put(at, source, at, length);
                left.durable.put(at, source, at, length);
            }
            after.files.put(entry.getKey(), left);
            after.durableNames.put(entry.getKey(), left);
        }
        return after;
    }

    /** The disk after a power cut that took all that was not forced. */
    public synchronized FaultyDisk asDurable() {
        FaultyDisk after = new FaultyDisk();
        durableNames.forEach(
                (name, content) -> {
                    byte[] bytes = new byte[content.durable.capacity()];
                    content.durable.get(0, bytes);
                    after.put(name, bytes);
                });
        return after;
    }

    /** The disk after the process alone died: nothing is lost. */
    public synchronized FaultyDisk afterKill() {
        FaultyDisk after = new FaultyDisk();
        after.files.putAll(files);
        after.durableNames.putAll(files);
        return after;
    }

    private Content content(String name) {
        Content content = files.get(name);
        if (content == null) {
            throw new IllegalArgumentException("no file " + name);
        }
        return content;
    }

    private void failIfToldTo() throws IOException {
        if (forceFails) {
            throw new IOException("the disk does not answer");
        }
    }

    private final class OpenFile implements StoredFile {

        private final Content content;

        OpenFile(Content content) {
            this.content = content;
        }

        @Override
        public ByteBuffer memory() {
            return content.seen.duplicate();
        }

        @Override
        public void allocate(int from, int bytes) throws IOException {
            synchronized (FaultyDisk.this) {
                if (bytes > freeBytes) {
                    throw new IOException("no space for %d bytes".formatted(bytes));
                }
                freeBytes -= bytes;
            }
        }

        @Override
        public void prefault(int from, int bytes) {
            // Memory is always there.
        }

        @Override
        public void letGo(int from, int bytes) {
            // As little as with prefaulting.
        }

        @Override
        public int nextData(int from) {
            // As a file system that doesn't tell: everything may have been written.
            return from;
        }

        @Override
        public void force(int from, int bytes) throws IOException {
            hangIfToldTo();
            synchronized (FaultyDisk.this) {
                failIfToldTo();
                if (breaks) {
                    throw new InternalError("a fault in a mapped page");
                }
                content.durable.put(from, content.seen, from, bytes);
                forces++;
            }
        }

        @Override
        public void close() {
            synchronized (FaultyDisk.this) {
                if (closesFail) {
                    throw new IllegalStateException("a mapping is in use");
                }
            }
        }
    }
}
