package io.apogeemq.common.boot;

import java.util.regex.Pattern;

/** Knows by its name whether a setting is a secret, and hides it where settings are shown. */
final class Secrets {

    private static final Pattern SECRET =
            Pattern.compile(
                    "(?i).*(secret|password|passwd|access-?key|credential|initAuthenticationUser|"
                            + "init-authentication-user|token|exporterHeader|exporter-header).*");

    private Secrets() {}

    static String masked(String key, String value) {
        return !value.isEmpty() && SECRET.matcher(key).matches() ? "******" : value;
    }
}
