package io.apogeemq.common.boot;

/**
 * Starts a service as its own process: the whole of its {@code main}.
 *
 * <pre>{@code
 * public static void main(String[] args) {
 *     ServiceStarter.run(NamesrvService.describe(NamesrvApplication.class), args);
 * }
 * }</pre>
 *
 * <p>Runs on the calling thread until every life cycle has started and the {@link BootLine} is
 * said, or ends the process with the classic exit code and one readable text.
 */
public final class ServiceStarter {

    private ServiceStarter() {}

    /** Starts, or ends the process. */
    public static void run(ServiceDescription service, String... args) {
        switch (new Startup(service, System.getProperties(), System.getenv()).start(args)) {
            case Startup.Running running -> {
                // From here on the web server's thread keeps the process alive.
            }
            case Startup.Ended ended -> System.exit(ended.exitCode());
        }
    }
}
