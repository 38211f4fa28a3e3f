package io.apogeemq.broker.log;

import java.io.IOException;
import java.util.List;

/**
 * A directory of equally treated files, as the log sees it. Everything that can go wrong with a
 * disk goes wrong here: production maps real files, simulations put a faulty disk below the same
 * segments.
 *
 * <p>Thread-safe as far as its callers need: one thread creates and deletes, any thread opens.
 */
public interface Storage {

    /** Names of the plain files in the directory, in no promised order. */
    List<String> names() throws IOException;

    /** Length of a file in bytes. */
    long length(String name) throws IOException;

    /**
     * Opens a file, creating it with the given length where it is missing. A new file reads as
     * zeros and need not own any block yet.
     *
     * @param bytes the whole length; an existing file has it already
     * @return given to the caller, who closes it
     */
    StoredFile open(String name, int bytes) throws IOException;

    /** Deletes a file. */
    void delete(String name) throws IOException;

    /** Makes creations and deletions durable: a file's own force does not cover its name. */
    void forceNames() throws IOException;

    /** Where this is, for messages to people. */
    String description();
}
