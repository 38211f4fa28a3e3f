package io.apogeemq.broker.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.broker.group.Groups;
import io.apogeemq.broker.progress.Progress;
import io.apogeemq.broker.state.StateLog;
import io.apogeemq.broker.testing.FakeClients;
import io.apogeemq.broker.testing.MessageStore;
import io.apogeemq.broker.topic.TopicRules;
import io.apogeemq.broker.topic.Topics;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.message.MessageQueue;
import io.apogeemq.common.message.SystemTopics;
import java.util.concurrent.CompletionStage;

/** The folds over a store in memory, with everything that operators reach. One thread. */
final class AdminFixture {

    static final String BROKER = "broker-a";

    final MessageStore store = new MessageStore();
    final StateLog stateLog = store.stateLog();
    final Topics topics =
            new Topics(
                    stateLog, store.clock(), new SystemTopics("c", BROKER, 18), TopicRules.DEFAULT);
    final Groups groups = new Groups(stateLog, store.clock(), () -> true);
    final Progress progress = new Progress(stateLog, store.clock());
    final FakeClients clients = new FakeClients();
    final TrafficStatistics statistics =
            new TrafficStatistics(store.clock(), "c", topics::isSystem);
    final TopicAdmin topicAdmin = new TopicAdmin(topics, store.index(), statistics, BROKER);
    final GroupAdmin groupAdmin = new GroupAdmin(groups, progress);
    final ProgressReports reports =
            new ProgressReports(
                    progress, topics, store.index(), clients, statistics, store.clock(), BROKER);
    final ProgressAdmin progressAdmin =
            new ProgressAdmin(progress, topics, groups, store.index(), BROKER);

    AdminFixture() {
        topics.listen(progress);
    }

    static MessageQueue queue(String topic, int queueId) {
        return new MessageQueue(topic, BROKER, queueId);
    }

    static <T> T answered(AdminOutcome<T> outcome) {
        assertThat(outcome).isInstanceOf(AdminOutcome.Answered.class);
        return ((AdminOutcome.Answered<T>) outcome).value();
    }

    static <T> T answered(CompletionStage<AdminOutcome<T>> stage) {
        return answered(stage.toCompletableFuture().join());
    }

    static <T> Reason denied(AdminOutcome<T> outcome) {
        assertThat(outcome).isInstanceOf(AdminOutcome.Denied.class);
        return ((AdminOutcome.Denied<T>) outcome).refused().reason();
    }

    static <T> Reason denied(CompletionStage<AdminOutcome<T>> stage) {
        return denied(stage.toCompletableFuture().join());
    }
}
