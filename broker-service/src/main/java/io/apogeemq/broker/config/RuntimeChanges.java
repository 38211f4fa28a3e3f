package io.apogeemq.broker.config;

import io.apogeemq.common.boot.ChangesFile;
import io.apogeemq.common.boot.Settings;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the settings are kept that operators changed while the broker ran: in the store's {@code
 * config}. They are local to this node and hold over a restart.
 */
final class RuntimeChanges {

    private static final String NAME = "apogee-changes.properties";

    private RuntimeChanges() {}

    /** The file of a store. */
    static ChangesFile of(Path store) {
        return new ChangesFile(store.resolve("config").resolve(NAME));
    }

    /** Reads the changes of the store that the settings name; what the starter calls. */
    static Map<String, String> read(Settings settings) {
        return of(settings.find("apogee.broker.store.directory")
                        .map(Path::of)
                        .orElse(Path.of(System.getProperty("user.home", "."), "store")))
                .read();
    }
}
