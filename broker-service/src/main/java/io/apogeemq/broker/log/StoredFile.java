package io.apogeemq.broker.log;

import java.io.IOException;
import java.nio.ByteBuffer;

/** One open file of a {@link Storage}, mapped as a whole. */
public interface StoredFile extends AutoCloseable {

    /**
     * The file's bytes, readable and writable, position 0, limit the file's length. Writing to a
     * range that was not allocated may fail in ways that no program survives.
     *
     * <p><b>Ownership:</b> lent until {@link #close()}; afterwards an access throws, and a native
     * read that is still under way is undefined.
     */
    ByteBuffer memory();

    /**
     * Gives the range real blocks, so that writing it through the mapping cannot fail.
     *
     * @throws IOException when the disk has no room or does not answer
     */
    void allocate(int from, int bytes) throws IOException;

    /** Touches the range, so that the first write to it does not wait for a page. A hint. */
    void prefault(int from, int bytes);

    /**
     * Lets go of the memory in which the range is mapped: for who has looked at it and does not
     * expect to soon again. A hint that changes no byte; a later access finds the page again, in
     * the page cache or on the disk.
     */
    void letGo(int from, int bytes);

    /**
     * The first position at or behind this one that may hold anything but zeros; the file's length
     * when there is none. What is known to have no data need not be read: a segment is allocated
     * far ahead of its records. Where nothing is known it is the position itself.
     */
    int nextData(int from);

    /** Makes the range durable. Returns only when the disk has confirmed. */
    void force(int from, int bytes) throws IOException;

    @Override
    void close() throws IOException;
}
