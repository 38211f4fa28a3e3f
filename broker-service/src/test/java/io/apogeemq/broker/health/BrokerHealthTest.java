package io.apogeemq.broker.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.broker.health.BrokerHealth.State;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

@Timeout(20)
class BrokerHealthTest {

    @Test
    void aBrokerThatServesIsUpWhetherOrNotNameServersAnswer() {
        Health health =
                new BrokerHealth(() -> state(null, Map.of("127.0.0.1:9876", "refused"))).health();

        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails())
                .containsEntry("logEnd", 30L)
                .containsEntry("forcedEnd", 20L)
                .containsEntry("notIndexedBytes", 10L)
                .containsEntry("heldPulls", 5)
                .containsEntry("namesrv", Map.of("127.0.0.1:9876", "refused"))
                .doesNotContainKey("failure");
    }

    @Test
    void aBrokerThatCannotDoItsWorkIsDownWithTheCause() {
        Health health = new BrokerHealth(() -> state("no room for the log", Map.of())).health();

        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails()).containsEntry("failure", "no room for the log");
    }

    @Test
    void beforeTheBrokerRunsItIsOutOfService() {
        assertThat(new BrokerHealth(() -> null).health().getStatus())
                .isEqualTo(Status.OUT_OF_SERVICE);
    }

    private static State state(@Nullable String failure, Map<String, String> namesrv) {
        return new State(30, 20, 10, failure, namesrv, 5);
    }
}
