package io.apogeemq.common.boot;

import io.apogeemq.common.boot.ClassicKey.Honoured;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a process started with, under their classic names; a bean of every service.
 * Tools read a broker's configuration in this form. Immutable.
 */
public final class ClassicSettings {

    private final ClassicKeys keys;
    private final @Nullable Path file;
    private final Map<String, String> items;

    ClassicSettings(
            ClassicKeys keys, @Nullable Path file, Settings settings, Map<String, String> unused) {
        this.keys = keys;
        this.file = file;
        Map<String, String> all = new TreeMap<>(unused);
        for (ClassicKey key : keys.all()) {
            if (key.fate() instanceof Honoured honoured) {
                String value =
                        settings.find(honoured.target()).map(honoured.type()::toClassic).orElse("");
                all.put(key.name(), value);
            }
        }
        items = Collections.unmodifiableMap(all);
    }

    /**
     * The settings of a service that is built without {@link ServiceStarter}.
     *
     * @param settings what holds for it, by {@code apogee.*} keys
     */
    public static ClassicSettings of(ClassicKeys keys, Settings settings) {
        return new ClassicSettings(keys, null, settings, Map.of());
    }

    /** The service's table. */
    public ClassicKeys keys() {
        return keys;
    }

    /** The classic file that was given, if any. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /**
     * Classic keys in alphabetical order with classic values: every honoured key with what holds
     * (empty when its default is found only later, such as an address), and the keys that were
     * given and aren't used. Secrets are in it.
     */
    public Map<String, String> items() {
        return items;
    }

    /** The same with secrets hidden. */
    public Map<String, String> maskedItems() {
        Map<String, String> masked = new TreeMap<>();
        items.forEach((key, value) -> masked.put(key, Secrets.masked(key, value)));
        return Collections.unmodifiableMap(masked);
    }
}
