package io.apogeemq.benchmark.row;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class SideBySideTest {

    @Test
    void cellsGiveMedianLeastAndGreatestAndRatiosAreTakenRoundByRound() {
        SideBySide table = new SideBySide("How it was run.");
        double[] first = {100, 200, 400};
        double[] second = {300, 400, 1600};
        for (int round = 0; round < 3; round++) {
            table.addRound("A").put(Column.THROUGHPUT, first[round]);
            table.addRound("B").put(Column.THROUGHPUT, second[round]);
        }

        assertThat(table.markdown())
                .isEqualTo(
                        """
                        How it was run.

                        | | A | B | B / A |
                        |---|---|---|---|
                        | messages/s | 200 (100–400) | 400 (300–1,600) | **3.00** (2.00–4.00) |
                        """);
    }

    @Test
    void oneSuiteAloneHasNoRatio() {
        SideBySide table = new SideBySide("Alone.");
        table.addRound("A").put(Column.SERVER_CPU, 1.234);

        assertThat(table.markdown())
                .endsWith("| | A |\n|---|---|\n| server CPU, s per million | 1.23 |\n");
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
        assertThat(SideBySide.median(new double[] {1, 2, 4, 8})).isEqualTo(3);
    }
}
