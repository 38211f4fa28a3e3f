package io.apogeemq.common.broker;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Views over stored records that stay valid until closed.
 *
 * <p>Not thread-safe in itself; may be handed from thread to thread. Closed exactly once by its
 * owner, closing again does nothing. The views must not be used afterwards: the memory may be
 * unmapped.
 */
public interface MessageLease extends AutoCloseable {

    /**
     * The records one after the other, in read-only or shared views; positions belong to the
     * caller.
     */
    List<ByteBuffer> slices();

    /** How many records. */
    int count();

    /** Bytes in all slices together. */
    int bytes();

    @Override
    void close();
}
