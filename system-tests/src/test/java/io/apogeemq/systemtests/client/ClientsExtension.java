package io.apogeemq.systemtests.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.systemtests.process.ServicesExtension;
import org.apache.rocketmq.common.MQVersion;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test that asks for it a {@link Clients} of its own for the servers of its class, and
 * closes it with the test. Refuses to run with another client than the build announced.
 */
public final class ClientsExtension implements ParameterResolver, BeforeAllCallback {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(ClientsExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        String announced = System.getProperty("apogee.systemtests.client", "");
        if (!announced.isEmpty()) {
            assertThat(MQVersion.getVersionDesc(MQVersion.CURRENT_VERSION))
                    .as("version of the official client on the class path")
                    .isEqualTo("V" + announced.replace('.', '_'));
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Clients.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .computeIfAbsent(
                        Clients.class,
                        absent ->
                                new Clients(
                                        ServicesExtension.servicesOf(context)
                                                .nameServerAddresses()),
                        Clients.class);
    }
}
