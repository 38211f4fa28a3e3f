package io.apogeemq.namesrv.config;

import io.apogeemq.common.boot.ChangesFile;
import io.apogeemq.common.boot.ClassicKeys;
import io.apogeemq.namesrv.endpoint.AnswerOptions;
import io.apogeemq.namesrv.endpoint.SettingsDesk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The settings as they are now and the way to change them: checked against the one table of classic
 * keys, bound like those of the start, written down, then swapped as a whole. A key that is no live
 * one is written down too and holds from the next start on, as it ever was.
 *
 * <p>One change at a time, under this object's lock; readers take one volatile read.
 */
final class RuntimeSettings implements SettingsDesk {
    private static final Logger LOG = LoggerFactory.getLogger(RuntimeSettings.class);

    private final ConfigurableEnvironment environment;
    private final Map<String, String> atStart;
    private final ChangesFile file;
    private final Set<String> protectedKeys;
    private volatile Map<String, String> changed;
    private volatile LiveSettings live;

    /**
     * @param environment what the start bound
     * @param atStart classic keys with the values of the start, secrets hidden
     */
    RuntimeSettings(
            NamesrvProperties properties,
            ConfigurableEnvironment environment,
            Map<String, String> atStart) {
        this.environment = environment;
        this.atStart = new TreeMap<>(atStart);
        found(properties)
                .forEach((key, path) -> this.atStart.merge(key, path, RuntimeSettings::given));
        this.file = new ChangesFile(properties.changesFileOrDefault());
        this.protectedKeys = properties.protectedKeyNames();
        this.changed = file.read();
        this.live = LiveSettings.of(properties);
    }

    /** What holds where nothing was given and the default is found on this machine. */
    private static Map<String, String> found(NamesrvProperties properties) {
        return Map.of(
                "kvConfigPath", properties.kvFileOrDefault().toString(),
                "configStorePath", properties.changesFileOrDefault().toString());
    }

    private static String given(String given, String found) {
        return given.isEmpty() ? found : given;
    }

    AnswerOptions answers() {
        return live.answers();
    }

    @Override
    public Map<String, String> items() {
        Map<String, String> items = new TreeMap<>(atStart);
        items.putAll(changed);
        return items;
    }

    @Override
    public synchronized Change change(Map<String, String> items) {
        if (items.keySet().stream().anyMatch(protectedKeys::contains)) {
            return new Change.Forbidden();
        }
        ClassicKeys keys = NamesrvClassicKeys.TABLE;
        List<String> complaints = new ArrayList<>();
        Map<String, String> all = new TreeMap<>(changed);
        items.forEach(
                (key, value) -> {
                    if (keys.targetOf(key).isPresent()) {
                        complain(complaints, () -> keys.toProperty(key, value));
                        all.put(key, value);
                    } else if (!keys.isKnown(key)) {
                        complaints.add(key + ": unknown key");
                    }
                });
        if (!complaints.isEmpty()) {
            return new Change.Wrong(complaints);
        }
        NamesrvProperties bound;
        try {
            bound = bind(all);
        } catch (BindException e) {
            return new Change.Wrong(List.of(rootMessage(e)));
        }
        try {
            file.write(all);
        } catch (IOException e) {
            throw new UncheckedIOException("the change cannot be stored", e);
        }
        changed = all;
        live = LiveSettings.of(bound);
        LOG.atInfo().addKeyValue("changes", items).log("settings changed at run time");
        return new Change.Done();
    }

    private NamesrvProperties bind(Map<String, String> changes) {
        Map<String, String> properties = new LinkedHashMap<>();
        ClassicKeys keys = NamesrvClassicKeys.TABLE;
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
        return new Binder(sources).bindOrCreate(NamesrvProperties.PREFIX, NamesrvProperties.class);
    }

    private static void complain(List<String> complaints, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            complaints.add(String.valueOf(e.getMessage()));
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
