package io.apogeemq.broker.log;

import java.io.IOException;
import java.nio.file.Path;

/** Somebody else has the store's directory. */
public final class StoreInUseException extends IOException {

    private static final long serialVersionUID = 1L;

    StoreInUseException(Path directory) {
        super(
                "the store %s is in use by another broker (expected: one directory per broker; give this one another with --storePathRootDir=DIR)"
                        .formatted(directory));
    }
}
