package io.apogeemq.common.boot;

import java.util.Optional;

/**
 * The effective values of {@code apogee.*} keys before anything is bound: what rules and look-ups
 * during start-up see. All sources are in it, by their precedence; defaults of properties records
 * too.
 */
public interface Settings {

    /** The text of a key such as {@code apogee.broker.listen-port}; empty when nothing sets it. */
    Optional<String> find(String key);

    /** The text of a key, or a fallback. */
    default String find(String key, String fallback) {
        return find(key).orElse(fallback);
    }

    /** Whether a key is set to {@code true}. */
    default boolean isTrue(String key) {
        return find(key).map(Boolean::parseBoolean).orElse(false);
    }
}
