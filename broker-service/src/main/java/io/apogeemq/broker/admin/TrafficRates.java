package io.apogeemq.broker.admin;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Rates of the last 10, 60 and 600 seconds, and totals at the last midnights. {@link #sample} is
 * called about once a second by one thread; everything else may be asked by anyone.
 */
final class TrafficRates {

    private static final long[] WINDOW_SECONDS = {10, 60, 600};

    /** The counters at one moment. */
    private record Sample(long millis, long put, long found, long missed, long got) {}

    /** Reads one counter out of a sample. */
    private enum Counter {
        PUT,
        FOUND,
        MISSED,
        ALL_READS,
        GOT;

        long of(Sample sample) {
            return switch (this) {
                case PUT -> sample.put();
                case FOUND -> sample.found();
                case MISSED -> sample.missed();
                case ALL_READS -> sample.found() + sample.missed();
                case GOT -> sample.got();
            };
        }
    }

    private final BrokerFigures figures;
    private final InstantSource clock;
    private final ZoneId zone;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private LocalDate today;
    private Sample atMorning;
    private Sample atYesterdaysMorning;

    TrafficRates(BrokerFigures figures, InstantSource clock, ZoneId zone) {
        this.figures = figures;
        this.clock = clock;
        this.zone = zone;
        this.today = LocalDate.ofInstant(clock.instant(), zone);
        this.atMorning = new Sample(clock.millis(), 0, 0, 0, 0);
        this.atYesterdaysMorning = atMorning;
        samples.add(now());
    }

    private Sample now() {
        return new Sample(
                clock.millis(),
                figures.messagesPut(),
                figures.readsFound(),
                figures.readsMissed(),
                figures.messagesGot());
    }

    /** Remembers the counters of this moment. */
    synchronized void sample() {
        Sample now = now();
        if (now.millis() < samples.getLast().millis()) {
            // The clock was set back: rates over the jump would be nonsense.
            samples.clear();
        }
        samples.add(now);
        long oldest = now.millis() - 1000 * WINDOW_SECONDS[WINDOW_SECONDS.length - 1];
        while (samples.size() > 2 && samples.getFirst().millis() < oldest) {
            samples.removeFirst();
        }
        LocalDate date = LocalDate.ofInstant(clock.instant(), zone);
        if (!date.equals(today)) {
            today = date;
            atYesterdaysMorning = atMorning;
            atMorning = now;
        }
    }

    /** Three numbers, separated by blanks. */
    private synchronized String rates(Counter counter) {
        Sample now = now();
        StringBuilder text = new StringBuilder();
        for (long seconds : WINDOW_SECONDS) {
            Sample then = samples.getLast();
            for (Sample sample : samples) {
                if (now.millis() - sample.millis() <= 1000 * seconds) {
                    then = sample;
                    break;
                }
            }
            long millis = now.millis() - then.millis();
            double rate = millis <= 0 ? 0 : (counter.of(now) - counter.of(then)) * 1000.0 / millis;
            text.append(text.isEmpty() ? "" : " ").append(number(rate));
        }
        return text.toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    String put() {
        return rates(Counter.PUT);
    }

    String found() {
        return rates(Counter.FOUND);
    }

    String missed() {
        return rates(Counter.MISSED);
    }

    String reads() {
        return rates(Counter.ALL_READS);
    }

    String got() {
        return rates(Counter.GOT);
    }

    synchronized long putAtMorning() {
        return atMorning.put();
    }

    synchronized long putAtYesterdaysMorning() {
        return atYesterdaysMorning.put();
    }

    synchronized long gotAtMorning() {
        return atMorning.got();
    }

    synchronized long gotAtYesterdaysMorning() {
        return atYesterdaysMorning.got();
    }
}
