package io.apogeemq.broker.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.common.broker.PullOutcome;
import io.apogeemq.common.broker.Refused;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class TrafficTest {

    private final Traffic traffic = new Traffic();

    @Test
    void whoCancelsACountedPullCancelsThePull() {
        CompletableFuture<PullOutcome> pull = new CompletableFuture<>();

        traffic.counted(pull).toCompletableFuture().cancel(false);

        assertThat(pull).isCancelled();
    }

    @Test
    void aPullThatFoundNothingIsCountedAsMissed() {
        traffic.counted(
                CompletableFuture.completedFuture(
                        new Refused(Refused.Reason.SYSTEM_BUSY, "too many")));

        assertThat(traffic.readsMissed()).isEqualTo(1);
        assertThat(traffic.readsFound()).isZero();
    }
}
