package io.apogeemq.broker.config;

import io.apogeemq.broker.admin.BrokerSettings;
import io.apogeemq.common.boot.ChangesFile;
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
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The live settings as they are now, and the way to change them: keys are checked against the one
 * table, bound like those of the start, written down, then swapped as a whole. A change that is
 * refused, or that can't be written down, changes nothing.
 *
 * <p>What is changed here holds at once, whatever set it before. After a restart it has its place
 * among the sources: the command line is stronger.
 *
 * <p>Changes are serialised by this object's monitor; readers take one volatile read.
 */
final class SettingsHolder implements Supplier<LiveSettings>, BrokerSettings {

    private static final String PREFIX = "apogee.broker";

    private final ConfigurableEnvironment environment;
    private final ClassicSettings classic;
    private final Map<String, String> found;
    private final ChangesFile file;
    private final Map<String, String> stored;
    private final List<Consumer<LiveSettings>> listeners = new CopyOnWriteArrayList<>();

    /** Classic keys changed since the start, beside those that the start has bound already. */
    private volatile Map<String, String> sinceStart = Map.of();

    private volatile LiveSettings current;

    /**
     * What the start bound.
     *
     * @param file the changes of earlier runs, which the start has bound too
     * @throws io.apogeemq.common.boot.StartRefused when the file can't be read
     */
    SettingsHolder(
            BrokerProperties properties,
            ConfigurableEnvironment environment,
            ClassicSettings classic,
            ChangesFile file) {
        this.environment = environment;
        this.classic = classic;
        this.found = found(properties);
        this.file = file;
        this.stored = new TreeMap<>(file.read());
        this.current = LiveSettings.of(properties);
    }

    /** What holds where nothing was given and the default is found on this machine. */
    private static Map<String, String> found(BrokerProperties properties) {
        return Map.of(
                "brokerName", properties.nameOrHost(),
                "brokerIP1", AdvertisedAddress.of(properties.advertise()).host(),
                "haListenPort", Integer.toString(properties.haPort()),
                "storePathRootDir", properties.store().directoryOrDefault().toString(),
                "storePathCommitLog", properties.store().commitLogOrDefault().toString());
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
        found.forEach(
                (key, value) ->
                        items.merge(key, value, (given, own) -> given.isEmpty() ? own : given));
        items.putAll(sinceStart);
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
        Map<String, String> effective = new TreeMap<>();
        List<String> problems = check(wanted, effective);
        if (!problems.isEmpty()) {
            return problems;
        }
        Map<String, String> all = new TreeMap<>(sinceStart);
        all.putAll(effective);
        LiveSettings next;
        try {
            next = bind(all);
        } catch (BindException e) {
            return List.of(rootMessage(e));
        }
        Map<String, String> storing = new TreeMap<>(stored);
        storing.putAll(effective);
        file.write(storing);
        stored.putAll(effective);
        sinceStart = Map.copyOf(all);
        current = next;
        for (Consumer<LiveSettings> listener : listeners) {
            listener.accept(next);
        }
        return List.of();
    }

    /**
     * Sorts out what would take effect.
     *
     * @return what is wrong, in sentences
     */
    private List<String> check(Map<String, String> wanted, Map<String, String> effective) {
        ClassicKeys keys = classic.keys();
        List<String> problems = new ArrayList<>();
        Map<String, String> now = items();
        wanted.forEach(
                (key, text) -> {
                    String value = text.strip();
                    if (!keys.isKnown(key)) {
                        problems.add(key + ": unknown key");
                    } else if (keys.isLive(key)) {
                        try {
                            keys.toProperty(key, value);
                            effective.put(key, value);
                        } catch (IllegalArgumentException e) {
                            problems.add(String.valueOf(e.getMessage()));
                        }
                    } else if (keys.targetOf(key).isPresent() && !value.equals(now.get(key))) {
                        problems.add(
                                key
                                        + ": takes effect at start only (expected: set it in the broker's file and restart)");
                    }
                    // A key that is accepted and not used is accepted here too.
                });
        return problems;
    }

    private LiveSettings bind(Map<String, String> changes) {
        ClassicKeys keys = classic.keys();
        Map<String, String> properties = new LinkedHashMap<>();
        changes.forEach(
                (key, value) ->
                        keys.targetOf(key)
                                .ifPresent(
                                        target ->
                                                properties.put(
                                                        target, keys.toProperty(key, value))));
        List<ConfigurationPropertySource> sources = new ArrayList<>();
        sources.add(new MapConfigurationPropertySource(properties));
        ConfigurationPropertySources.get(environment).forEach(sources::add);
        return LiveSettings.of(new Binder(sources).bindOrCreate(PREFIX, BrokerProperties.class));
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
