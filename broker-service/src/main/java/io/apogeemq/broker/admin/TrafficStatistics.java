package io.apogeemq.broker.admin;

import io.apogeemq.broker.admin.TrafficMeter.Span;
import io.apogeemq.broker.admin.TrafficMeter.Unit;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.protocol.admin.BrokerStatsBody;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What went in and out, by topic and by group, over the last minute, hour and day, under the names
 * that tools ask by.
 *
 * <p>Any thread counts and asks; {@link #sample} is called about once a second by one thread. What
 * had no traffic for a day is forgotten, and above a number of topics and groups further ones are
 * not counted one by one.
 */
public final class TrafficStatistics {

    /** So many topics and groups are counted one by one; some ten MiB when all of them are busy. */
    static final int MOST_METERS = 20_000;

    /** Between a topic and a group in a key; neither may hold it. */
    private static final char BETWEEN = '@';

    /** A topic and a group. */
    private record Pair(String topic, String group) {}

    private final InstantSource clock;
    private final String clusterName;
    private final Predicate<String> isSystemTopic;
    private final Map<String, TrafficMeter> puts = new ConcurrentHashMap<>();
    private final Map<Pair, TrafficMeter> gets = new ConcurrentHashMap<>();
    private final Map<Pair, TrafficMeter> backs = new ConcurrentHashMap<>();
    private final TrafficMeter allPuts;
    private final TrafficMeter allGets;
    private final TrafficMeter userPuts;
    private final TrafficMeter userGets;
    private final AtomicInteger meters = new AtomicInteger();

    /**
     * Begins to count.
     *
     * @param clusterName the key of what the whole broker does
     * @param isSystemTopic whether a topic is the broker's own
     */
    public TrafficStatistics(
            InstantSource clock, String clusterName, Predicate<String> isSystemTopic) {
        this.clock = clock;
        this.clusterName = clusterName;
        this.isSystemTopic = isSystemTopic;
        long now = clock.millis();
        this.allPuts = new TrafficMeter(false, now);
        this.allGets = new TrafficMeter(false, now);
        this.userPuts = new TrafficMeter(false, now);
        this.userGets = new TrafficMeter(false, now);
    }

    /** A request stored so many messages in a topic. */
    public void put(String topic, int messages, long bytes) {
        allPuts.count(messages, bytes);
        count(meter(puts, topic, topic), userPuts, topic, messages, bytes);
    }

    /** A request handed so many messages of a topic to a group. */
    public void got(String topic, String group, int messages, long bytes) {
        allGets.count(messages, bytes);
        count(meter(gets, new Pair(topic, group), topic), userGets, topic, messages, bytes);
    }

    /** A group handed a message of a topic back. */
    public void sentBack(String topic, String group) {
        TrafficMeter meter = meter(backs, new Pair(topic, group), topic);
        if (meter != null) {
            meter.count(1, 0);
        }
    }

    private void count(
            @Nullable TrafficMeter meter,
            TrafficMeter ofUsers,
            String topic,
            int messages,
            long bytes) {
        if (meter != null) {
            meter.count(messages, bytes);
        }
        if (!(meter == null ? isSystemTopic.test(topic) : meter.isSystem())) {
            ofUsers.count(messages, bytes);
        }
    }

    private <K> @Nullable TrafficMeter meter(Map<K, TrafficMeter> table, K key, String topic) {
        TrafficMeter meter = table.get(key);
        if (meter != null || meters.get() >= MOST_METERS) {
            return meter;
        }
        return table.computeIfAbsent(
                key,
                first -> {
                    meters.incrementAndGet();
                    return new TrafficMeter(isSystemTopic.test(topic), clock.millis());
                });
    }

    /** Remembers how much there was so far, and forgets what has been idle for a day. */
    public void sample() {
        long now = clock.millis();
        allPuts.sample(now);
        allGets.sample(now);
        userPuts.sample(now);
        userGets.sample(now);
        sample(puts, now);
        sample(gets, now);
        sample(backs, now);
    }

    private void sample(Map<?, TrafficMeter> table, long now) {
        table.values()
                .removeIf(
                        meter -> {
                            meter.sample(now);
                            boolean idle = meter.isIdle(now);
                            if (idle) {
                                meters.decrementAndGet();
                            }
                            return idle;
                        });
    }

    /**
     * One statistic.
     *
     * @param name such as {@code TOPIC_PUT_NUMS}
     * @param key the topic, topic and group joined by {@code @}, or the cluster
     */
    public AdminOutcome<BrokerStatsBody> find(String name, String key) {
        TrafficMeter meter =
                switch (name) {
                    case "TOPIC_PUT_NUMS", "TOPIC_PUT_SIZE" -> puts.get(key);
                    case "GROUP_GET_NUMS", "GROUP_GET_SIZE" -> ofGroup(gets, key);
                    case "SNDBCK_PUT_NUMS" -> ofGroup(backs, key);
                    case "BROKER_PUT_NUMS" -> ofBroker(allPuts, key);
                    case "BROKER_GET_NUMS" -> ofBroker(allGets, key);
                    case "BROKER_PUT_NUMS_WITHOUT_SYSTEM_TOPIC" -> ofBroker(userPuts, key);
                    case "BROKER_GET_NUMS_WITHOUT_SYSTEM_TOPIC" -> ofBroker(userGets, key);
                    default -> null;
                };
        if (meter == null) {
            // What never had traffic has no statistic; tools take this for zero.
            return AdminOutcome.denied(
                    Reason.SYSTEM_ERROR, "The stats <%s> <%s> not exist".formatted(name, key));
        }
        Unit unit = name.endsWith("_SIZE") ? Unit.BYTES : Unit.MESSAGES;
        long now = clock.millis();
        return AdminOutcome.answered(
                new BrokerStatsBody(
                        meter.stretch(Span.MINUTE, unit, now),
                        meter.stretch(Span.HOUR, unit, now),
                        meter.stretch(Span.DAY, unit, now)));
    }

    private static @Nullable TrafficMeter ofGroup(Map<Pair, TrafficMeter> table, String key) {
        int between = key.indexOf(BETWEEN);
        return between < 0
                ? null
                : table.get(new Pair(key.substring(0, between), key.substring(between + 1)));
    }

    private @Nullable TrafficMeter ofBroker(TrafficMeter meter, String key) {
        return key.equals(clusterName) ? meter : null;
    }

    /** Messages stored in a topic per second, over the last minute. */
    double putPerSecond(String topic) {
        return perSecond(puts.get(topic));
    }

    /** Messages of a topic handed to a group per second, over the last minute. */
    double gotPerSecond(String topic, String group) {
        return perSecond(gets.get(new Pair(topic, group)));
    }

    private double perSecond(@Nullable TrafficMeter meter) {
        return meter == null
                ? 0
                : meter.stretch(Span.MINUTE, Unit.MESSAGES, clock.millis()).perSecond();
    }
}
