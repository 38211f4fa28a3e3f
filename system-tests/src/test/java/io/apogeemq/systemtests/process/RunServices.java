package io.apogeemq.systemtests.process;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs real servers for a test class and hands them to its methods as a {@link Services} parameter.
 * They run once per class; a class that neither stops servers nor counts what it did not make
 * itself may share them with all others of the same settings.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ServicesExtension.class)
public @interface RunServices {

    int nameServers() default 1;

    int brokers() default 1;

    /** Classic keys for each broker, as {@code key=value}. */
    String[] brokerProperties() default {};

    /** True to use one set of servers for all classes that ask with the same settings. */
    boolean shared() default false;

    /** False to leave starting to the tests. */
    boolean started() default true;
}
