package io.apogeemq.common.boot;

import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code bin/}, {@code conf/} and {@code lib/} are.
 *
 * @param directory as it was given or derived; null when nobody knows
 * @param isSetByUser whether the user's own shell knows it; scripts derive it otherwise
 */
record InstallationHome(@Nullable String directory, boolean isSetByUser) {

    /** The property wins over the variable. */
    static InstallationHome from(Properties system, Map<String, String> environment) {
        String property = system.getProperty("rocketmq.home.dir", "");
        String text = property.isBlank() ? environment.getOrDefault("ROCKETMQ_HOME", "") : property;
        boolean derived =
                Boolean.parseBoolean(system.getProperty("apogee.boot.home-derived", "false"));
        return text.isBlank()
                ? new InstallationHome(null, false)
                : new InstallationHome(text, !derived);
    }
}
