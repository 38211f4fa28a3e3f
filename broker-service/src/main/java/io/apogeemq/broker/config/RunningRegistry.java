package io.apogeemq.broker.config;

import io.apogeemq.broker.registration.BrokerInstance;
import io.apogeemq.broker.registration.NamesrvRegistry;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;

/** The running broker's registry, as a bean that is there before the broker is. */
final class RunningRegistry implements ServiceRegistry<BrokerInstance> {

    private final Supplier<@Nullable RunningBroker> broker;

    RunningRegistry(Supplier<@Nullable RunningBroker> broker) {
        this.broker = broker;
    }

    private NamesrvRegistry require() {
        RunningBroker now = broker.get();
        if (now == null) {
            throw new IllegalStateException("the broker does not run");
        }
        return now.registry();
    }

    @Override
    public void register(@Nullable BrokerInstance registration) {
        require().register(registration);
    }

    @Override
    public void deregister(@Nullable BrokerInstance registration) {
        require().deregister(registration);
    }

    @Override
    public void setStatus(BrokerInstance registration, String status) {
        require().setStatus(registration, status);
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public <T> T getStatus(BrokerInstance registration) {
        return require().getStatus(registration);
    }

    @Override
    public void close() {
        // The broker's own life cycle ends it.
    }
}
