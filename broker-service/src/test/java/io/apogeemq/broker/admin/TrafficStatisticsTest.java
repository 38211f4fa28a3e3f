package io.apogeemq.broker.admin;

import static io.apogeemq.broker.admin.AdminFixture.answered;
import static io.apogeemq.broker.admin.AdminFixture.denied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.protocol.admin.BrokerStatsBody;
import io.apogeemq.common.protocol.admin.BrokerStatsBody.Stretch;
import io.apogeemq.common.testing.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TrafficStatisticsTest {

    private final ManualClock clock = new ManualClock();
    private final TrafficStatistics statistics =
            new TrafficStatistics(clock, "cluster", topic -> topic.startsWith("sys"));

    /** Time goes by, with a sample every second. */
    private void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            clock.advance(Duration.ofSeconds(1));
            statistics.sample();
        }
    }

    private BrokerStatsBody find(String name, String key) {
        return answered(statistics.find(name, key));
    }

    @Test
    void whatComesInIsCountedByTopicAndForTheWholeBroker() {
        statistics.put("t", 1, 100);
        statistics.put("t", 3, 500);
        statistics.put("sys", 1, 10);

        assertThat(find("TOPIC_PUT_NUMS", "t").minute()).isEqualTo(new Stretch(4, 0.4, 2));
        assertThat(find("TOPIC_PUT_SIZE", "t").minute()).isEqualTo(new Stretch(600, 60, 300));
        assertThat(find("BROKER_PUT_NUMS", "cluster").day().sum()).isEqualTo(5);
        assertThat(find("BROKER_PUT_NUMS_WITHOUT_SYSTEM_TOPIC", "cluster").day().sum())
                .isEqualTo(4);
    }

    @Test
    void whatGoesOutIsCountedByTopicAndGroup() {
        statistics.got("t", "g", 32, 3200);
        statistics.got("t", "h", 1, 100);
        statistics.sentBack("t", "g");

        assertThat(find("GROUP_GET_NUMS", "t@g").hour().sum()).isEqualTo(32);
        assertThat(find("GROUP_GET_SIZE", "t@h").hour().sum()).isEqualTo(100);
        assertThat(find("SNDBCK_PUT_NUMS", "t@g").hour().sum()).isEqualTo(1);
        assertThat(find("BROKER_GET_NUMS", "cluster").hour().sum()).isEqualTo(33);
        assertThat(find("BROKER_GET_NUMS_WITHOUT_SYSTEM_TOPIC", "cluster").hour().sum())
                .isEqualTo(33);
    }

    @Test
    void whatNeverHadTrafficAndWhatHasNoNameIsNotThere() {
        assertThat(denied(statistics.find("TOPIC_PUT_NUMS", "t"))).isEqualTo(Reason.SYSTEM_ERROR);
        assertThat(denied(statistics.find("GROUP_GET_NUMS", "t"))).isEqualTo(Reason.SYSTEM_ERROR);
        assertThat(denied(statistics.find("BROKER_PUT_NUMS", "other")))
                .isEqualTo(Reason.SYSTEM_ERROR);
        assertThat(denied(statistics.find("ODD", "t"))).isEqualTo(Reason.SYSTEM_ERROR);
    }

    @Test
    void steadyTrafficHasTheSameRateOverEveryStretch() {
        for (int second = 0; second < 2 * 3600; second++) {
            statistics.put("t", 5, 50);
            pass(Duration.ofSeconds(1));
        }

        BrokerStatsBody found = find("TOPIC_PUT_NUMS", "t");
        assertThat(found.minute().perSecond()).isCloseTo(5, within(0.2));
        assertThat(found.hour().perSecond()).isCloseTo(5, within(0.2));
        assertThat(found.day().sum()).isEqualTo(2 * 3600 * 5);
        assertThat(found.day().perSecond()).isCloseTo(5, within(0.01));
        assertThat(found.minute().perCall()).isEqualTo(5);
    }

    @Test
    void aMomentIsForgottenByEachStretchWhenItIsOver() {
        statistics.put("t", 8, 80);
        pass(Duration.ofSeconds(80));
        assertThat(find("TOPIC_PUT_NUMS", "t").minute()).isEqualTo(new Stretch(0, 0, 0));
        assertThat(find("TOPIC_PUT_NUMS", "t").hour().sum()).isEqualTo(8);

        pass(Duration.ofMinutes(75));
        assertThat(find("TOPIC_PUT_NUMS", "t").hour().sum()).isZero();
        assertThat(find("TOPIC_PUT_NUMS", "t").day().sum()).isEqualTo(8);
    }

    @Test
    void whatWasIdleForADayIsForgottenAndCountedAnew() {
        statistics.put("t", 8, 80);
        pass(Duration.ofHours(26));
        assertThat(denied(statistics.find("TOPIC_PUT_NUMS", "t"))).isEqualTo(Reason.SYSTEM_ERROR);

        statistics.put("t", 1, 10);
        assertThat(find("TOPIC_PUT_NUMS", "t").day().sum()).isEqualTo(1);
    }

    @Test
    void aClockThatIsSetBackStartsTheStretchesAnew() {
        statistics.put("t", 8, 80);
        pass(Duration.ofMinutes(1));
        clock.advance(Duration.ofHours(-1));
        statistics.sample();

        assertThat(find("TOPIC_PUT_NUMS", "t").day()).isEqualTo(new Stretch(0, 0, 0));
    }

    @Test
    void aboveTheLimitTheRestIsCountedForTheBrokerOnly() {
        for (int i = 0; i <= TrafficStatistics.MOST_METERS; i++) {
            statistics.put("t" + i, 1, 10);
        }

        assertThat(find("TOPIC_PUT_NUMS", "t0").day().sum()).isEqualTo(1);
        assertThat(denied(statistics.find("TOPIC_PUT_NUMS", "t" + TrafficStatistics.MOST_METERS)))
                .isEqualTo(Reason.SYSTEM_ERROR);
        assertThat(find("BROKER_PUT_NUMS_WITHOUT_SYSTEM_TOPIC", "cluster").day().sum())
                .isEqualTo(TrafficStatistics.MOST_METERS + 1);
    }
}
