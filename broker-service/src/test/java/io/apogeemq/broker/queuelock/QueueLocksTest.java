package io.apogeemq.broker.queuelock;

import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.common.message.MessageQueue;
import io.apogeemq.common.testing.ManualClock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class QueueLocksTest {

    private static final MessageQueue FIRST = new MessageQueue("t", "broker-a", 0);
    private static final MessageQueue SECOND = new MessageQueue("t", "broker-a", 1);

    private final ManualClock clock = new ManualClock();
    private final QueueLocks locks = new QueueLocks(clock);

    @Test
    void aFreeQueueIsGrantedAndKeptByItsHolder() {
        assertThat(lock("g", "a", FIRST, SECOND)).containsExactlyInAnyOrder(FIRST, SECOND);
        assertThat(lock("g", "a", FIRST)).containsExactly(FIRST);
    }

    @Test
    void anotherClientOfTheGroupGetsOnlyWhatIsFree() {
        lock("g", "a", FIRST);

        assertThat(lock("g", "b", FIRST, SECOND)).containsExactly(SECOND);
    }

    @Test
    void groupsDoNotShareLocks() {
        lock("g", "a", FIRST);

        assertThat(lock("h", "b", FIRST)).containsExactly(FIRST);
    }

    @Test
    void aLockHoldsForAMinuteFromItsLastRefresh() {
        lock("g", "a", FIRST);
        clock.advance(Duration.ofSeconds(59));
        lock("g", "a", FIRST);
        clock.advance(Duration.ofSeconds(60));
        assertThat(lock("g", "b", FIRST)).isEmpty();

        clock.advance(Duration.ofMillis(1));
        assertThat(lock("g", "b", FIRST)).containsExactly(FIRST);
    }

    @Test
    void onlyTheHolderCanUnlock() {
        lock("g", "a", FIRST);
        locks.unlock("g", "b", Set.of(FIRST));
        assertThat(lock("g", "b", FIRST)).isEmpty();

        locks.unlock("g", "a", Set.of(FIRST));
        assertThat(lock("g", "b", FIRST)).containsExactly(FIRST);
    }

    @Test
    void aGroupHoldsLocksUntilTheLastOneExpires() {
        assertThat(locks.holdsAny("g")).isFalse();
        lock("g", "a", FIRST);
        assertThat(locks.holdsAny("g")).isTrue();

        clock.advance(Duration.ofSeconds(61));
        assertThat(locks.holdsAny("g")).isFalse();
    }

    @Test
    void expiryForgetsWhatIsOver() {
        lock("g", "a", FIRST);
        clock.advance(Duration.ofSeconds(30));
        lock("h", "a", FIRST);
        clock.advance(Duration.ofSeconds(31));
        locks.expire();

        assertThat(locks.holdsAny("g")).isFalse();
        assertThat(locks.holdsAny("h")).isTrue();
    }

    private Set<MessageQueue> lock(String group, String clientId, MessageQueue... queues) {
        return locks.lock(group, clientId, Set.of(queues)).toCompletableFuture().join();
    }
}
