package io.apogeemq.common.boot;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the three services set differently from Spring Boot, below every other source: a web server
 * of few threads for health and metrics, log files with the classic names, no banner.
 */
final class ServiceDefaults {

    private ServiceDefaults() {}

    static Map<String, Object> of(String role, @Nullable Path logFile) {
        Map<String, Object> defaults = new LinkedHashMap<>();
        defaults.put("spring.application.name", role);
        defaults.put("spring.config.name", role);
        defaults.put("spring.main.banner-mode", "off");
        defaults.put("spring.main.log-startup-info", "false");
        defaults.put("spring.lifecycle.timeout-per-shutdown-phase", "30s");
        defaults.put("server.shutdown", "graceful");
        defaults.put("server.tomcat.threads.max", "8");
        defaults.put("server.tomcat.threads.min-spare", "1");
        defaults.put("server.tomcat.max-connections", "256");
        defaults.put("server.tomcat.accept-count", "64");
        defaults.put("management.endpoints.web.exposure.include", "health,info,metrics,prometheus");
        defaults.put("management.endpoint.health.probes.enabled", "true");
        defaults.put("management.endpoint.health.show-details", "always");
        // The state of the disk is the store's business, which knows its own limits.
        defaults.put("management.health.diskspace.enabled", "false");
        // Indicators that know nothing here would only be noise.
        defaults.put("management.health.ssl.enabled", "false");
        defaults.put("spring.cloud.discovery.client.composite-indicator.enabled", "false");
        defaults.put("spring.cloud.discovery.client.health-indicator.enabled", "false");
        defaults.put("logging.level.root", "warn");
        defaults.put("logging.level.io.apogeemq", "info");
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
