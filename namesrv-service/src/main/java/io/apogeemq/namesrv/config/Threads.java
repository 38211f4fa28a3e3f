package io.apogeemq.namesrv.config;

import io.apogeemq.common.remoting.MemoryBudget;
import io.apogeemq.namesrv.endpoint.Lane;
import io.apogeemq.namesrv.endpoint.NamesrvEndpoint.Lanes;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The NameServer's own threads: the route table's writer, the desk, and the scan's clock. Each has
 * one thread and a bounded queue.
 */
final class Threads implements AutoCloseable {
    private static final int QUEUED_REGISTRATIONS = 3_000;
    private static final int QUEUED_DESK_WORK = 1_000;

    /** The part of the heap that requests which wait may hold. */
    private static final int WAITING_SHARE = 8;

    private final ExecutorService writer = one("namesrv-route-writer", QUEUED_REGISTRATIONS);
    private final ExecutorService desk = one("namesrv-desk", QUEUED_DESK_WORK);
    private final ScheduledExecutorService scan =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("namesrv-scan").factory());
    private final Lanes lanes;

    private volatile @Nullable Future<?> repeated;

    Threads() {
        MemoryBudget waiting = new MemoryBudget(Runtime.getRuntime().maxMemory() / WAITING_SHARE);
        lanes = new Lanes(new Lane(writer, waiting), new Lane(desk, waiting));
    }

    Lanes lanes() {
        return lanes;
    }

    /**
     * Runs {@code work} on the writer's thread again and again; left out while that is overloaded.
     */
    void repeatOnWriter(Runnable work, long intervalMillis) {
        repeated =
                scan.scheduleWithFixedDelay(
                        () -> lanes.routing().tell(work),
                        intervalMillis,
                        intervalMillis,
                        TimeUnit.MILLISECONDS);
    }

    private static ExecutorService one(String name, int queued) {
        return new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(queued),
                Thread.ofPlatform().daemon().name(name).factory());
    }

    /** Ends the threads once they have done what was asked, within five seconds. */
    @Override
    public void close() {
        Future<?> scanning = repeated;
        if (scanning != null) {
            scanning.cancel(false);
        }
        scan.shutdown();
        for (ExecutorService executor : List.of(writer, desk)) {
            executor.shutdown();
            try {
                if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
                    executor.shutdownNow();
                }
            } catch (InterruptedException e) {
                executor.shutdownNow();
                Thread.currentThread().interrupt();
            }
        }
    }
}
