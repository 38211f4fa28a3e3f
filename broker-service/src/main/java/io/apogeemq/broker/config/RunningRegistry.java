package io.apogeemq.broker.config;

import io.apogeemq.broker.registration.BrokerInstance;
import io.apogeemq.broker.registration.NamesrvRegistry;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;

/** The running broker's registry, as a bean that is there before the broker is. */
final class RunningRegistry implements ServiceRegistry<BrokerInstance> {

    /** Status of a broker that does not run yet, or no more. */
    private static final String DOWN = "DOWN";

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
        try {
            require().setStatus(registration, status);
        } catch (IllegalArgumentException | IllegalStateException e) {
            // The endpoint's way to say that the request is at fault and not the broker.
            throw new InvalidEndpointRequestException(
                    String.valueOf(e.getMessage()), "the status cannot be had now", e);
        }
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T> T getStatus(BrokerInstance registration) {
        RunningBroker now = broker.get();
        // The interface leaves the type to the registry: here it is a text.
        return now == null ? (T) DOWN : now.registry().getStatus(registration);
    }

    @Override
    public void close() {
        // The broker's own life cycle ends it.
    }
}
