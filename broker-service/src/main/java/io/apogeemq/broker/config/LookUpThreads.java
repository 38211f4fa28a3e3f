package io.apogeemq.broker.config;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Virtual threads for what reads the disk or walks long tables: look-ups and operators' commands.
 * So many at a time and no more; what comes on top is refused, so that a flood of them takes
 * neither the heap nor the carriers from others. Any thread may hand in.
 */
final class LookUpThreads implements Executor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LookUpThreads.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

    private final Semaphore free;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("apogee-lookup-", 0).factory());

    LookUpThreads(int atOnce) {
        free = new Semaphore(atOnce);
    }

    /**
     * Runs a task, now.
     *
     * @throws RejectedExecutionException when as many run as may
     */
    @Override
    public void execute(Runnable task) {
        if (!free.tryAcquire()) {
            throw new RejectedExecutionException("too many look-ups at a time; try again");
        }
        try {
            threads.execute(
                    () -> {
                        try {
                            task.run();
                        } finally {
                            free.release();
                        }
                    });
        } catch (RejectedExecutionException e) {
            free.release();
            throw new RejectedExecutionException("the broker is stopping", e);
        }
    }

    /** Lets those that run end, but not for ever. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Look-ups were broken off, the broker stops");
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
