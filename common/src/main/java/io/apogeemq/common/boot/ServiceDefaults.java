package io.apogeemq.common.boot;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the three services set differently from Spring Boot, below every other source: a web server
 * of few threads for health and metrics, log files with the classic names, no banner.
 */
final class ServiceDefaults {

    /**
     * Auto-configuration that no service has a use for; each would cost every start some
     * milliseconds, and memory for good. Whoever needs one takes it off here. Not every service has
     * all the libraries, which is no harm.
     */
    private static final List<String> LEFT_OUT =
            List.of(
                    // Aspects, pools, schedules and texts: the rooms have their own.
                    "org.springframework.boot.autoconfigure.aop.AopAutoConfiguration",
                    "org.springframework.boot.autoconfigure.context.MessageSourceAutoConfiguration",
                    "org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration",
                    "org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration",
                    // A few JSON pages for operators need no forms, uploads and error pages;
                    // endpoints have a mapper of their own.
                    "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
                    "org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration",
                    "org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration",
                    "org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration",
                    // Figures of those pages themselves, or of what isn't used.
                    "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAspectsAutoConfiguration",
                    "org.springframework.boot.micrometer.metrics.autoconfigure.ssl.SslMetricsAutoConfiguration",
                    "org.springframework.boot.micrometer.metrics.autoconfigure.task.TaskExecutorMetricsAutoConfiguration",
                    "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
                    "org.springframework.boot.micrometer.observation.autoconfigure.ScheduledTasksObservationAutoConfiguration",
                    "org.springframework.boot.tomcat.autoconfigure.metrics.TomcatMetricsAutoConfiguration",
                    "org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration",
                    // Of Spring Cloud's commons a registry's contract and its endpoint are used
                    // and nothing else.
                    "org.springframework.cloud.client.CommonsClientAutoConfiguration",
                    "org.springframework.cloud.client.ReactiveCommonsClientAutoConfiguration",
                    "org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration",
                    "org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration",
                    "org.springframework.cloud.client.loadbalancer.LoadBalancerDefaultMappingsProviderAutoConfiguration",
                    "org.springframework.cloud.client.serviceregistry.AutoServiceRegistrationAutoConfiguration",
                    "org.springframework.cloud.commons.config.CommonsConfigAutoConfiguration",
                    "org.springframework.cloud.commons.security.ResourceServerTokenRelayAutoConfiguration",
                    "org.springframework.cloud.commons.util.UtilAutoConfiguration",
                    "org.springframework.cloud.configuration.CompatibilityVerifierAutoConfiguration");

    /**
     * A line of the log: Spring's, with what the event is about (its key-value pairs) behind it.
     */
    private static final String LINE =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %5p "
                    + ProcessHandle.current().pid()
                    + " --- [%t] %-40.40logger{39} : %m%replace( %kvp){'^ $',''}%n%wEx";

    private ServiceDefaults() {}

    static Map<String, Object> of(String role, @Nullable Path logFile) {
        Map<String, Object> defaults = new LinkedHashMap<>();
        defaults.put("spring.application.name", role);
        defaults.put("spring.config.name", role);
        defaults.put("spring.autoconfigure.exclude", String.join(",", LEFT_OUT));
        defaults.put("spring.main.banner-mode", "off");
        defaults.put("spring.main.log-startup-info", "false");
        defaults.put("spring.lifecycle.timeout-per-shutdown-phase", "30s");
        defaults.put("server.shutdown", "graceful");
        defaults.put("server.tomcat.threads.max", "8");
        defaults.put("server.tomcat.threads.min-spare", "1");
        defaults.put("server.tomcat.max-connections", "256");
        defaults.put("server.tomcat.accept-count", "64");
        defaults.put("spring.web.resources.add-mappings", "false");
        defaults.put(
                "management.endpoints.web.exposure.include",
                "health,info,metrics,prometheus,serviceregistry");
        defaults.put("management.endpoint.health.probes.enabled", "true");
        defaults.put("management.endpoint.health.show-details", "always");
        // The state of the disk is the store's business, which knows its own limits.
        defaults.put("management.health.diskspace.enabled", "false");
        // An indicator that knows nothing here would only be noise.
        defaults.put("management.health.ssl.enabled", "false");
        defaults.put("logging.pattern.console", LINE);
        defaults.put("logging.pattern.file", LINE);
        defaults.put("logging.level.root", "warn");
        defaults.put("logging.level.io.apogeemq", "info");
        // A path that doesn't exist is the asker's mistake, and 404 says so.
        defaults.put("logging.level.org.springframework.web.servlet.PageNotFound", "error");
        // It warns of every failed start, with the whole chain of causes on one line.
        defaults.put(
                "logging.level.org.springframework.boot.web.server.servlet.context"
                        + ".AnnotationConfigServletWebServerApplicationContext",
                "error");
        // Start-up failures are told once and in plain lines by our own reporter.
        defaults.put(
                "logging.level.org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter",
                "off");
        if (logFile != null) {
            defaults.put("logging.file.name", logFile.toString());
            defaults.put("logging.logback.rollingpolicy.max-file-size", "100MB");
            defaults.put("logging.logback.rollingpolicy.max-history", "10");
            defaults.put("logging.logback.rollingpolicy.total-size-cap", "1GB");
        }
        return defaults;
    }
}
