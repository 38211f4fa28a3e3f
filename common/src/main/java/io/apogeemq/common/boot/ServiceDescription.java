package io.apogeemq.common.boot;

import java.util.List;

/**
 * What {@link ServiceStarter} has to know of a service.
 *
 * @param role {@code namesrv}, {@code broker} or {@code proxy}: names log, pid and profile files,
 *     and the prefix {@code apogee.<role>}
 * @param application the class with the service's configuration
 * @param options what its command line knows
 * @param keys its classic keys
 * @param properties its {@code @ConfigurationProperties} records; every {@code apogee.*} key of
 *     theirs is known, all others under the same prefixes are refused
 * @param port the port whose number + 5000 the HTTP server takes
 * @param checks what is checked and read besides
 */
public record ServiceDescription(
        String role,
        Class<?> application,
        List<CommandOption> options,
        ClassicKeys keys,
        List<Class<?>> properties,
        MainPort port,
        Checks checks) {

    /** Copies the lists. */
    public ServiceDescription {
        options = List.copyOf(options);
        properties = List.copyOf(properties);
    }

    /** A service with the options of {@link CommandOption#SERVER} and no further checks. */
    public static ServiceDescription of(
            String role,
            Class<?> application,
            ClassicKeys keys,
            MainPort port,
            Class<?>... properties) {
        return new ServiceDescription(
                role,
                application,
                CommandOption.SERVER,
                keys,
                List.of(properties),
                port,
                new Checks(List.of(), List.of(), settings -> java.util.Map.of()));
    }

    /**
     * The main port.
     *
     * @param key its {@code apogee.*} key
     * @param fallback its default
     */
    public record MainPort(String key, int fallback) {}

    /**
     * What is checked and read when all sources are known.
     *
     * @param rules over several settings, in their order
     * @param agreed keys on which a profile and a {@code -c} file must not disagree
     * @param changes made at run time before
     */
    public record Checks(List<StartRule> rules, List<String> agreed, StoredChanges changes) {

        /** Copies the lists. */
        public Checks {
            rules = List.copyOf(rules);
            agreed = List.copyOf(agreed);
        }
    }

    /** The command that starts it: {@code mqbroker}. */
    public String program() {
        return "mq" + role;
    }

    /** The same with other options. */
    public ServiceDescription withOptions(List<CommandOption> others) {
        return new ServiceDescription(role, application, others, keys, properties, port, checks);
    }

    /** The same with these rules. */
    public ServiceDescription withRules(StartRule... rules) {
        return with(new Checks(List.of(rules), checks.agreed(), checks.changes()));
    }

    /** The same with keys on which profile and file must agree. */
    public ServiceDescription withAgreed(String... keysToAgreeOn) {
        return with(new Checks(checks.rules(), List.of(keysToAgreeOn), checks.changes()));
    }

    /** The same with changes that were made at run time. */
    public ServiceDescription withChanges(StoredChanges changes) {
        return with(new Checks(checks.rules(), checks.agreed(), changes));
    }

    private ServiceDescription with(Checks others) {
        return new ServiceDescription(role, application, options, keys, properties, port, others);
    }
}
