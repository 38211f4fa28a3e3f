package io.apogeemq.broker.admin;

import io.apogeemq.broker.admin.AdminOutcome.Done;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.route.DataVersion;
import java.io.IOException;
import java.io.StringReader;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Operators and the broker's settings. {@link #change} may block on the disk: not for event loops.
 */
public final class SettingsAdmin {

    /** What stands in the place of a secret. */
    static final String MASK = "******";

    private static final Logger LOG = LoggerFactory.getLogger(SettingsAdmin.class);

    private static final Set<String> ALWAYS_PROTECTED =
            Set.of("brokerConfigPath", "rocketmqHome", "configBlackList");
    private static final List<String> SECRET_PARTS =
            List.of("password", "secret", "credential", "initauthenticationuser", "token");

    private final BrokerSettings settings;
    private final InstantSource clock;
    private volatile DataVersion version;

    public SettingsAdmin(BrokerSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.version = DataVersion.NONE.next(clock.millis());
    }

    /**
     * The settings as properties text.
     *
     * @param text sorted {@code key=value} lines, secrets masked
     * @param version another one after every change since the start
     */
    public record SettingsText(String text, DataVersion version) {}

    /** Shows the settings. */
    public SettingsText show() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(settings.items())
                .forEach(
                        (key, value) ->
                                text.append(key)
                                        .append('=')
                                        .append(isSecret(key) ? MASK : value)
                                        .append('\n'));
        return new SettingsText(text.toString(), version);
    }

    private static boolean isSecret(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return SECRET_PARTS.stream().anyMatch(lower::contains);
    }

    /**
     * Changes settings.
     *
     * @param text properties text
     */
    public AdminOutcome<Done> change(String text) {
        Map<String, String> wanted = new TreeMap<>();
        try {
            Properties properties = new Properties();
            properties.load(new StringReader(text));
            properties.stringPropertyNames().forEach(k -> wanted.put(k, properties.getProperty(k)));
        } catch (IOException | IllegalArgumentException e) {
            return AdminOutcome.denied(
                    Reason.SYSTEM_ERROR,
                    "the body is no properties text (expected: key=value lines): "
                            + e.getMessage());
        }
        if (wanted.isEmpty()) {
            return AdminOutcome.denied(
                    Reason.SYSTEM_ERROR, "the body holds no setting (expected: key=value lines)");
        }
        for (Map.Entry<String, String> setting : wanted.entrySet()) {
            String key = setting.getKey();
            if (ALWAYS_PROTECTED.contains(key) || settings.protectedKeys().contains(key)) {
                return AdminOutcome.denied(
                        Reason.NO_PERMISSION,
                        "Can not update config in black list. %s is in it".formatted(key));
            }
            if (isSecret(key) && setting.getValue().equals(MASK)) {
                return AdminOutcome.denied(
                        Reason.INVALID_PARAMETER,
                        "%s: %s (expected: the secret itself, not its mask)".formatted(key, MASK));
            }
        }
        List<String> problems;
        try {
            problems = settings.change(wanted);
        } catch (IOException e) {
            return AdminOutcome.denied(
                    Reason.SYSTEM_ERROR, "the change could not be written down: " + e.getMessage());
        }
        if (!problems.isEmpty()) {
            return AdminOutcome.denied(Reason.INVALID_PARAMETER, String.join("; ", problems));
        }
        synchronized (this) {
            version = version.next(clock.millis());
        }
        LOG.atInfo()
                .addKeyValue("keys", wanted.keySet())
                .log("Settings were changed by an operator");
        return AdminOutcome.done();
    }
}
