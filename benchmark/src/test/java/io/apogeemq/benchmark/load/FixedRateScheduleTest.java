package io.apogeemq.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class FixedRateScheduleTest {

    private static final long HOUR_NANOS = 3_600_000_000_000L;

    @Test
    void requestsAreDueAtEvenDistances() {
        FixedRateSchedule schedule = new FixedRateSchedule(1_000, 4);

        assertThat(schedule.due(0)).isEqualTo(1_000);
        assertThat(schedule.due(1)).isEqualTo(250_001_000);
        assertThat(schedule.due(4)).isEqualTo(1_000_001_000);
    }

    @Test
    void roundingDoesNotAddUpOverHours() {
        FixedRateSchedule schedule = new FixedRateSchedule(0, 7_777);

        assertThat(schedule.due(7_777L * 3600)).isEqualTo(HOUR_NANOS);
    }

    @Test
    void dueByCountsExactlyTheRequestsWhoseTimeHasCome() {
        for (int rate : new int[] {1, 3, 7, 1_000, 9_999, 10_000, 999_983}) {
            FixedRateSchedule schedule = new FixedRateSchedule(123, rate);
            for (long request : new long[] {0, 1, 2, 6, 7, 100, 9_998, 10_000_019}) {
                long due = schedule.due(request);
                assertThat(schedule.dueBy(due))
                        .as("rate %d, request %d", rate, request)
                        .isEqualTo(request + 1);
                assertThat(schedule.dueBy(due - 1))
                        .as("rate %d, before %d", rate, request)
                        .isEqualTo(request);
            }
        }
    }

    @Test
    void nothingIsDueBeforeTheStart() {
        assertThat(new FixedRateSchedule(1_000, 10).dueBy(999)).isZero();
    }
}
