package io.apogeemq.broker.admin;

import static io.apogeemq.broker.admin.AdminFixture.answered;
import static io.apogeemq.broker.admin.AdminFixture.denied;
import static io.apogeemq.broker.admin.AdminFixture.queue;
import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.protocol.admin.TopicStatsBody;
import io.apogeemq.common.protocol.admin.TopicStatsBody.QueueRange;
import io.apogeemq.common.route.SubscriptionGroupConfig;
import io.apogeemq.common.route.TopicConfig;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class TopicsAndGroupsAdminTest {

    private final AdminFixture broker = new AdminFixture();

    @Test
    void aTopicIsCreatedShownAndDeletedWithItsProgress() {
        answered(broker.topicAdmin.put(TopicConfig.of("t", 2), "+message.type=FIFO"));
        assertThat(answered(broker.topicAdmin.config("t")).attributes())
                .containsEntry("message.type", "FIFO");
        broker.progress.commit("g", "t", 0, 5);

        answered(broker.topicAdmin.delete("t"));
        assertThat(denied(broker.topicAdmin.config("t"))).isEqualTo(Reason.TOPIC_NOT_EXIST);
        assertThat(broker.progress.groupsOf("t")).isEmpty();
    }

    @Test
    void listsOfTopicsAreCreatedAndDeleted() {
        answered(broker.topicAdmin.putAll(List.of(TopicConfig.of("a", 1), TopicConfig.of("b", 1))));
        assertThat(denied(broker.topicAdmin.deleteAll(List.of("a", "TBW102", "b"))))
                .isEqualTo(Reason.INVALID_PARAMETER);
        assertThat(broker.topics.find("a")).isNull();
        assertThat(broker.topics.find("b")).isNotNull();
        assertThat(denied(broker.topicAdmin.deleteAll(List.of())))
                .isEqualTo(Reason.INVALID_PARAMETER);
        answered(broker.topicAdmin.putAll(List.of()));
    }

    @Test
    void aTopicsStatusHasAllItsQueues() {
        answered(broker.topicAdmin.put(TopicConfig.of("t", 2).withWriteQueueNums(1), ""));
        long now = broker.store.clock().millis();
        broker.store.deliver("t", 1, "m");
        broker.store.deliver("t", 1, "n");

        TopicStatsBody stats = answered(broker.topicAdmin.stats("t"));
        assertThat(stats.queues())
                .containsOnlyKeys(queue("t", 0), queue("t", 1))
                .containsEntry(queue("t", 0), new QueueRange(0, 0, 0))
                .containsEntry(queue("t", 1), new QueueRange(0, 2, now));
        assertThat(denied(broker.topicAdmin.stats("u"))).isEqualTo(Reason.TOPIC_NOT_EXIST);
    }

    @Test
    void systemTopicsAreListedWithTheReservedNames() {
        assertThat(broker.topicAdmin.systemTopics())
                .contains(
                        "TBW102",
                        "broker-a",
                        "TRANS_CHECK_MAX_TIME_TOPIC",
                        "CHECKPOINT_TOPIC",
                        "RMQ_SYS_TRACE_TOPIC")
                .doesNotContain("rmq_sys_APOGEE_STATE")
                .isSorted();
    }

    @Test
    void pagesHoldTheWholeTable() {
        assertThat(broker.topicAdmin.all(null).entries()).isEqualTo(broker.topics.all());
        assertThat(broker.topicAdmin.all(null).version()).isEqualTo(broker.topics.version());
        assertThat(broker.groupAdmin.all(null).entries()).isEqualTo(broker.groups.all());
    }

    @Test
    void aGroupIsCreatedShownAndDeleted() {
        answered(broker.groupAdmin.putAll(List.of(SubscriptionGroupConfig.of("g"))));
        assertThat(answered(broker.groupAdmin.config("g"))).isNotNull();
        broker.progress.commit("g", "t", 0, 5);

        answered(broker.groupAdmin.delete("g", false));
        assertThat(denied(broker.groupAdmin.config("g"))).isEqualTo(Reason.GROUP_NOT_EXIST);
        assertThat(broker.progress.find("g", "t", 0)).isEqualTo(5);
        answered(broker.groupAdmin.deleteAll(List.of("g"), true));
        assertThat(broker.progress.groups()).isEmpty();
        assertThat(denied(broker.groupAdmin.deleteAll(List.of(), true)))
                .isEqualTo(Reason.INVALID_PARAMETER);
    }

    @Test
    void askingForAGroupNeverCreatesIt() {
        assertThat(denied(broker.groupAdmin.config("g"))).isEqualTo(Reason.GROUP_NOT_EXIST);
        assertThat(broker.groups.find("g")).isNull();
    }

    @Test
    void aGroupsRightToATopicIsAskedForAndChanged() {
        assertThat(answered(broker.groupAdmin.readable("g", "t", null))).isTrue();
        assertThat(answered(broker.groupAdmin.readable("g", "t", false))).isFalse();
        assertThat(answered(broker.groupAdmin.readable("g", "t", null))).isFalse();
        assertThat(broker.groupAdmin.forbidden()).containsKey("g");
        assertThat(answered(broker.groupAdmin.readable("g", "t", true))).isTrue();
    }
}
