package io.apogeemq.common.remoting;

import java.nio.ByteBuffer;

/**
 * Walks the ext fields of one frame in wire order without allocating.
 *
 * <p>Valid for the same time as the {@link Command} it came from; one cursor per event loop is
 * reused, so asking a command for a second one rewinds the first. A name may come twice: the later
 * value is meant, which a reader that simply overwrites gets right.
 *
 * <p>Owner: the connection's event loop.
 */
public interface FieldCursor {
    /** Moves to the next field; false after the last. */
    boolean next();

    /** Bytes of the current name in UTF-8. */
    int nameLength();

    /** The byte at {@code index} of the current name, from 0. */
    byte nameByte(int index);

    /** Whether the current name equals {@code ascii}. */
    boolean nameIs(String ascii);

    /** The current name; allocates. */
    String name();

    /** The current value; allocates. */
    String text();

    /** Bytes of the current value in UTF-8, escapes already resolved. */
    int valueLength();

    /** The byte at {@code index} of the current value, from 0. */
    byte valueByte(int index);

    /**
     * The current value as a decimal number.
     *
     * @throws BadFieldException when it is none, or exceeds 64 bits
     */
    long number();

    /** Whether the current value is {@code true}, in any case; whatever else counts as false. */
    boolean bool();

    /**
     * Copies the current value as unescaped UTF-8, at most {@code target.remaining()} bytes of it.
     *
     * <p>Ownership: lent until return.
     *
     * @return the bytes copied; less than {@link #valueLength()} means that it did not fit
     */
    int copyTo(ByteBuffer target);
}
