package io.apogeemq.broker.queuelock;

import io.apogeemq.common.broker.AcknowledgedOutcome;
import io.apogeemq.common.broker.QueueLockOperations;
import io.apogeemq.common.message.MessageQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which client of a group may consume a queue in order. Clients refresh their locks every twenty
 * seconds; a lock that was not refreshed for {@link #LIFETIME} is free for others.
 *
 * <p>Thread-safe, in memory only: after a restart all locks are free. Neither group nor topic has
 * to exist.
 */
public final class QueueLocks implements QueueLockOperations {

    /** How long a lock holds without being refreshed, by the broker's clock. */
    public static final Duration LIFETIME = Duration.ofMinutes(1);

    /** Who holds a queue, and since when by the broker's clock. */
    private record Lock(String clientId, long refreshedMillis) {
        boolean isHeldAt(long nowMillis) {
            return nowMillis - refreshedMillis <= LIFETIME.toMillis();
        }
    }

    private final InstantSource clock;

    /** Immutable maps, replaced under the lock that the table has for the group; never empty. */
    private final ConcurrentHashMap<String, Map<MessageQueue, Lock>> groups =
            new ConcurrentHashMap<>();

    public QueueLocks(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public CompletionStage<Set<MessageQueue>> lock(
            String group, String clientId, Set<MessageQueue> queues) {
        Set<MessageQueue> granted = new HashSet<>();
        long now = clock.millis();
        groups.compute(
                group,
                (name, present) -> {
                    Map<MessageQueue, Lock> locks = withoutExpired(present, now);
                    for (MessageQueue queue : queues) {
                        Lock held = locks.get(queue);
                        if (held == null || held.clientId().equals(clientId)) {
                            locks.put(queue, new Lock(clientId, now));
                            granted.add(queue);
                        }
                    }
                    return locks.isEmpty() ? null : Map.copyOf(locks);
                });
        return CompletableFuture.completedStage(Set.copyOf(granted));
    }

    @Override
    public CompletionStage<AcknowledgedOutcome> unlock(
            String group, String clientId, Set<MessageQueue> queues) {
        groups.computeIfPresent(
                group,
                (name, present) -> {
                    Map<MessageQueue, Lock> locks = withoutExpired(present, clock.millis());
                    for (MessageQueue queue : queues) {
                        Lock held = locks.get(queue);
                        if (held != null && held.clientId().equals(clientId)) {
                            locks.remove(queue);
                        }
                    }
                    return locks.isEmpty() ? null : Map.copyOf(locks);
                });
        return CompletableFuture.completedStage(new AcknowledgedOutcome.Done(""));
    }

    /**
     * Whether the group consumes in order here: any of its locks has not expired. One look-up for
     * groups that never lock.
     */
    public boolean holdsAny(String group) {
        Map<MessageQueue, Lock> locks = groups.get(group);
        if (locks == null) {
            return false;
        }
        long now = clock.millis();
        for (Lock lock : locks.values()) {
            if (lock.isHeldAt(now)) {
                return true;
            }
        }
        return false;
    }

    /** Forgets locks that have expired, so that groups which are gone take no memory. */
    public void expire() {
        long now = clock.millis();
        for (String group : groups.keySet()) {
            groups.computeIfPresent(
                    group,
                    (name, present) -> {
                        Map<MessageQueue, Lock> locks = withoutExpired(present, now);
                        return locks.isEmpty() ? null : Map.copyOf(locks);
                    });
        }
    }

    private static Map<MessageQueue, Lock> withoutExpired(
            @Nullable Map<MessageQueue, Lock> present, long nowMillis) {
        Map<MessageQueue, Lock> locks = new HashMap<>();
        if (present != null) {
            present.forEach(
                    (queue, lock) -> {
                        if (lock.isHeldAt(nowMillis)) {
                            locks.put(queue, lock);
                        }
                    });
        }
        return locks;
    }
}
