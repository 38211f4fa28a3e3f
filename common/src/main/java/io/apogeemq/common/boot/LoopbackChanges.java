package io.apogeemq.common.boot;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Set;

/**
 * Lets anyone read the management endpoints that are exposed, and only this machine change
 * something through them.
 */
final class LoopbackChanges extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (READING.contains(request.getMethod())
                || InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()) {
            chain.doFilter(request, response);
        } else {
            response.sendError(
                    HttpServletResponse.SC_FORBIDDEN,
                    "Changes are accepted from this machine only.");
        }
    }
}
