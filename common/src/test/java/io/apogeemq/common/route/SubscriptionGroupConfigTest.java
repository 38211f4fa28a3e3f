package io.apogeemq.common.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class SubscriptionGroupConfigTest {

    private static final String DEFAULTS =
            "{\"attributes\":{},\"brokerId\":0,\"consumeBroadcastEnable\":true,"
                    + "\"consumeEnable\":true,\"consumeFromMinEnable\":true,"
                    + "\"consumeMessageOrderly\":false,\"consumeTimeoutMinute\":15,"
                    + "\"groupName\":\"g\",\"groupRetryPolicy\":{\"type\":\"CUSTOMIZED\"},"
                    + "\"groupSysFlag\":0,\"notifyConsumerIdsChangedEnable\":true,"
                    + "\"retryMaxTimes\":16,\"retryQueueNums\":1,"
                    + "\"whichBrokerWhenConsumeSlowly\":1}";

    @Test
    void aNewGroupHasTheClassicDefaults() {
        assertThat(SubscriptionGroupConfig.of("g").toJson()).isEqualTo(DEFAULTS);
    }

    @Test
    void absentFieldsGetTheDefaults() {
        assertThat(SubscriptionGroupConfig.parse("{\"groupName\":\"g\"}").toJson())
                .isEqualTo(DEFAULTS);
    }

    @Test
    void everyFieldSurvivesItsText() {
        SubscriptionGroupConfig group =
                new SubscriptionGroupConfig(
                        "g",
                        false,
                        false,
                        false,
                        true,
                        3,
                        7,
                        new GroupRetryPolicy(
                                GroupRetryPolicy.Type.EXPONENTIAL,
                                List.of(1000L, 2000L),
                                new GroupRetryPolicy.Exponential(1, 2, 3)),
                        4,
                        5,
                        false,
                        6,
                        8,
                        List.of(
                                new SubscriptionGroupConfig.FixedSubscription(
                                        "t", "TAG", "a || b", 9)),
                        Map.of("priority.factor", "50"));

        assertThat(SubscriptionGroupConfig.parse(group.toJson())).isEqualTo(group);
    }
}
