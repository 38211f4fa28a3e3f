package io.apogeemq.broker.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.common.boot.StartRefused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class PortCheckTest {

    @ParameterizedTest
    @CsvSource({"0", "2"})
    void aTakenMainOrFastPortIsNamedWithTheKeysThatMoveIt(int above) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            PortCheck check = new PortCheck("127.0.0.1", port + above);

            assertThatThrownBy(check::start)
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("Cannot listen on 127.0.0.1:")
                    .hasMessageContaining("--listenPort=PORT --storePathRootDir=DIR");
        }
    }

    @ParameterizedTest
    @CsvSource({"20909, the fast port", "20911, listenPort", "25911, the port for operators"})
    void aPortForSlavesThatIsOneOfTheOthersIsRefused(String port, String other) {
        assertThatThrownBy(() -> compare("20911", port, "25911"))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("haListenPort is " + port + ", as is " + other)
                .hasMessageContaining("--haListenPort=PORT");
    }

    @Test
    void portsOfTheirOwnAndPortsThatTheSystemChoosesAreTaken() {
        assertThatCode(() -> compare("20911", "20912", "25911")).doesNotThrowAnyException();
        assertThatCode(() -> compare("0", "20912", "0")).doesNotThrowAnyException();
        assertThatCode(() -> compare("20911", "", "25911")).doesNotThrowAnyException();
    }

    private static void compare(String main, String slaves, String operators) {
        Map<String, String> set =
                Map.of(
                        "apogee.broker.listen-port", main,
                        "apogee.broker.replication.port", slaves,
                        "server.port", operators);
        PortCheck.refuseOneForTwo(
                key -> Optional.ofNullable(set.get(key)).filter(v -> !v.isEmpty()));
    }
}
