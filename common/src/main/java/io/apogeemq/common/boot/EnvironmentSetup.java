package io.apogeemq.common.boot;

import io.apogeemq.common.boot.ClassicKey.Honoured;
import io.apogeemq.common.boot.ConfigurationReport.Source;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Gives every source its place: command line, changes at run time, {@code -c} file, system
 * properties and environment, profile, default. When all are known it checks them together, so that
 * nothing is built on settings that contradict each other. Confined to the starting thread.
 */
final class EnvironmentSetup
        implements ApplicationListener<ApplicationEnvironmentPreparedEvent>,
                ApplicationContextInitializer<ConfigurableApplicationContext>,
                Ordered {

    /**
     * What the command line and the file say.
     *
     * @param file the file's path, if one was given
     * @param commandLine properties from the command line
     * @param fileProperties properties from the file
     * @param printOnly whether only the effective items are wanted
     */
    record Given(
            @Nullable Path file,
            Map<String, Object> commandLine,
            Map<String, Object> fileProperties,
            boolean printOnly) {}

    private static final String COMMAND_LINE = "the command line";
    private static final String FILE = "the configuration file";
    private static final int HIGHEST_PORT = 65_535;
    private static final int HTTP_DISTANCE = 5_000;

    private final ServiceDescription service;
    private final Given given;
    private final Translation translation;
    private final ConfigurationReport report;
    private final Map<String, String> variables;
    private final KnownKeys known;

    EnvironmentSetup(
            ServiceDescription service,
            Given given,
            Translation translation,
            ConfigurationReport report,
            Map<String, String> variables) {
        this.service = service;
        this.given = given;
        this.translation = translation;
        this.report = report;
        this.variables = variables;
        this.known = new KnownKeys(service.role(), service.properties());
    }

    /** Before Boot looks for profiles and log settings, which may be among what we add. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        MutablePropertySources sources = event.getEnvironment().getPropertySources();
        sources.addFirst(new MapPropertySource(FILE, given.fileProperties()));
        sources.addFirst(new MapPropertySource(COMMAND_LINE, given.commandLine()));
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        Settings settings = settings(environment);
        addClassicEnvironment(environment.getPropertySources());
        addChanges(environment.getPropertySources(), settings);
        translation.finish();
        refuseUnknownKeys(environment);
        checkAddresses(settings);
        checkAgreement(environment.getPropertySources());
        addHttpPort(environment, settings);
        service.checks().rules().forEach(rule -> rule.check(settings));
        ClassicSettings classic =
                new ClassicSettings(service.keys(), given.file(), settings, report.unused());
        if (given.printOnly()) {
            print(classic, settings);
            throw new SpringApplication.AbandonedRunException();
        }
        report.logTo(LoggerFactory.getLogger(service.application()));
        context.getBeanFactory().registerSingleton("classicSettings", classic);
    }

    private Settings settings(ConfigurableEnvironment environment) {
        return key -> {
            String value = environment.getProperty(key);
            if (value == null) {
                value = known.defaults().getOrDefault(key, "");
                return value.isEmpty() ? Optional.empty() : Optional.of(value);
            }
            return Optional.of(value);
        };
    }

    /**
     * {@code rocketmq.namesrv.addr}, {@code NAMESRV_ADDR} and the like, each beside its own kind.
     */
    private void addClassicEnvironment(MutablePropertySources sources) {
        Map<String, Object> properties = new LinkedHashMap<>();
        Map<String, Object> environment = new LinkedHashMap<>();
        for (ClassicKey key : service.keys().all()) {
            String property = key.systemProperty();
            String value = property == null ? null : System.getProperty(property);
            if (property != null && value != null) {
                properties.putAll(translated(key, value, Source.systemProperty(property)));
            }
            String variable = key.environmentVariable();
            String text = variable == null ? null : variables.get(variable);
            if (variable != null && text != null) {
                environment.putAll(translated(key, text, Source.variable(variable)));
            }
        }
        sources.addAfter(
                StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
                new MapPropertySource("classic system properties", properties));
        sources.addAfter(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new MapPropertySource("classic environment variables", environment));
    }

    private Map<String, Object> translated(ClassicKey key, String value, Source source) {
        return translation.translate(
                Map.of(key.name(), value.trim()), source, name -> source.name());
    }

    private void addChanges(MutablePropertySources sources, Settings settings) {
        Map<String, String> changes = new TreeMap<>(service.checks().changes().read(settings));
        sources.addAfter(
                COMMAND_LINE,
                new MapPropertySource(
                        Source.CHANGES.name(),
                        translation.translate(
                                changes, Source.CHANGES, key -> Source.CHANGES.name())));
    }

    private void refuseUnknownKeys(ConfigurableEnvironment environment) {
        ConfigurationPropertySources.get(environment)
                .forEach(
                        source -> {
                            if (source instanceof IterableConfigurationPropertySource iterable) {
                                iterable.stream()
                                        .map(Object::toString)
                                        .filter(name -> name.startsWith("apogee."))
                                        .filter(name -> isOurs(source.getUnderlyingSource(), name))
                                        .filter(name -> !known.isKnown(name))
                                        .forEach(
                                                name -> refuse(name, source.getUnderlyingSource()));
                            }
                        });
    }

    /** Scripts and images have variables such as APOGEE_AOT; only those of a role are settings. */
    private boolean isOurs(@Nullable Object source, String name) {
        boolean isEnvironment =
                source instanceof PropertySource<?> s
                        && StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME.equals(
                                s.getName());
        return !isEnvironment || name.startsWith("apogee." + service.role() + ".");
    }

    private void refuse(String name, @Nullable Object source) {
        String place = source instanceof PropertySource<?> s ? " in " + s.getName() : "";
        String nearest = known.nearest(name).map(n -> " (nearest known key: " + n + ")").orElse("");
        throw new StartRefused(name + place + ": unknown key" + nearest);
    }

    private void checkAddresses(Settings settings) {
        for (ClassicKey key : service.keys().all()) {
            if (key.fate() instanceof Honoured(ClassicType.Addresses type, String target, _, _)) {
                String value = settings.find(target).orElse("");
                try {
                    type.toProperty(value);
                } catch (BadValue e) {
                    throw new StartRefused(e.exitCode(), e.expectation(), e);
                }
            }
        }
    }

    /** A profile names a place in the cluster, a file another: one of them is a mistake. */
    private void checkAgreement(MutablePropertySources sources) {
        for (String key : service.checks().agreed()) {
            Object inFile = given.fileProperties().get(key);
            if (inFile == null || given.commandLine().containsKey(key)) {
                continue;
            }
            for (PropertySource<?> source : sources) {
                Object inProfile = isProfile(source) ? source.getProperty(key) : null;
                if (inProfile != null
                        && !inProfile.toString().equalsIgnoreCase(inFile.toString())) {
                    throw new StartRefused(
                            StartRefused.CONTRADICTION,
                            "%s: %s in %s, but %s in %s. Leave one of them out, or give it on the command line."
                                    .formatted(
                                            key,
                                            inFile,
                                            given.file(),
                                            inProfile,
                                            source.getName()));
                }
            }
        }
    }

    /**
     * Boot names the sources of its own files so; those of a profile carry its name in the file's.
     */
    private boolean isProfile(PropertySource<?> source) {
        return source instanceof EnumerablePropertySource
                && source.getName().startsWith("Config resource")
                && source.getName().contains(service.role() + "-");
    }

    private void addHttpPort(ConfigurableEnvironment environment, Settings settings) {
        String text =
                settings.find(service.port().key(), String.valueOf(service.port().fallback()));
        int port;
        try {
            port = Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            throw new StartRefused(
                    StartRefused.FAILED,
                    service.port().key()
                            + ": "
                            + text
                            + " (expected: a port from 0 to "
                            + HIGHEST_PORT
                            + ")",
                    e);
        }
        int http = port == 0 || port > HIGHEST_PORT - HTTP_DISTANCE ? 0 : port + HTTP_DISTANCE;
        environment
                .getPropertySources()
                .addLast(
                        new MapPropertySource(
                                "the main port",
                                Collections.singletonMap("server.port", String.valueOf(http))));
    }

    private void print(ClassicSettings classic, Settings settings) {
        classic.maskedItems().forEach((key, value) -> System.out.println(key + "=" + value));
        known.defaults()
                .keySet()
                .forEach(
                        key -> {
                            if (service.keys().classicNameOf(key).isEmpty()) {
                                System.out.println(
                                        key
                                                + "="
                                                + Secrets.masked(
                                                        key, settings.find(key).orElse("")));
                            }
                        });
    }
}
