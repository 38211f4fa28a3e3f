package io.apogeemq.common.boot;

import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * The {@code apogee.*} keys that a service's properties records define, with their defaults; read
 * from the records, so that there is no second list.
 */
final class KnownKeys {

    /** Keys of other roles may lie in a shared environment; they are theirs to check. */
    private static final Set<String> ROOMS = Set.of("namesrv", "broker", "proxy", "auth", "boot");

    private final Map<String, String> defaults = new TreeMap<>();
    private final Map<String, String> byUniformName = new HashMap<>();
    private final Set<String> openPrefixes = new HashSet<>();
    private final Set<String> lists = new HashSet<>();
    private final Set<String> ownRooms = new HashSet<>();

    KnownKeys(String role, Collection<Class<?>> records) {
        ownRooms.add(role);
        add("apogee." + role + ".lenient-config", "false");
        for (Class<?> type : records) {
            ConfigurationProperties annotation = type.getAnnotation(ConfigurationProperties.class);
            if (annotation == null || !type.isRecord()) {
                throw new IllegalArgumentException(type + " is no @ConfigurationProperties record");
            }
            String prefix =
                    annotation.prefix().isEmpty() ? annotation.value() : annotation.prefix();
            ownRooms.add(room(prefix));
            addAll(prefix, type);
        }
    }

    /** All keys in alphabetical order with their default text, empty where there is none. */
    Map<String, String> defaults() {
        return Collections.unmodifiableMap(defaults);
    }

    /**
     * Whether a key, however it is spelt, is one that a record defines or that isn't ours to check.
     */
    boolean isKnown(String key) {
        String room = room(key);
        if (ROOMS.contains(room) && !ownRooms.contains(room)) {
            return true;
        }
        if ("boot".equals(room)) {
            return true;
        }
        String uniform = uniform(key);
        if (byUniformName.containsKey(uniform)) {
            return true;
        }
        return openPrefixes.stream().anyMatch(uniform::startsWith)
                || lists.contains(uniform.replaceFirst("\\d+$", ""));
    }

    /** The key as its record spells it. */
    Optional<String> canonical(String key) {
        return Optional.ofNullable(byUniformName.get(uniform(key)));
    }

    Optional<String> nearest(String unknown) {
        return NearestName.to(unknown, defaults.keySet());
    }

    private void addAll(String prefix, Class<?> type) {
        // The annotations are found on the constructor's parameters, not on the components.
        for (Parameter parameter : constructor(type).getParameters()) {
            String key = prefix + "." + name(parameter);
            Class<?> value = parameter.getType();
            if (value.isRecord() && value.getPackageName().startsWith("io.apogeemq.")) {
                addAll(key, value);
            } else if (Map.class.isAssignableFrom(value)) {
                add(key, null);
                openPrefixes.add(uniform(key));
            } else {
                DefaultValue fallback = parameter.getAnnotation(DefaultValue.class);
                add(key, fallback == null ? null : String.join(",", List.of(fallback.value())));
                if (value.isArray() || Collection.class.isAssignableFrom(value)) {
                    lists.add(uniform(key));
                }
            }
        }
    }

    private static Constructor<?> constructor(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] parameters =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(parameters);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " is a record without its constructor", e);
        }
    }

    private void add(String key, @Nullable String fallback) {
        defaults.put(key, fallback == null ? "" : fallback);
        byUniformName.put(uniform(key), key);
    }

    private static String name(Parameter parameter) {
        Name annotation = parameter.getAnnotation(Name.class);
        return annotation == null
                ? DataObjectPropertyName.toDashedForm(parameter.getName())
                : annotation.value();
    }

    private static String room(String key) {
        String[] parts = key.split("\\.", 3);
        return parts.length < 2 ? "" : parts[1].toLowerCase(Locale.ROOT);
    }

    /**
     * The same for {@code listen-port}, {@code listenPort}, {@code LISTENPORT} and {@code
     * LISTEN_PORT}.
     */
    private static String uniform(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
