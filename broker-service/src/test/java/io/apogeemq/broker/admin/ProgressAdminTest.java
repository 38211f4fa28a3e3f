package io.apogeemq.broker.admin;

import static io.apogeemq.broker.admin.AdminFixture.answered;
import static io.apogeemq.broker.admin.AdminFixture.denied;
import static io.apogeemq.broker.admin.AdminFixture.queue;
import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.broker.admin.ProgressAdmin.Reset;
import io.apogeemq.broker.testing.FakePeer;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.protocol.admin.ConsumeStatsBody.QueueLag;
import io.apogeemq.common.protocol.admin.QueueTimeSpansBody.Span;
import io.apogeemq.common.route.TopicConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class ProgressAdminTest {

    private final AdminFixture broker = new AdminFixture();
    private long firstAt;

    @BeforeEach
    void storeFourMessages() {
        broker.topics.put(TopicConfig.of("t", 2));
        broker.topics.put(TopicConfig.of("u", 1));
        broker.groups.findOrCreate("g");
        firstAt = broker.store.clock().millis();
        for (int i = 0; i < 3; i++) {
            broker.store.deliver("t", 0, "m" + i);
            broker.store.advance(Duration.ofSeconds(1));
        }
        broker.store.deliver("u", 0, "n");
    }

    @Test
    void theLagOfAGroupIsToldQueueByQueue() {
        broker.progress.commit("g", "t", 0, 2);
        broker.progress.notePulled("g", "t", 0, 3);

        assertThat(broker.reports.lag("g", List.of(), null).queues())
                .isEqualTo(
                        Map.of(
                                queue("t", 0), new QueueLag(3, 2, 3, firstAt + 1000),
                                queue("t", 1), new QueueLag(0, 0, 0, 0)));
        assertThat(broker.reports.lag("g", List.of(), "u").queues())
                .isEqualTo(Map.of(queue("u", 0), new QueueLag(1, 0, 0, 0)));
        assertThat(broker.reports.lag("g", List.of("u", "missing"), null).queues())
                .containsOnlyKeys(queue("u", 0));
        assertThat(broker.reports.lag("nobody", List.of(), null).queues()).isEmpty();
    }

    @Test
    void ratesAreThoseOfTheLastMinute() {
        broker.progress.commit("g", "t", 0, 2);
        broker.progress.commit("g", "u", 0, 1);
        broker.statistics.put("t", 20, 200);
        broker.statistics.got("t", "g", 30, 300);
        broker.statistics.got("u", "g", 10, 100);

        assertThat(answered(broker.topicAdmin.stats("t")).putTps()).isEqualTo(2.0);
        assertThat(broker.reports.lag("g", List.of(), null).consumeTps()).isEqualTo(4.0);
        assertThat(broker.reports.lag("g", List.of(), "u").consumeTps()).isEqualTo(1.0);
        assertThat(broker.reports.lag("g", List.of("t"), null).consumeTps()).isEqualTo(3.0);
    }

    @Test
    void topicsThatAnOnlineGroupLeftAreNotReportedUnlessChosen() {
        broker.progress.commit("g", "t", 0, 1);
        broker.progress.commit("g", "u", 0, 1);
        broker.clients.consumer("g", "a", new FakePeer("1.1.1.1:1"), "u");

        assertThat(broker.reports.lag("g", List.of(), null).queues())
                .containsOnlyKeys(queue("u", 0));
        assertThat(broker.reports.lag("g", List.of("t"), null).queues())
                .containsOnlyKeys(queue("t", 0), queue("t", 1));
    }

    @Test
    void theLagsOfAllGroupsAreToldByTopic() {
        broker.progress.commit("g", "t", 0, 1);
        broker.progress.commit("g", "u", 0, 1);
        broker.topics.put(TopicConfig.of("u", 1).withOrder(true));

        assertThat(broker.reports.lags(false).groups().get("g")).hasSize(2);
        assertThat(broker.reports.lags(true).groups().get("g"))
                .singleElement()
                .satisfies(stats -> assertThat(stats.queues()).containsOnlyKeys(queue("u", 0)));
    }

    @Test
    void timeSpansTellHowLateAGroupIs() {
        broker.progress.commit("g", "t", 0, 1);
        long now = broker.store.clock().millis();

        assertThat(answered(broker.reports.timeSpans("t", "g")).spans())
                .containsExactly(
                        new Span(
                                queue("t", 0),
                                firstAt,
                                firstAt + 2000,
                                firstAt,
                                now - firstAt - 1000),
                        new Span(queue("t", 1), -1, -1, -1, 0));
        assertThat(denied(broker.reports.timeSpans("missing", "g")))
                .isEqualTo(Reason.TOPIC_NOT_EXIST);
    }

    @Test
    void whoConsumesATopicIsKnownBySubscriptionAndOffset() {
        broker.progress.commit("g", "t", 0, 1);
        broker.clients.consumer("h", "a", new FakePeer("1.1.1.1:1"), "t");

        assertThat(broker.reports.groupsOf("t")).containsExactly("g", "h");
        assertThat(broker.reports.topicsOf("g")).containsExactly("t");
        assertThat(broker.reports.groupsOf("missing")).isEmpty();
    }

    @Test
    void aResetByTimeSetsAllQueues() {
        broker.progress.commit("g", "t", 0, 3);

        assertThat(
                        answered(
                                        broker.progressAdmin.reset(
                                                new Reset("g", "t", firstAt + 1, -1, -1)))
                                .offsets())
                .isEqualTo(Map.of(queue("t", 0), 1L, queue("t", 1), 0L));
        assertThat(broker.progress.find("g", "t", 0)).isEqualTo(1);
        assertThat(broker.progress.commit("g", "t", 0, 3)).isFalse();
        assertThat(broker.progress.takeReset("g", "t", 0)).isEqualTo(1);
    }

    @Test
    void aResetToNegativeTimeGoesToTheEnd() {
        assertThat(answered(broker.progressAdmin.reset(new Reset("g", "t", -1, -1, -1))).offsets())
                .containsEntry(queue("t", 0), 3L);
    }

    @Test
    void oneQueueIsResetToAnOffsetWithinItsRange() {
        assertThat(answered(broker.progressAdmin.reset(new Reset("g", "t", 0, 0, 4))).offsets())
                .isEqualTo(Map.of(queue("t", 0), 4L));
        assertThat(denied(broker.progressAdmin.reset(new Reset("g", "t", 0, 0, 5))))
                .isEqualTo(Reason.SYSTEM_ERROR);
        assertThat(denied(broker.progressAdmin.reset(new Reset("g", "t", 0, 2, 0))))
                .isEqualTo(Reason.SYSTEM_ERROR);
        assertThat(
                        answered(broker.progressAdmin.reset(new Reset("g", "t", firstAt, 0, -1)))
                                .offsets())
                .isEqualTo(Map.of(queue("t", 0), 0L));
    }

    @Test
    void aResetNeedsTopicGroupAndQueues() {
        assertThat(denied(broker.progressAdmin.reset(new Reset("g", "missing", 0, -1, -1))))
                .isEqualTo(Reason.TOPIC_NOT_EXIST);
        assertThat(denied(broker.progressAdmin.reset(new Reset("missing", "t", 0, -1, -1))))
                .isEqualTo(Reason.GROUP_NOT_EXIST);
        broker.topics.put(TopicConfig.of("t", 0));
        assertThat(denied(broker.progressAdmin.reset(new Reset("g", "t", 0, -1, -1))))
                .isEqualTo(Reason.SYSTEM_ERROR);
    }

    @Test
    void offsetsAreCopiedInOneTopicOrInAll() {
        broker.progress.commit("g", "t", 0, 1);
        broker.progress.commit("g", "u", 0, 1);
        answered(broker.progressAdmin.copy("g", "one", "t"));
        answered(broker.progressAdmin.copy("g", "all", null));

        assertThat(broker.progress.topicsOf("one")).containsExactly("t");
        assertThat(broker.progress.topicsOf("all")).containsExactlyInAnyOrder("t", "u");
    }

    @Test
    void allOffsetsAreToldWithTheirVersion() {
        broker.progress.commit("g", "t", 0, 1);

        assertThat(broker.reports.all().offsets())
                .singleElement()
                .satisfies(each -> assertThat(each.offsets()).containsEntry(0, 1L));
        assertThat(broker.reports.all().version()).isEqualTo(broker.progress.version());
    }
}
