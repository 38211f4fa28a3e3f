package io.apogeemq.systemtests.process;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * How long tests wait for what must come. There is one limit for all of them and it is long: what
 * works is there at once, and a machine with two slow cores and noisy neighbours may take its time.
 * Only a test that fails waits to the end. Stateless.
 *
 * <p>No test may fail because something came late, nor take "did not come yet" for "does not come":
 * where speed or silence matter, look for a fact that tells them apart whatever the clock says.
 */
public final class Patience {

    /** Longer than any of the official client's own timers: 60 s for an orphaned queue lock. */
    public static final Duration LIMIT = Duration.ofMinutes(2);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    private Patience() {}

    /** A wait that names what is missing when it fails; to be ended with the condition. */
    public static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(LIMIT).pollInterval(POLL_INTERVAL);
    }

    /**
     * Lets time go by where nothing tells that it is enough. Safe only where a shorter wait would
     * weaken the test, not fail it.
     */
    public static void letPass(Duration time) {
        long from = System.nanoTime();
        Awaitility.await("that " + time + " go by")
                .atMost(LIMIT.plus(time))
                .pollInterval(POLL_INTERVAL)
                .until(() -> System.nanoTime() - from >= time.toNanos());
    }
}
