package io.apogeemq.benchmark.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(10)
class ProcessSampleTest {

    @Test
    void processorTimeIsFoundBehindANameWithBlanksAndBrackets() {
        String stat = "42 (a) b (c)) S 1 42 42 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 8 0 100 0 0";

        assertThat(ProcessSample.cpuSeconds(stat)).isEqualTo(3.0);
    }

    @Test
    void aKeyIsFoundOnlyAtTheStartOfALine() {
        String status =
                "Name:\tx\nnonvoluntary_ctxt_switches:\t7\nvoluntary_ctxt_switches:\t5\nVmRSS:\t  120 kB\n";

        assertThat(ProcessSample.number(status, "voluntary_ctxt_switches:")).isEqualTo(5);
        assertThat(ProcessSample.number(status, "VmRSS:")).isEqualTo(120);
        assertThatThrownBy(() -> ProcessSample.number(status, "RssAnon:"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void thisProcessHasMemoryAndProcessorTime() throws IOException {
        ProcessSample sample = Machine.sampleThisProcess();

        assertThat(sample.residentBytes()).isGreaterThan(10 << 20);
        assertThat(sample.cpuSeconds()).isPositive();
        assertThat(sample.contextSwitches()).isPositive();
    }
}
