package io.apogeemq.broker.admin;

import io.apogeemq.common.protocol.admin.BrokerStatsBody.Stretch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts messages, bytes and requests of one thing, and remembers how many there were: for a minute
 * every 10 s, for an hour every 10 min, for a day every hour. A meter without traffic remembers one
 * sample per stretch.
 *
 * <p>Any thread counts, without a lock. {@link #sample} and {@link #stretch} take the meter's own,
 * shortly and with no other; counting does not wait for it.
 */
final class TrafficMeter {

    /** A stretch of time that is looked back upon. */
    enum Span {
        MINUTE(Duration.ofMinutes(1), Duration.ofSeconds(10)),
        HOUR(Duration.ofHours(1), Duration.ofMinutes(10)),
        DAY(Duration.ofDays(1), Duration.ofHours(1));

        private final long millis;
        private final long everyMillis;

        Span(Duration length, Duration every) {
            this.millis = length.toMillis();
            this.everyMillis = every.toMillis();
        }
    }

    /** What is counted. */
    enum Unit {
        MESSAGES,
        BYTES
    }

    /** Rates of a meter that is younger are those of so long: one message is no storm. */
    private static final long LEAST_MILLIS = Span.MINUTE.everyMillis;

    /** The counters at one moment. */
    private record Sample(long millis, long messages, long bytes, long calls) {
        long of(Unit unit) {
            return switch (unit) {
                case MESSAGES -> messages;
                case BYTES -> bytes;
            };
        }
    }

    private final boolean system;
    private final LongAdder messages = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder calls = new LongAdder();
    private final Deque<Sample> minute = new ArrayDeque<>(2);
    private final Deque<Sample> hour = new ArrayDeque<>(2);
    private final Deque<Sample> day = new ArrayDeque<>(2);

    /**
     * Begins to count.
     *
     * @param system whether it counts a topic of the broker's own
     */
    TrafficMeter(boolean system, long nowMillis) {
        this.system = system;
        beginAt(new Sample(nowMillis, 0, 0, 0));
    }

    boolean isSystem() {
        return system;
    }

    void count(int moreMessages, long moreBytes) {
        messages.add(moreMessages);
        bytes.add(moreBytes);
        calls.increment();
    }

    /** Remembers the counters, where it is time to. */
    synchronized void sample(long nowMillis) {
        Sample now = now(nowMillis);
        if (nowMillis < minute.getLast().millis()) {
            // The clock was set back: a stretch over the jump would be nonsense.
            beginAt(now);
            return;
        }
        for (Span span : Span.values()) {
            Deque<Sample> samples = samples(span);
            Sample last = samples.getLast();
            if (nowMillis - last.millis() >= span.everyMillis && now.calls() != last.calls()) {
                samples.add(now);
            }
            // The youngest of those that are older than the stretch is where it begins.
            while (samples.size() > 1 && second(samples).millis() <= nowMillis - span.millis) {
                samples.removeFirst();
            }
        }
    }

    /** Whether nothing was counted for a day. */
    synchronized boolean isIdle(long nowMillis) {
        Sample last = day.getLast();
        return last.calls() == calls.sum() && last.millis() <= nowMillis - Span.DAY.millis;
    }

    /** What was counted in the stretch up to now. */
    synchronized Stretch stretch(Span span, Unit unit, long nowMillis) {
        Deque<Sample> samples = samples(span);
        Sample begin = samples.getFirst();
        for (Sample sample : samples) {
            if (sample.millis() > nowMillis - span.millis) {
                break;
            }
            begin = sample;
        }
        Sample now = now(nowMillis);
        long sum = now.of(unit) - begin.of(unit);
        long requests = now.calls() - begin.calls();
        // The beginning lies up to two samples before the stretch, or far before where nothing had
        // happened for long.
        long age = nowMillis - begin.millis();
        long elapsed =
                age > span.millis + 2 * span.everyMillis
                        ? span.millis
                        : Math.max(LEAST_MILLIS, age);
        return new Stretch(
                sum, sum * 1000.0 / elapsed, requests == 0 ? 0 : (double) sum / requests);
    }

    private Sample now(long nowMillis) {
        return new Sample(nowMillis, messages.sum(), bytes.sum(), calls.sum());
    }

    private void beginAt(Sample sample) {
        for (Span span : Span.values()) {
            samples(span).clear();
            samples(span).add(sample);
        }
    }

    private Deque<Sample> samples(Span span) {
        return switch (span) {
            case MINUTE -> minute;
            case HOUR -> hour;
            case DAY -> day;
        };
    }

    private static Sample second(Deque<Sample> samples) {
        var each = samples.iterator();
        each.next();
        return each.next();
    }
}
