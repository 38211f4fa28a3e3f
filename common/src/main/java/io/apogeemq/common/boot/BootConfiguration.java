package io.apogeemq.common.boot;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/** Beans that every service has. */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
public class BootConfiguration {

    @Bean
    FilterRegistrationBean<LoopbackChanges> loopbackChanges() {
        FilterRegistrationBean<LoopbackChanges> registration =
                new FilterRegistrationBean<>(new LoopbackChanges());
        registration.addUrlPatterns("/actuator/*");
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    /**
     * A process is alive from when it can say so: a broker that replays its log for minutes, with
     * the web server open, is not to be killed for it. Boot itself says so after the start only.
     */
    @Bean
    ApplicationListener<WebServerInitializedEvent> aliveSinceTheWebServerOpened() {
        return event ->
                AvailabilityChangeEvent.publish(
                        event.getApplicationContext(), LivenessState.CORRECT);
    }
}
