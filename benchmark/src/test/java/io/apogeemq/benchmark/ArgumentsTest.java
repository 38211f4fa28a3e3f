package io.apogeemq.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.benchmark.row.Row;
import io.apogeemq.benchmark.row.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ArgumentsTest {

    @Test
    void withoutArgumentsEveryRowButThoseOfStartsIsRunWithTheDefaults() {
        Arguments arguments = Arguments.parse(List.of());

        assertThat(arguments.rows())
                .extracting(Row::name)
                .contains("send-async-1k", "idle")
                .doesNotContain("start", "restart");
        assertThat(arguments.settings()).isEqualTo(Settings.DEFAULTS);
        assertThat(arguments.suites()).containsExactly("apache", "apogee");
        assertThat(arguments.out()).hasFileName("benchmarks.md");
    }

    @Test
    void rowsAndKeysAreTakenFromTheCommandLine() {
        Arguments arguments =
                Arguments.parse(
                        List.of("--rounds=5", "--out=-", "--jvm=-Xlog:gc", "pull-1k", "start"));

        assertThat(arguments.rows()).extracting(Row::name).containsExactly("pull-1k", "start");
        assertThat(arguments.settings().rounds()).isEqualTo(5);
        assertThat(arguments.settings().extraJvmOptions()).containsExactly("-Xlog:gc");
        assertThat(arguments.out()).isNull();
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertThatThrownBy(() -> Arguments.parse(List.of("nothing")))
                .hasMessage("no such row: nothing");
        assertThatThrownBy(() -> Arguments.parse(List.of("--colour=red")))
                .hasMessageContaining("--colour=red");
        assertThatThrownBy(() -> Arguments.parse(List.of("--rounds=many")))
                .hasMessageContaining("rounds: 'many'");
        assertThatThrownBy(() -> Arguments.parse(List.of("--rounds=0")))
                .hasMessageContaining("expected: 1..20");
        assertThatThrownBy(() -> Arguments.parse(List.of("--servers=kafka")))
                .hasMessageContaining("kafka");
    }
}
