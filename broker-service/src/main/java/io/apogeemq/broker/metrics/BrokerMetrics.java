package io.apogeemq.broker.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** The broker's meters over what its rooms count. A broker that does not run has none: NaN. */
public final class BrokerMetrics implements MeterBinder {

    /** What is measured; each read costs a few volatile reads. */
    public interface Source {

        /** Whether there is anything to measure. */
        boolean isRunning();

        long logBytes();

        long notForcedBytes();

        long notIndexedBytes();

        long heldPulls();

        long openConnections();

        long topics();

        long namesrvReached();
    }

    private final Source source;

    public BrokerMetrics(Source source) {
        this.source = source;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "apogee.broker.log.size", "bytes", "Bytes in the log", Source::logBytes);
        gauge(
                registry,
                "apogee.broker.log.unforced",
                "bytes",
                "Bytes that the disk has not confirmed",
                Source::notForcedBytes);
        gauge(
                registry,
                "apogee.broker.index.behind",
                "bytes",
                "Readable bytes that are not indexed yet",
                Source::notIndexedBytes);
        gauge(
                registry,
                "apogee.broker.pull.held",
                "requests",
                "Pulls that wait for a message",
                Source::heldPulls);
        gauge(
                registry,
                "apogee.broker.remoting.connections",
                "connections",
                "Open connections",
                Source::openConnections);
        gauge(registry, "apogee.broker.topic.count", "topics", "Topics", Source::topics);
        gauge(
                registry,
                "apogee.broker.registration.reached",
                "servers",
                "NameServers that know this broker",
                Source::namesrvReached);
    }

    private void gauge(
            MeterRegistry registry,
            String name,
            String unit,
            String description,
            ToDoubleFunction<Source> value) {
        Gauge.builder(name, source, now -> now.isRunning() ? value.applyAsDouble(now) : Double.NaN)
                .baseUnit(unit)
                .description(description)
                .register(registry);
    }
}
