package io.apogeemq.common.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class NamesTest {

    private final SystemTopics topics = new SystemTopics("DefaultCluster", "broker-a", 18);

    @ParameterizedTest
    @ValueSource(strings = {"a", "Topic_1-b|c", "ns%topic", "%RETRY%group", "%DLQ%ns%group"})
    void goodNamesHaveNoProblem(String name) {
        assertThat(TopicNames.topicProblem(name)).isNull();
        assertThat(TopicNames.groupProblem(name)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a+b", "a$b", "ä", "a/b", "../a", "a\nb", "a\0"})
    void badNamesHaveAProblem(String name) {
        assertThat(TopicNames.topicProblem(name)).isNotNull();
        assertThat(TopicNames.groupProblem(name)).isNotNull();
    }

    @Test
    void aMissingNameIsAProblem() {
        assertThat(TopicNames.topicProblem(null)).contains("blank");
        assertThat(TopicNames.groupProblem(null)).contains("blank");
    }

    @Test
    void lengthsAreLimitedAndDerivedTopicsMayBeLonger() {
        assertThat(TopicNames.topicProblem("t".repeat(127))).isNull();
        assertThat(TopicNames.topicProblem("t".repeat(128)))
                .isEqualTo("the topic's name has 128 characters (expected: <= 127)");
        assertThat(TopicNames.topicProblem(TopicNames.retryTopic("g".repeat(120)))).isNull();
        assertThat(TopicNames.topicProblem("%RETRY%" + "g".repeat(248))).isNull();
        assertThat(TopicNames.topicProblem("%DLQ%" + "g".repeat(251))).contains("256");
        assertThat(TopicNames.groupProblem("g".repeat(120))).isNull();
        assertThat(TopicNames.groupProblem("g".repeat(121))).contains("<= 120");
    }

    @Test
    void aGroupIsFoundInItsRetryTopic() {
        assertThat(TopicNames.groupOfRetryTopic(TopicNames.retryTopic("ns%g"))).isEqualTo("ns%g");
        assertThat(TopicNames.deadLetterTopic("g")).isEqualTo("%DLQ%g");
        assertThatThrownBy(() -> TopicNames.groupOfRetryTopic("g")).hasMessageContaining("%RETRY%");
    }

    @Test
    void theTableOfSystemTopicsTellsWhoMaySend() {
        assertThat(topics.find("TBW102"))
                .isEqualTo(
                        new SystemTopics.Topic(
                                "TBW102",
                                8,
                                7,
                                true,
                                true,
                                SystemTopics.Creation.IF_AUTO_CREATION));
        assertThat(topics.clientMaySend("TBW102")).isTrue();
        assertThat(topics.clientMaySend("DefaultCluster")).isTrue();
        assertThat(topics.clientMaySend("DefaultCluster_REPLY_TOPIC")).isTrue();
        assertThat(topics.clientMaySend("user")).isTrue();
        for (String name :
                new String[] {
                    "SCHEDULE_TOPIC_XXXX",
                    "RMQ_SYS_TRANS_HALF_TOPIC",
                    "SELF_TEST_TOPIC",
                    "rmq_sys_wheel_timer",
                    "rmq_sys_REVIVE_LOG_DefaultCluster",
                    "rmq_sys_REVIVE_LOG_OtherCluster",
                    "rmq_sys_APOGEE_STATE"
                }) {
            assertThat(topics.clientMaySend(name)).as(name).isFalse();
            assertThat(topics.isSystem(name)).as(name).isTrue();
        }
        assertThat(topics.clientMayRead("rmq_sys_APOGEE_STATE")).isFalse();
        assertThat(topics.clientMayRead("SCHEDULE_TOPIC_XXXX")).isTrue();
        assertThat(topics.isSystem("rmq_sys_anything")).isTrue();
        assertThat(topics.isSystem("%RETRY%g")).isFalse();
        assertThat(topics.isSystem("OtherCluster")).isFalse();
        assertThat(topics.find("SCHEDULE_TOPIC_XXXX")).extracting("queues").isEqualTo(18);
        assertThat(topics.all()).hasSize(19);
    }

    @Test
    void clusterAndBrokerTopicsCanBeClosed() {
        SystemTopics closed = new SystemTopics("c", "b", 18, false, false, "trace", 4);

        assertThat(closed.find("c")).extracting("permission").isEqualTo(1);
        assertThat(closed.find("b")).extracting("permission").isEqualTo(1);
        assertThat(closed.isSystem("trace")).isTrue();
    }

    @Test
    void systemGroupsAreKnown() {
        assertThat(SystemGroups.isSystem("TOOLS_CONSUMER")).isTrue();
        assertThat(SystemGroups.isSystem("CID_RMQ_SYS_anything")).isTrue();
        assertThat(SystemGroups.isSystem("g")).isFalse();
    }

    @Test
    void delayLevelsAreThoseOfTheTable() {
        DelayLevels levels = DelayLevels.parse(DelayLevels.DEFAULT_TEXT);

        assertThat(levels.highest()).isEqualTo(18);
        assertThat(levels.delayMillis(1)).isEqualTo(1_000);
        assertThat(levels.delayMillis(5)).isEqualTo(60_000);
        assertThat(levels.delayMillis(18)).isEqualTo(7_200_000);
        assertThat(levels.delayMillis(99)).isEqualTo(7_200_000);
        assertThat(levels.delayMillis(0)).isZero();
        assertThat(levels.clamp(-3)).isZero();
        assertThat(levels.clamp(99)).isEqualTo(18);
        assertThat(DelayLevels.parse(" 2d  3h ").delayMillis(1)).isEqualTo(172_800_000);
        assertThat(DelayLevels.queueId(3)).isEqualTo(2);
        assertThat(DelayLevels.level(2)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "1", "1x", "0s", "-1s", "1s 2", "1.5s", "99999999999s"})
    void aWrongDelayTableIsRefusedWithTheEntry(String text) {
        assertThatThrownBy(() -> DelayLevels.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: a whole number");
    }
}
