package io.apogeemq.common.boot;

/**
 * A rule over several settings, checked when all sources are known and before anything is built:
 * {@code Slave's brokerId must be > 0} is one.
 */
@FunctionalInterface
public interface StartRule {

    /**
     * Checks the settings.
     *
     * @throws StartRefused when the settings break the rule
     */
    void check(Settings settings);
}
