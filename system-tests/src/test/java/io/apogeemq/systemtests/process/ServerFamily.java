package io.apogeemq.systemtests.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Whose servers are tested. Both families take the same classic property keys; how a process is
 * started with them differs. Stateless; the system property {@code apogee.systemtests.target}
 * ({@code apogee}, {@code apache}, {@code apache-broker}) chooses.
 */
public sealed interface ServerFamily permits ApogeeServers, ApacheServers, ApacheBrokers {

    /** The two kinds of process that the scenarios need. */
    enum Role {
        NAME_SERVER,
        BROKER
    }

    /**
     * What a server is started with.
     *
     * @param home an existing directory of the server's own: its user home, store and settings file
     * @param properties classic keys
     * @param nameServers addresses joined by {@code ;}, empty for none
     */
    record Settings(Role role, Path home, Map<String, String> properties, String nameServers) {
        public Settings {
            properties = Map.copyOf(properties);
        }

        Path userHome() {
            return home.resolve("user");
        }
    }

    /**
     * A process ready to be started.
     *
     * @param environment variables set beside the inherited ones; an empty value removes one
     */
    record Launch(List<String> command, Map<String, String> environment) {
        public Launch {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    /** The command line for a server with these settings; may write files below its home. */
    Launch launch(Settings settings);

    /** True if the servers are our own, for behaviour that differs on purpose. */
    boolean isApogee();

    static ServerFamily selected() {
        String target = System.getProperty("apogee.systemtests.target", "apogee");
        return switch (target) {
            case "apogee" -> new ApogeeServers();
            case "apache" -> new ApacheServers();
            case "apache-broker" -> new ApacheBrokers();
            default ->
                    throw new IllegalArgumentException(
                            "apogee.systemtests.target: "
                                    + target
                                    + " (expected: apogee, apache or apache-broker)");
        };
    }
}
