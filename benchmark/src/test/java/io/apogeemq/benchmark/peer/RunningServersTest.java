package io.apogeemq.benchmark.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With shell scripts in the place of servers. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class RunningServersTest {

    private static final JvmWish NO_WISH = new JvmWish(null, null, List.of());

    @TempDir Path work;

    @Test
    void bothServersRunUntilTheyAreClosedAndLeaveNothingBehind() throws Exception {
        long pid;
        try (RunningServers servers =
                RunningServers.start(
                        new Scripts("echo it serves; exec sleep 600"), work, NO_WISH)) {
            pid = servers.brokerPid();
            assertThat(ProcessHandle.of(pid))
                    .hasValueSatisfying(process -> assertThat(process.isAlive()).isTrue());
            assertThat(servers.sampleBroker().residentBytes()).isPositive();
            assertThat(servers.brokerStart()).isPositive();
            assertThat(work).isNotEmptyDirectory();
        }

        assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)).isFalse();
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void aBrokerThatWasStoppedIsStartedAgainAtItsPlace() throws Exception {
        try (RunningServers servers =
                RunningServers.start(
                        new Scripts("echo >>starts; echo it serves; exec sleep 600"),
                        work,
                        NO_WISH)) {
            long first = servers.brokerPid();

            assertThat(servers.stopBroker()).isPositive();
            servers.startBroker();

            assertThat(servers.brokerPid()).isNotEqualTo(first);
            assertThat(ProcessHandle.of(first).map(ProcessHandle::isAlive).orElse(false)).isFalse();
            assertThat(servers.sampleBroker().residentBytes()).isPositive();
            try (Stream<Path> homes = Files.list(work)) {
                Path home = homes.findFirst().orElseThrow();
                assertThat(Files.readString(home.resolve("starts"))).hasLineCount(2);
            }
        }
    }

    @Test
    void aServerThatEndsBeforeItServesIsReportedWithWhereItsOutputIs() {
        assertThatThrownBy(
                        () ->
                                RunningServers.start(
                                        new Scripts("echo no port; exit 1"), work, NO_WISH))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("broker")
                .rootCause()
                .hasMessageContaining("broker.out");
    }

    /** A NameServer that always serves, and a broker that does as told. */
    private record Scripts(String broker) implements ServerUnderTest {

        @Override
        public String name() {
            return "Scripts";
        }

        @Override
        public void prepare() {}

        @Override
        public Launch nameServer(Place place) {
            return launch("namesrv", "echo it serves; exec sleep 600");
        }

        @Override
        public Launch broker(Place place) {
            return launch("broker", broker);
        }

        private static Launch launch(String role, String script) {
            return new Launch(role, List.of("sh", "-c", script), Map.of(), "it serves");
        }
    }
}
