package io.apogeemq.broker.config;

import io.apogeemq.broker.admin.BrokerSettings;
import io.apogeemq.common.boot.ClassicKeys;
import io.apogeemq.common.boot.ClassicSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * The live settings as they are now, and the way to change them: keys are checked against the one
 * table, bound like those of the start, written down, then swapped as a whole. Changes are
 * serialised by this object's monitor; readers take one volatile read.
 */
final class SettingsHolder implements Supplier<LiveSettings>, BrokerSettings {

    private static final String SOURCE = "changes at run time, newest";
    private static final String PREFIX = "apogee.broker";

    private final ConfigurableEnvironment environment;
    private final ClassicSettings classic;
    private final RuntimeChanges changes;
    private final Map<String, String> changed;
    private final List<Consumer<LiveSettings>> listeners = new CopyOnWriteArrayList<>();
    private volatile LiveSettings current;

    SettingsHolder(
            BrokerProperties properties,
            ConfigurableEnvironment environment,
            ClassicSettings classic,
            RuntimeChanges changes)
            throws IOException {
        this.environment = environment;
        this.classic = classic;
        this.changes = changes;
        this.changed = new TreeMap<>(changes.read());
        this.current = LiveSettings.of(properties);
    }

    @Override
    public LiveSettings get() {
        return current;
    }

    /** Tells of every change, after it holds. */
    void listen(Consumer<LiveSettings> listener) {
        listeners.add(listener);
    }

    @Override
    public Map<String, String> items() {
        Map<String, String> items = new TreeMap<>(classic.items());
        synchronized (this) {
            items.putAll(changed);
        }
        return items;
    }

    @Override
    public List<String> protectedKeys() {
        List<String> keys =
                new ArrayList<>(List.of("brokerConfigPath", "rocketmqHome", "configBlackList"));
        String more = items().getOrDefault("configBlackList", "");
        keys.addAll(List.of(more.split(";")));
        return keys;
    }

    @Override
    public synchronized List<String> change(Map<String, String> wanted) throws IOException {
        ClassicKeys keys = classic.keys();
        List<String> problems = new ArrayList<>();
        Map<String, Object> properties = new LinkedHashMap<>();
        Map<String, String> all = new TreeMap<>(changed);
        wanted.forEach(
                (key, value) -> {
                    if (!keys.isKnown(key)) {
                        problems.add(key + ": unknown key");
                    } else if (keys.isLive(key)) {
                        all.put(key, value.strip());
                    } else if (keys.targetOf(key).isPresent()) {
                        if (!value.strip().equals(items().get(key))) {
                            problems.add(
                                    key
                                            + ": takes effect at start only (expected: set it in the broker's file and restart)");
                        }
                    }
                    // A key that is accepted and not used is accepted here too.
                });
        all.forEach(
                (key, value) -> {
                    try {
                        keys.targetOf(key)
                                .ifPresent(
                                        target ->
                                                properties.put(
                                                        target, keys.toProperty(key, value)));
                    } catch (IllegalArgumentException e) {
                        problems.add(String.valueOf(e.getMessage()));
                    }
                });
        if (!problems.isEmpty()) {
            return problems;
        }
        LiveSettings next = bind(properties);
        changes.write(all);
        changed.clear();
        changed.putAll(all);
        current = next;
        for (Consumer<LiveSettings> listener : listeners) {
            listener.accept(next);
        }
        return List.of();
    }

    private LiveSettings bind(Map<String, Object> properties) {
        MapPropertySource source = new MapPropertySource(SOURCE, properties);
        environment.getPropertySources().remove(SOURCE);
        environment.getPropertySources().addFirst(source);
        return LiveSettings.of(
                Binder.get(environment).bindOrCreate(PREFIX, BrokerProperties.class));
    }
}
