package io.apogeemq.common.boot;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says which setting moves the HTTP server away from a port that someone else has. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class HttpPortTakenAnalyzer extends AbstractFailureAnalyzer<PortInUseException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, PortInUseException cause) {
        return new FailureAnalysis(
                "Port "
                        + cause.getPort()
                        + ", for health and metrics by HTTP, is taken by another process.",
                "It follows the main port (+ 5000): choose another one with --listenPort=..., or only this one"
                        + " with --server.port=...",
                cause);
    }
}
