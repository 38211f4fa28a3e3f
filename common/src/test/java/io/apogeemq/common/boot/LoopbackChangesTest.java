package io.apogeemq.common.boot;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

@Timeout(10)
class LoopbackChangesTest {

    @Test
    void anyoneMayRead() throws ServletException, IOException {
        assertThat(statusOf("GET", "192.168.7.7")).isEqualTo(200);
        assertThat(statusOf("HEAD", "2001:db8::7")).isEqualTo(200);
    }

    @Test
    void onlyThisMachineMayChange() throws ServletException, IOException {
        assertThat(statusOf("POST", "192.168.7.7")).isEqualTo(403);
        assertThat(statusOf("DELETE", "2001:db8::7")).isEqualTo(403);
        assertThat(statusOf("POST", "127.0.0.1")).isEqualTo(200);
        assertThat(statusOf("POST", "0:0:0:0:0:0:0:1")).isEqualTo(200);
    }

    private static int statusOf(String method, String remoteAddress)
            throws ServletException, IOException {
        MockHttpServletRequest request = new MockHttpServletRequest(method, "/actuator/loggers");
        request.setRemoteAddr(remoteAddress);
        MockHttpServletResponse response = new MockHttpServletResponse();
        new LoopbackChanges().doFilter(request, response, new MockFilterChain());
        return response.getStatus();
    }
}
