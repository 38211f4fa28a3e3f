package io.apogeemq.systemtests.admin;

import static io.apogeemq.systemtests.client.Clients.message;
import static io.apogeemq.systemtests.process.Patience.await;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.systemtests.client.Clients;
import io.apogeemq.systemtests.client.ClientsExtension;
import io.apogeemq.systemtests.client.Inbox;
import io.apogeemq.systemtests.process.RunServices;
import io.apogeemq.systemtests.process.Services;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.client.consumer.PullResult;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.TopicConfig;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.remoting.protocol.admin.TopicOffset;
import org.apache.rocketmq.remoting.protocol.admin.TopicStatsTable;
import org.apache.rocketmq.remoting.protocol.body.TopicList;
import org.apache.rocketmq.remoting.protocol.route.TopicRouteData;
import org.apache.rocketmq.tools.admin.DefaultMQAdminExt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Topics as the official tools make, change, list and delete them. */
@RunServices(shared = true)
@ExtendWith({ClientsExtension.class, AdminExtension.class})
@Execution(ExecutionMode.CONCURRENT)
@Timeout(600)
@SuppressWarnings("deprecation") // The pull consumer is deprecated by its makers, but in use.
class TopicAdministrationTest {

    private static final int TOPIC_NOT_EXIST = 17;

    @Test
    void aTopicIsMadeChangedAndDeleted(Services services, DefaultMQAdminExt admin)
            throws Exception {
        String broker = services.broker().address();
        String topic = services.newName("admin-topic");
        admin.createAndUpdateTopicConfig(broker, new TopicConfig(topic, 3, 2, 6));
        assertThat(route(admin, topic).getQueueDatas())
                .singleElement()
                .satisfies(
                        queues -> {
                            assertThat(queues.getReadQueueNums()).isEqualTo(3);
                            assertThat(queues.getWriteQueueNums()).isEqualTo(2);
                            assertThat(queues.getPerm()).isEqualTo(6);
                            assertThat(queues.getBrokerName()).isEqualTo("broker-a");
                        });
        TopicConfig made = admin.examineTopicConfig(broker, topic);
        assertThat(made.getReadQueueNums()).isEqualTo(3);
        assertThat(made.getWriteQueueNums()).isEqualTo(2);
        assertThat(made.getTopicName()).isEqualTo(topic);

        admin.createAndUpdateTopicConfig(broker, new TopicConfig(topic, 5, 5, 4));
        await("the changed route")
                .untilAsserted(
                        () ->
                                assertThat(route(admin, topic).getQueueDatas())
                                        .singleElement()
                                        .satisfies(
                                                queues -> {
                                                    assertThat(queues.getReadQueueNums())
                                                            .isEqualTo(5);
                                                    assertThat(queues.getPerm()).isEqualTo(4);
                                                }));

        admin.deleteTopicInBroker(Set.of(broker), topic);
        // A registration that the broker began before may bring the topic back once more.
        await("the end of the route")
                .untilAsserted(
                        () -> {
                            admin.deleteTopicInNameServer(
                                    Set.of(services.nameServer().address()),
                                    "DefaultCluster",
                                    topic);
                            assertThatThrownBy(() -> admin.examineTopicRouteInfo(topic))
                                    .isInstanceOfSatisfying(
                                            MQClientException.class,
                                            gone ->
                                                    assertThat(gone.getResponseCode())
                                                            .isEqualTo(TOPIC_NOT_EXIST));
                        });
        assertThatThrownBy(() -> admin.examineTopicConfig(broker, topic))
                .isInstanceOfSatisfying(
                        MQBrokerException.class,
                        gone -> assertThat(gone.getResponseCode()).isEqualTo(TOPIC_NOT_EXIST));
        assertThat(admin.fetchAllTopicList().getTopicList()).doesNotContain(topic);
    }

    @Test
    void attributesOfATopicAreKept(Services services, DefaultMQAdminExt admin) throws Exception {
        String broker = services.broker().address();
        String topic = services.newName("admin-attributes");
        TopicConfig wanted = new TopicConfig(topic, 1, 1, 6);
        wanted.setAttributes(new HashMap<>(Map.of("+message.type", "FIFO")));

        admin.createAndUpdateTopicConfig(broker, wanted);

        assertThat(admin.examineTopicConfig(broker, topic).getAttributes())
                .containsEntry("message.type", "FIFO");
    }

    @Test
    void aDeletedTopicIsEmptyWhenItIsMadeAgain(
            Services services, DefaultMQAdminExt admin, Clients clients) throws Exception {
        String broker = services.broker().address();
        String topic = services.newTopic("made-again", 1);
        MessageQueue queue = new MessageQueue(topic, "broker-a", 0);
        DefaultMQProducer producer = clients.producer();
        producer.send(message(topic, "old"));

        admin.deleteTopicInBroker(Set.of(broker), topic);
        services.createTopic(topic, 1);
        producer.send(message(topic, "new"));

        DefaultMQPullConsumer consumer = clients.pullConsumer(services.newName("made-again-group"));
        consumer.start();
        PullResult all = consumer.pull(queue, "*", consumer.minOffset(queue), 32);
        assertThat(all.getMsgFoundList()).extracting(Inbox::bodyOf).containsExactly("new");
    }

    @Test
    void topicsAreListed(Services services, DefaultMQAdminExt admin) throws Exception {
        String topic = services.newTopic("listed", 1);

        TopicList all = admin.fetchAllTopicList();
        TopicList ofCluster = admin.fetchTopicsByCLuster("DefaultCluster");
        Map<String, TopicConfig> configurations =
                admin.getAllTopicConfig(services.broker().address(), 10_000).getTopicConfigTable();
        Map<String, TopicConfig> userTopics =
                admin.getUserTopicConfig(services.broker().address(), false, 10_000)
                        .getTopicConfigTable();

        assertThat(all.getTopicList()).contains(topic, "TBW102", "SCHEDULE_TOPIC_XXXX");
        assertThat(ofCluster.getTopicList()).contains(topic);
        assertThat(configurations).containsKeys(topic, "TBW102");
        assertThat(userTopics).containsKey(topic).doesNotContainKey("SCHEDULE_TOPIC_XXXX");
        assertThat(admin.getTopicClusterList(topic)).containsExactly("DefaultCluster");
    }

    @Test
    void theSystemTopicsAreThereFromTheStart(Services services, DefaultMQAdminExt admin)
            throws Exception {
        Map<String, TopicConfig> configurations =
                admin.getAllTopicConfig(services.broker().address(), 10_000).getTopicConfigTable();

        assertThat(configurations)
                .containsKeys(
                        "TBW102",
                        "SELF_TEST_TOPIC",
                        "BenchmarkTest",
                        "DefaultCluster",
                        "broker-a",
                        "OFFSET_MOVED_EVENT",
                        "SCHEDULE_TOPIC_XXXX",
                        "DefaultCluster_REPLY_TOPIC",
                        "RMQ_SYS_TRANS_HALF_TOPIC",
                        "RMQ_SYS_TRANS_OP_HALF_TOPIC");
        assertThat(configurations).doesNotContainKey("RMQ_SYS_TRACE_TOPIC");
        assertThat(requireNonNull(configurations.get("TBW102")).getPerm()).isEqualTo(7);
        assertThat(requireNonNull(configurations.get("SCHEDULE_TOPIC_XXXX")).getWriteQueueNums())
                .isEqualTo(18);
    }

    @Test
    void theStateOfATopicTellsEachQueue(Services services, DefaultMQAdminExt admin, Clients clients)
            throws Exception {
        String topic = services.newTopic("stats", 2);
        long before = System.currentTimeMillis();
        for (int i = 0; i < 3; i++) {
            clients.producer()
                    .send(message(topic, "m" + i), new MessageQueue(topic, "broker-a", 1));
        }

        await("the state")
                .untilAsserted(
                        () -> {
                            TopicStatsTable state = admin.examineTopicStats(topic);
                            assertThat(state.getOffsetTable()).hasSize(2);
                            TopicOffset empty = offset(state, topic, 0);
                            assertThat(empty.getMaxOffset()).isZero();
                            TopicOffset used = offset(state, topic, 1);
                            assertThat(used.getMinOffset()).isZero();
                            assertThat(used.getMaxOffset()).isEqualTo(3);
                            assertThat(used.getLastUpdateTimestamp())
                                    .isBetween(before, System.currentTimeMillis());
                        });
    }

    @Test
    void theStateOfAnUnknownTopicIsAnError(Services services, DefaultMQAdminExt admin) {
        assertThatThrownBy(
                        () ->
                                admin.examineTopicStats(
                                        services.broker().address(), services.newName("nowhere")))
                .isInstanceOf(MQBrokerException.class);
    }

    @Test
    void theGroupsOfATopicAndTheTopicsOfAGroupAreKnown(
            Services services, DefaultMQAdminExt admin, Clients clients) throws Exception {
        String topic = services.newTopic("who", 1);
        String group = services.newName("who-group");
        Inbox inbox = clients.listen(group, topic, "*");
        clients.producer().send(message(topic, "m"));
        inbox.awaitCount(1);

        await("the group")
                .ignoreExceptions()
                .untilAsserted(
                        () ->
                                assertThat(admin.queryTopicConsumeByWho(topic).getGroupList())
                                        .contains(group));
    }

    private static TopicOffset offset(TopicStatsTable state, String topic, int queue) {
        return requireNonNull(
                state.getOffsetTable().get(new MessageQueue(topic, "broker-a", queue)));
    }

    private static TopicRouteData route(DefaultMQAdminExt admin, String topic) {
        return await("route of " + topic)
                .ignoreExceptions()
                .until(() -> admin.examineTopicRouteInfo(topic), route -> true);
    }
}
