package io.apogeemq.common.boot;

import java.util.Map;

/** Changes that operators made at run time and that outlive a restart. */
@FunctionalInterface
public interface StoredChanges {

    /**
     * Reads the changes.
     *
     * @param settings what holds without the changes; tells where they are stored
     * @return classic keys with classic values; empty when nothing was changed
     * @throws StartRefused when they are stored but can't be read
     */
    Map<String, String> read(Settings settings);
}
