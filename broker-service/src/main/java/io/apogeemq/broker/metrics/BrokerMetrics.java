package io.apogeemq.broker.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/**
 * The broker's meters over what its rooms count. Of a broker that does not run gauges are NaN and
 * counters 0.
 */
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

        long diskUsableBytes();

        long messagesPut();

        long bytesPut();

        long putsFailed();

        long messagesGot();

        long readsFound();

        long readsMissed();
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
        gauge(
                registry,
                "apogee.broker.log.disk.usable",
                "bytes",
                "Bytes of the store's disk that can still be used",
                Source::diskUsableBytes);
        counter(
                registry,
                "apogee.broker.produce.stored",
                "messages",
                "Messages stored for clients",
                Source::messagesPut);
        counter(
                registry,
                "apogee.broker.produce.volume",
                "bytes",
                "Bytes of bodies stored for clients",
                Source::bytesPut);
        counter(
                registry,
                "apogee.broker.produce.failed",
                "requests",
                "Sends that were refused or failed",
                Source::putsFailed);
        counter(
                registry,
                "apogee.broker.pull.delivered",
                "messages",
                "Messages handed out",
                Source::messagesGot);
        counter(
                registry,
                "apogee.broker.pull.found",
                "requests",
                "Pulls that found something",
                Source::readsFound);
        counter(
                registry,
                "apogee.broker.pull.missed",
                "requests",
                "Pulls that found nothing or were refused",
                Source::readsMissed);
    }

    private void counter(
            MeterRegistry registry,
            String name,
            String unit,
            String description,
            ToDoubleFunction<Source> value) {
        FunctionCounter.builder(name, source, value)
                .baseUnit(unit)
                .description(description)
                .register(registry);
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
