package io.apogeemq.common.boot;

import io.apogeemq.common.boot.ClassicKey.Honoured;
import io.apogeemq.common.boot.ClassicKey.Ignored;
import io.apogeemq.common.boot.ClassicKey.Refused;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one table of a service's classic keys: each with its type, its {@code apogee.*} key, or the
 * reason why it isn't used. Immutable.
 *
 * <pre>{@code
 * static final ClassicKeys KEYS = ClassicKeys.table()
 *         .honoured("listenPort", ClassicType.port(), "apogee.namesrv.listen-port")
 *         .limited("clusterTest", ClassicType.truth(), "apogee.namesrv.cluster-test", "Says what is missing.")
 *         .ignored("productEnvName", "defaultThreadPoolNums")
 *         .refused("enableControllerInNamesrv", "true", "No controller here: leave the key out.")
 *         .misspelt("fileReserverdTime", "fileReservedTime")
 *         .build();
 * }</pre>
 */
public final class ClassicKeys {

    private final Map<String, ClassicKey> byName;
    private final Map<String, String> misspellings;
    private final Map<String, String> aliases;

    private ClassicKeys(Builder builder) {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(builder.byName));
        misspellings = Map.copyOf(builder.misspellings);
        aliases = Map.copyOf(builder.aliases);
    }

    /** Starts an empty table. */
    public static Builder table() {
        return new Builder();
    }

    Collection<ClassicKey> all() {
        return byName.values();
    }

    Optional<ClassicKey> find(String name) {
        return Optional.ofNullable(byName.get(aliases.getOrDefault(name, name)));
    }

    /** The key that a known misspelling stands for. */
    Optional<String> misspellingOf(String name) {
        return Optional.ofNullable(misspellings.get(name));
    }

    /** The known key that looks most like this one, if any is near enough to be meant. */
    Optional<String> nearest(String unknown) {
        return NearestName.to(unknown, byName.keySet());
    }

    /** The classic name of an {@code apogee.*} key, if it has one. */
    public Optional<String> classicNameOf(String target) {
        return byName.values().stream()
                .filter(key -> key.fate() instanceof Honoured h && h.target().equals(target))
                .map(ClassicKey::name)
                .findFirst();
    }

    /** The {@code apogee.*} key that a classic key is translated to, if it is honoured. */
    public Optional<String> targetOf(String classicName) {
        return find(classicName)
                .map(ClassicKey::fate)
                .flatMap(
                        fate ->
                                fate instanceof Honoured h
                                        ? Optional.of(h.target())
                                        : Optional.empty());
    }

    /** Whether operators may change this classic key at run time. */
    public boolean isLive(String classicName) {
        return find(classicName)
                .map(ClassicKey::fate)
                .filter(f -> f instanceof Honoured h && h.live())
                .isPresent();
    }

    /** Whether a file may hold this key without a warning. */
    public boolean isKnown(String classicName) {
        return find(classicName).isPresent();
    }

    /**
     * The property text of a classic value, for changes at run time.
     *
     * @throws IllegalArgumentException naming key, value and what is allowed, when the key isn't
     *     honoured or the value isn't allowed
     */
    public String toProperty(String classicName, String classicValue) {
        ClassicKey key =
                find(classicName)
                        .orElseThrow(
                                () -> new IllegalArgumentException(classicName + ": unknown key"));
        if (!(key.fate() instanceof Honoured honoured)) {
            throw new IllegalArgumentException(classicName + ": not used by Apogee MQ");
        }
        try {
            return honoured.type().toProperty(classicValue.trim());
        } catch (BadValue e) {
            throw new IllegalArgumentException(
                    e.isWholeText() ? e.expectation() : complaint(classicName, classicValue, e), e);
        }
    }

    static String complaint(String name, String value, BadValue bad) {
        return name + ": " + value + " (expected: " + bad.expectation() + ")";
    }

    /** Collects the table. Each name once. */
    public static final class Builder {

        private final Map<String, ClassicKey> byName = new LinkedHashMap<>();
        private final Map<String, String> misspellings = new LinkedHashMap<>();
        private final Map<String, String> aliases = new LinkedHashMap<>();

        private Builder() {}

        /** A key with its classic meaning. */
        public Builder honoured(String name, ClassicType type, String target) {
            return put(name, new Honoured(type, target, null, false));
        }

        /** A key with its classic meaning, that takes effect at run time too. */
        public Builder live(String name, ClassicType type, String target) {
            return put(name, new Honoured(type, target, null, true));
        }

        /**
         * A key whose meaning differs in something.
         *
         * @param limit a sentence for the start-up report
         */
        public Builder limited(String name, ClassicType type, String target, String limit) {
            return put(name, new Honoured(type, target, limit, false));
        }

        /** Keys that are accepted and change nothing. */
        public Builder ignored(String... names) {
            for (String name : names) {
                put(name, new Ignored());
            }
            return this;
        }

        /**
         * A key that is accepted unless it has one of these values.
         *
         * @param values joined by {@code |}, compared without case; empty for any value
         * @param sentence what isn't here and what to do
         */
        public Builder refused(String name, String values, String sentence) {
            return refused(name, values, StartRefused.FAILED, sentence);
        }

        /** As above with another exit code. */
        public Builder refused(String name, String values, int exitCode, String sentence) {
            List<String> list = values.isEmpty() ? List.of() : List.of(values.split("\\|"));
            return put(name, new Refused(list, false, exitCode, sentence));
        }

        /**
         * A key that is accepted with one value only, and changes nothing then.
         *
         * @param sentence what else isn't here and what to do
         */
        public Builder only(String name, String value, String sentence) {
            return put(name, new Refused(List.of(value), true, StartRefused.FAILED, sentence));
        }

        /** A wrong name that guides or charts carry: warned about by name, not used. */
        public Builder misspelt(String wrong, String right) {
            misspellings.put(wrong, right);
            return this;
        }

        /** Another name that is as good. */
        public Builder alias(String other, String name) {
            aliases.put(other, name);
            return this;
        }

        /** Says where else the value of a key, already in the table, comes from. */
        public Builder alsoFrom(
                String name, @Nullable String systemProperty, @Nullable String variable) {
            ClassicKey key = byName.get(name);
            if (key == null) {
                throw new IllegalArgumentException(name + ": not in the table");
            }
            byName.put(name, key.from(systemProperty, variable));
            return this;
        }

        /** Adds all that another table holds; for services that share a section of keys. */
        public Builder including(ClassicKeys other) {
            other.byName.values().forEach(this::put);
            misspellings.putAll(other.misspellings);
            aliases.putAll(other.aliases);
            return this;
        }

        /** The finished table. */
        public ClassicKeys build() {
            return new ClassicKeys(this);
        }

        private Builder put(String name, ClassicKey.Fate fate) {
            return put(new ClassicKey(name, fate, null, null));
        }

        private Builder put(ClassicKey key) {
            if (byName.put(key.name(), key) != null) {
                throw new IllegalArgumentException(key.name() + ": twice in the table");
            }
            return this;
        }
    }
}
