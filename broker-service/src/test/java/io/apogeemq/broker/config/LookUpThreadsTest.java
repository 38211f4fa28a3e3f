package io.apogeemq.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class LookUpThreadsTest {

    @Test
    void whatComesOnTopIsRefusedUntilOneIsDone() throws InterruptedException {
        CountDownLatch hold = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(2);
        try (LookUpThreads threads = new LookUpThreads(2)) {
            for (int i = 0; i < 2; i++) {
                threads.execute(
                        () -> {
                            awaitQuietly(hold);
                            done.countDown();
                        });
            }

            assertThatThrownBy(() -> threads.execute(() -> {}))
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasMessageContaining("too many look-ups");
            hold.countDown();

            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void oneThatThrowsGivesItsPlaceBack() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        try (LookUpThreads threads = new LookUpThreads(1)) {
            threads.execute(
                    () -> {
                        throw new IllegalStateException("shown by the uncaught handler");
                    });
            await().dontCatchUncaughtExceptions()
                    .until(
                            () -> {
                                try {
                                    threads.execute(ran::countDown);
                                    return true;
                                } catch (RejectedExecutionException e) {
                                    return false;
                                }
                            });

            assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void nothingIsTakenAfterTheClose() {
        LookUpThreads threads = new LookUpThreads(1);
        threads.close();

        assertThatThrownBy(() -> threads.execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("the broker is stopping");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
