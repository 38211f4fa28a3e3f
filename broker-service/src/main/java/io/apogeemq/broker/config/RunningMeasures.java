package io.apogeemq.broker.config;

import io.apogeemq.broker.metrics.BrokerMetrics;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What metrics read of a running broker; zeros while there is none. */
final class RunningMeasures implements BrokerMetrics.Source {

    private final Supplier<@Nullable RunningBroker> broker;

    RunningMeasures(Supplier<@Nullable RunningBroker> broker) {
        this.broker = broker;
    }

    @Override
    public boolean isRunning() {
        return broker.get() != null;
    }

    @Override
    public long logBytes() {
        RunningBroker now = broker.get();
        return now == null ? 0 : now.store().log().end() - now.store().log().start();
    }

    @Override
    public long notForcedBytes() {
        RunningBroker now = broker.get();
        return now == null ? 0 : now.store().log().end() - now.store().log().forcedEnd();
    }

    @Override
    public long notIndexedBytes() {
        RunningBroker now = broker.get();
        return now == null ? 0 : now.store().dispatcher().behindBytes();
    }

    @Override
    public long heldPulls() {
        RunningBroker now = broker.get();
        return now == null ? 0 : now.services().held().count();
    }

    @Override
    public long openConnections() {
        RunningBroker now = broker.get();
        return now == null ? 0 : now.server().counters().openConnections();
    }

    @Override
    public long topics() {
        RunningBroker now = broker.get();
        return now == null ? 0 : now.store().topics().all().size();
    }

    @Override
    public long namesrvReached() {
        RunningBroker now = broker.get();
        return now == null ? 0 : now.registry().reached();
    }

    @Override
    public long diskUsableBytes() {
        RunningBroker now = broker.get();
        return now == null ? 0 : now.store().directory().path().toFile().getUsableSpace();
    }

    @Override
    public long messagesPut() {
        return traffic(Traffic::messagesPut);
    }

    @Override
    public long bytesPut() {
        return traffic(Traffic::bytesPut);
    }

    @Override
    public long putsFailed() {
        return traffic(Traffic::putsFailed);
    }

    @Override
    public long messagesGot() {
        return traffic(Traffic::messagesGot);
    }

    @Override
    public long readsFound() {
        return traffic(Traffic::readsFound);
    }

    @Override
    public long readsMissed() {
        return traffic(Traffic::readsMissed);
    }

    private long traffic(ToLongFunction<Traffic> counter) {
        RunningBroker now = broker.get();
        return now == null ? 0 : counter.applyAsLong(now.services().traffic());
    }
}
