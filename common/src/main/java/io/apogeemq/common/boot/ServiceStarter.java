package io.apogeemq.common.boot;

import org.springframework.context.SmartLifecycle;

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

    /**
     * Phase of the life cycle that opens a service's doors. The web server for operators opens
     * before it and closes after it, so that health tells of a long start and of draining; what
     * serves in front of the service, in the same process, has a higher one.
     */
    public static final int DOORS_PHASE = SmartLifecycle.DEFAULT_PHASE - 512;

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
