package io.apogeemq.broker.config;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of the core's threads: waits for a signal or for its time, then does a step. The core itself
 * starts none. A step that throws is logged and tried again after a pause, so that one bad record
 * does not silence a broker.
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
    private static final Duration LONGEST_STEP = Duration.ofSeconds(30);

    private final String name;
    private final Wakeup wakeup;
    private final Step step;
    private final Thread thread;
    private volatile boolean stopping;

    private CoreThread(String name, Wakeup wakeup, Step step) {
        this.name = name;
        this.wakeup = wakeup;
        this.step = step;
        this.thread = Thread.ofPlatform().name("apogee-" + name).unstarted(this::loop);
    }

    static CoreThread start(String name, Wakeup wakeup, Step step) {
        CoreThread started = new CoreThread(name, wakeup, step);
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
            } catch (Exception e) {
                LOG.atError().setCause(e).addKeyValue("thread", name).log("A step failed");
                wait = PAUSE_AFTER_FAILURE_NANOS;
            }
        }
    }

    /** Ends the thread after the step that it is in. */
    @Override
    public void close() {
        stopping = true;
        wakeup.signal();
        try {
            if (!thread.join(LONGEST_STEP)) {
                LOG.atWarn().addKeyValue("thread", name).log("A thread does not end; going on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
