package io.apogeemq.broker.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.broker.admin.TrafficStatistics;
import io.apogeemq.common.broker.PullOutcome;
import io.apogeemq.common.broker.PullRequest;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.testing.ManualClock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class TrafficTest {

    private static final PullRequest REQUEST =
            new PullRequest("g", "t", 0, 0, 32, 0, -1, 0, null, 0, false);

    private final Traffic traffic =
            new Traffic(new TrafficStatistics(new ManualClock(), "c", topic -> false));

    @Test
    void whoCancelsACountedPullCancelsThePull() {
        CompletableFuture<PullOutcome> pull = new CompletableFuture<>();

        traffic.counted(REQUEST, pull).toCompletableFuture().cancel(false);

        assertThat(pull).isCancelled();
    }

    @Test
    void aPullThatFoundNothingIsCountedAsMissed() {
        traffic.counted(
                REQUEST,
                CompletableFuture.completedFuture(
                        new Refused(Refused.Reason.SYSTEM_BUSY, "too many")));

        assertThat(traffic.readsMissed()).isEqualTo(1);
        assertThat(traffic.readsFound()).isZero();
    }
}
