package io.apogeemq.namesrv.kvconfig;

import java.nio.file.Path;

/**
 * The key-value file can't be read or written. The message names the file, what is wrong and, where
 * a start depends on it, the cure.
 */
public final class KvFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KvFileException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }

    KvFileException(Path file, String problem) {
        super(file + ": " + problem);
    }
}
