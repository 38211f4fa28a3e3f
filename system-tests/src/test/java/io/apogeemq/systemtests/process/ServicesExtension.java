package io.apogeemq.systemtests.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Keeps the servers that {@link RunServices} asks for: started before their first use, ended after
 * the class or, when shared, after the last test of all. After a failure the servers' last lines
 * are printed and their homes are kept below {@code target/services}.
 */
public final class ServicesExtension implements ParameterResolver, AfterTestExecutionCallback {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(ServicesExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Services.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return servicesOf(context);
    }

    /** The servers of the test class in this context, started when its annotation says so. */
    public static Services servicesOf(ExtensionContext context) {
        Class<?> testClass = context.getRequiredTestClass();
        RunServices wanted = testClass.getAnnotation(RunServices.class);
        if (wanted == null) {
            throw new IllegalStateException(testClass + " has no @RunServices");
        }
        ExtensionContext owner = wanted.shared() ? context.getRoot() : classContext(context);
        Object key = wanted.shared() ? wanted : testClass;
        String name = wanted.shared() ? "shared" : testClass.getSimpleName();
        return owner.getStore(NAMESPACE)
                .computeIfAbsent(key, absent -> run(name, wanted), Services.class);
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            System.err.println(
                    "==== servers of failed "
                            + context.getRequiredTestClass().getSimpleName()
                            + " > "
                            + context.getDisplayName()
                            + "\n"
                            + servicesOf(context).evidence());
        }
    }

    private static ExtensionContext classContext(ExtensionContext context) {
        ExtensionContext current = context;
        @Nullable ExtensionContext parent = current.getParent().orElse(null);
        while (current.getTestMethod().isPresent() && parent != null) {
            current = parent;
            parent = current.getParent().orElse(null);
        }
        return current;
    }

    private static Services run(String name, RunServices wanted) {
        Services services = new Services(newDirectory(name), ServerFamily.selected());
        try {
            for (int i = 0; i < wanted.nameServers(); i++) {
                services.addNameServer();
            }
            Map<String, String> properties = propertiesOf(wanted.brokerProperties());
            for (int i = 0; i < wanted.brokers(); i++) {
                services.addBroker(properties);
            }
            if (wanted.started()) {
                services.start();
            }
            return services;
        } catch (RuntimeException | Error e) {
            System.err.println("==== servers that did not start\n" + services.evidence());
            services.close();
            throw e;
        }
    }

    private static Map<String, String> propertiesOf(String[] lines) {
        Map<String, String> properties = new LinkedHashMap<>();
        Arrays.stream(lines)
                .map(line -> line.split("=", 2))
                .forEach(pair -> properties.put(pair[0], pair[1]));
        return properties;
    }

    private static Path newDirectory(String name) {
        try {
            Path root =
                    Files.createDirectories(
                            Path.of(
                                    System.getProperty(
                                            "apogee.systemtests.work", "target/services")));
            return Files.createTempDirectory(root.toAbsolutePath(), name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
