package io.apogeemq.common.boot;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
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
}
