package io.apogeemq.systemtests.admin;

import io.apogeemq.systemtests.process.ServicesExtension;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.tools.admin.DefaultMQAdminExt;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test that asks for it a started administration client, and ends it with the test. */
final class AdminExtension implements ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(AdminExtension.class);
    private static final long TIMEOUT_MILLIS = 30_000;

    /** For looking up routes; three seconds by default. */
    private static final int CALL_TIMEOUT_MILLIS = 10_000;

    private static final AtomicInteger INSTANCES = new AtomicInteger();

    private record Started(DefaultMQAdminExt admin) implements AutoCloseable {
        @Override
        public void close() {
            admin.shutdown();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == DefaultMQAdminExt.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .computeIfAbsent(Started.class, absent -> start(context), Started.class)
                .admin();
    }

    private static Started start(ExtensionContext context) {
        DefaultMQAdminExt admin = new DefaultMQAdminExt(TIMEOUT_MILLIS);
        admin.setNamesrvAddr(ServicesExtension.servicesOf(context).nameServerAddresses());
        admin.setInstanceName("admin-" + INSTANCES.incrementAndGet());
        admin.setMqClientApiTimeout(CALL_TIMEOUT_MILLIS);
        try {
            admin.start();
        } catch (MQClientException e) {
            throw new IllegalStateException(e);
        }
        return new Started(admin);
    }
}
