package io.apogeemq.broker.config;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of the core's threads: waits for a signal or for its time, then does a step. The core itself
 * starts none. Whatever a step throws, the thread lives on: the step is tried again after a pause,
 * and until it succeeds the broker has a trouble that everybody can see.
 */
final class CoreThread implements AutoCloseable {

    /** What it does; one call is one step. */
    @FunctionalInterface
    interface Step {

        /**
         * Does what there is to do.
         *
         * @return how long to wait for a signal before the next step, in ns; 0 for not at all
         */
        long run() throws Exception;
    }

    private static final Logger LOG = LoggerFactory.getLogger(CoreThread.class);
    private static final long PAUSE_AFTER_FAILURE_NANOS = Duration.ofSeconds(1).toNanos();

    /** So long a step may take when the broker stops. */
    static final Duration LONGEST_STEP = Duration.ofSeconds(30);

    private final String name;
    private final Wakeup wakeup;
    private final Step step;
    private final Troubles troubles;
    private final Thread thread;
    private volatile boolean stopping;

    private CoreThread(String name, Wakeup wakeup, Step step, Troubles troubles) {
        this.name = name;
        this.wakeup = wakeup;
        this.step = step;
        this.troubles = troubles;
        this.thread = Thread.ofPlatform().name("apogee-" + name).unstarted(this::loop);
    }

    static CoreThread start(String name, Wakeup wakeup, Step step, Troubles troubles) {
        CoreThread started = new CoreThread(name, wakeup, step, troubles);
        started.thread.start();
        return started;
    }

    private void loop() {
        long wait = 0;
        while (!stopping) {
            wakeup.await(wait);
            if (stopping) {
                return;
            }
            try {
                wait = step.run();
                troubles.hasNone(name);
            } catch (Throwable e) {
                // Errors too: a mapped page that the disk does not give is one.
                troubles.has(name, e);
                wait = PAUSE_AFTER_FAILURE_NANOS;
            }
        }
    }

    /** Ends the thread after the step that it is in. */
    @Override
    public void close() {
        if (!end(LONGEST_STEP)) {
            LOG.atWarn().addKeyValue("thread", name).log("A thread does not end; going on");
        }
    }

    /**
     * Ends the thread after the step that it is in.
     *
     * @return whether it has ended in time
     */
    boolean end(Duration longestStep) {
        stopping = true;
        wakeup.signal();
        try {
            return thread.join(longestStep);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
