package io.apogeemq.systemtests.admin;

import static io.apogeemq.systemtests.client.Clients.message;
import static io.apogeemq.systemtests.process.Patience.await;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.systemtests.client.Clients;
import io.apogeemq.systemtests.client.ClientsExtension;
import io.apogeemq.systemtests.client.Inbox;
import io.apogeemq.systemtests.process.Patience;
import io.apogeemq.systemtests.process.RunServices;
import io.apogeemq.systemtests.process.Services;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.remoting.protocol.admin.ConsumeStats;
import org.apache.rocketmq.remoting.protocol.admin.OffsetWrapper;
import org.apache.rocketmq.remoting.protocol.body.Connection;
import org.apache.rocketmq.remoting.protocol.body.ConsumerConnection;
import org.apache.rocketmq.remoting.protocol.body.ConsumerRunningInfo;
import org.apache.rocketmq.remoting.protocol.body.ProducerConnection;
import org.apache.rocketmq.remoting.protocol.heartbeat.ConsumeType;
import org.apache.rocketmq.remoting.protocol.heartbeat.MessageModel;
import org.apache.rocketmq.remoting.protocol.subscription.SubscriptionGroupConfig;
import org.apache.rocketmq.tools.admin.DefaultMQAdminExt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Groups, their members and their progress as the official tools see and change them. */
@RunServices(shared = true)
@ExtendWith({ClientsExtension.class, AdminExtension.class})
@Execution(ExecutionMode.CONCURRENT)
@Timeout(600)
@SuppressWarnings("deprecation") // The pull consumer is deprecated by its makers, but in use.
class GroupAdministrationTest {

    private static final int NO_PERMISSION = 16;
    private static final int CONSUMER_NOT_ONLINE = 206;

    @Test
    void aGroupIsMadeChangedAndDeleted(Services services, DefaultMQAdminExt admin)
            throws Exception {
        String broker = services.broker().address();
        String group = services.newName("admin-group");
        SubscriptionGroupConfig wanted = new SubscriptionGroupConfig();
        wanted.setGroupName(group);
        wanted.setRetryMaxTimes(5);
        wanted.setConsumeBroadcastEnable(false);
        admin.createAndUpdateSubscriptionGroupConfig(broker, wanted);
        SubscriptionGroupConfig made = admin.examineSubscriptionGroupConfig(broker, group);
        assertThat(made.getRetryMaxTimes()).isEqualTo(5);
        assertThat(made.isConsumeBroadcastEnable()).isFalse();
        assertThat(made.isConsumeEnable()).isTrue();

        wanted.setRetryMaxTimes(9);
        admin.createAndUpdateSubscriptionGroupConfig(broker, wanted);
        assertThat(admin.examineSubscriptionGroupConfig(broker, group).getRetryMaxTimes())
                .isEqualTo(9);
        assertThat(admin.getAllSubscriptionGroup(broker, 10_000).getSubscriptionGroupTable())
                .containsKey(group);

        admin.deleteSubscriptionGroup(broker, group, true);
        assertThat(admin.getAllSubscriptionGroup(broker, 10_000).getSubscriptionGroupTable())
                .doesNotContainKey(group);
        if (services.isApogee()) {
            // Apache makes the group again when it is only asked for.
            assertThat(admin.examineSubscriptionGroupConfig(broker, group)).isNull();
        }
    }

    @Test
    void theSystemGroupsAreThereFromTheStart(Services services, DefaultMQAdminExt admin)
            throws Exception {
        assertThat(
                        admin.getAllSubscriptionGroup(services.broker().address(), 10_000)
                                .getSubscriptionGroupTable())
                .containsKeys(
                        "TOOLS_CONSUMER",
                        "FILTERSRV_CONSUMER",
                        "SELF_TEST_C_GROUP",
                        "CID_ONS-HTTP-PROXY",
                        "CID_ONSAPI_PULL",
                        "CID_ONSAPI_PERMISSION",
                        "CID_ONSAPI_OWNER");
    }

    @Test
    void aDisabledGroupGetsNothingUntilItIsEnabled(
            Services services, DefaultMQAdminExt admin, Clients clients) throws Exception {
        String topic = services.newTopic("disabled", 1);
        String group = services.newName("disabled-group");
        SubscriptionGroupConfig configuration = new SubscriptionGroupConfig();
        configuration.setGroupName(group);
        configuration.setConsumeEnable(false);
        admin.createAndUpdateSubscriptionGroupConfig(services.broker().address(), configuration);
        clients.producer().send(message(topic, "m"));
        DefaultMQPullConsumer refused = clients.pullConsumer(group);
        refused.start();
        assertThatThrownBy(() -> refused.pull(new MessageQueue(topic, "broker-a", 0), "*", 0, 1))
                .isInstanceOfSatisfying(
                        MQBrokerException.class,
                        refusal -> assertThat(refusal.getResponseCode()).isEqualTo(NO_PERMISSION));
        refused.shutdown();
        Inbox inbox = clients.listen(group, topic, "*");
        Patience.letPass(Duration.ofSeconds(1));
        assertThat(inbox.size()).isZero();

        configuration.setConsumeEnable(true);
        admin.createAndUpdateSubscriptionGroupConfig(services.broker().address(), configuration);

        inbox.awaitCount(1);
    }

    @Test
    void progressTellsHowFarAGroupIsBehind(
            Services services, DefaultMQAdminExt admin, Clients clients) throws Exception {
        String topic = services.newTopic("behind", 1);
        String group = services.newName("behind-group");
        MessageQueue queue = new MessageQueue(topic, "broker-a", 0);
        DefaultMQProducer producer = clients.producer();
        Inbox inbox = new Inbox();
        DefaultMQPushConsumer consumer = clients.listen(group, topic, "*", inbox);
        for (int i = 0; i < 5; i++) {
            producer.send(message(topic, "m" + i));
        }
        inbox.awaitCount(5);
        consumer.shutdown();
        for (int i = 0; i < 3; i++) {
            producer.send(message(topic, "behind " + i));
        }

        await("the answer")
                .ignoreExceptions()
                .untilAsserted(
                        () -> {
                            ConsumeStats progress = admin.examineConsumeStats(group, topic);
                            OffsetWrapper offsets =
                                    requireNonNull(progress.getOffsetTable().get(queue));
                            assertThat(offsets.getBrokerOffset()).isEqualTo(8);
                            assertThat(offsets.getConsumerOffset()).isEqualTo(5);
                            assertThat(progress.computeTotalDiff()).isEqualTo(3);
                        });
    }

    @Test
    void theMembersOfAGroupAreKnown(Services services, DefaultMQAdminExt admin, Clients clients)
            throws Exception {
        String topic = services.newTopic("members", 2);
        String group = services.newName("members-group");
        DefaultMQPushConsumer one = clients.listen(group, topic, "red || blue", new Inbox());
        DefaultMQPushConsumer two = clients.listen(group, topic, "red || blue", new Inbox());

        await("the answer")
                .ignoreExceptions()
                .untilAsserted(
                        () ->
                                assertThat(
                                                admin.examineConsumerConnectionInfo(group)
                                                        .getConnectionSet())
                                        .extracting(Connection::getClientId)
                                        .containsExactlyInAnyOrder(
                                                one.buildMQClientId(), two.buildMQClientId()));

        ConsumerConnection connection = admin.examineConsumerConnectionInfo(group);
        assertThat(connection.getConsumeType()).isEqualTo(ConsumeType.CONSUME_PASSIVELY);
        assertThat(connection.getMessageModel()).isEqualTo(MessageModel.CLUSTERING);
        assertThat(connection.getSubscriptionTable()).containsKeys(topic, "%RETRY%" + group);
        assertThat(requireNonNull(connection.getSubscriptionTable().get(topic)).getTagsSet())
                .containsExactlyInAnyOrder("red", "blue");
        assertThat(connection.getConnectionSet())
                .allSatisfy(member -> assertThat(member.getClientAddr()).startsWith("127.0.0.1:"));
    }

    @Test
    void aGroupWithoutMembersIsNotOnline(Services services, DefaultMQAdminExt admin) {
        assertThatThrownBy(
                        () ->
                                admin.examineConsumerConnectionInfo(
                                        services.newName("nobody"), services.broker().address()))
                .isInstanceOfSatisfying(
                        MQBrokerException.class,
                        offline ->
                                assertThat(offline.getResponseCode())
                                        .isEqualTo(CONSUMER_NOT_ONLINE));
    }

    @Test
    void theConnectionsOfAProducerGroupAreKnown(
            Services services, DefaultMQAdminExt admin, Clients clients) throws Exception {
        String topic = services.newTopic("producers", 1);
        String group = services.newName("producers-group");
        DefaultMQProducer producer = clients.producer(group, settings -> {});
        producer.send(message(topic, "m"));

        await("the answer")
                .ignoreExceptions()
                .untilAsserted(
                        () -> {
                            ProducerConnection connection =
                                    admin.examineProducerConnectionInfo(group, topic);
                            assertThat(connection.getConnectionSet())
                                    .extracting(Connection::getClientId)
                                    .containsExactly(producer.buildMQClientId());
                        });
    }

    @Test
    void progressIsResetByTimeForAGroupThatIsAway(
            Services services, DefaultMQAdminExt admin, Clients clients) throws Exception {
        String topic = services.newTopic("reset", 1);
        String group = services.newName("reset-group");
        DefaultMQProducer producer = clients.producer();
        Inbox first = new Inbox();
        DefaultMQPushConsumer before = clients.listen(group, topic, "*", first);
        for (int i = 0; i < 3; i++) {
            producer.send(message(topic, "early " + i));
        }
        first.awaitCount(3);
        long middle = System.currentTimeMillis() + 1;
        await("a later time").until(() -> System.currentTimeMillis() > middle + 50);
        for (int i = 0; i < 3; i++) {
            producer.send(message(topic, "late " + i));
        }
        first.awaitCount(6);
        before.shutdown();

        Map<MessageQueue, Long> reset = admin.resetOffsetByTimestamp(topic, group, middle, true);

        assertThat(reset).containsEntry(new MessageQueue(topic, "broker-a", 0), 3L);
        Inbox again = clients.listen(group, topic, "*");
        again.awaitBodies(List.of("late 0", "late 1", "late 2"));
        assertThat(again.bodies()).containsExactlyInAnyOrder("late 0", "late 1", "late 2");
    }

    @Test
    void progressIsResetByTimeForARunningGroup(
            Services services, DefaultMQAdminExt admin, Clients clients) throws Exception {
        String topic = services.newTopic("reset-live", 1);
        String group = services.newName("reset-live-group");
        Inbox inbox = clients.listen(group, topic, "*");
        DefaultMQProducer producer = clients.producer();
        long start = System.currentTimeMillis() - 1_000;
        for (int i = 0; i < 4; i++) {
            producer.send(message(topic, "m" + i));
        }
        inbox.awaitCount(4);

        admin.resetOffsetByTimestamp(topic, group, start, true);

        inbox.awaitCount(8);
        assertThat(inbox.bodies().stream().filter("m0"::equals).count()).isEqualTo(2);
    }

    @Test
    void aConsumerTellsAboutItselfThroughTheBroker(
            Services services, DefaultMQAdminExt admin, Clients clients) throws Exception {
        String topic = services.newTopic("running", 2);
        String group = services.newName("running-group");
        DefaultMQPushConsumer consumer = clients.listen(group, topic, "*", new Inbox());

        await("the answer")
                .ignoreExceptions()
                .untilAsserted(
                        () -> {
                            ConsumerRunningInfo running =
                                    admin.getConsumerRunningInfo(
                                            group, consumer.buildMQClientId(), false);
                            assertThat(running.getMqTable())
                                    .containsKeys(
                                            new MessageQueue(topic, "broker-a", 0),
                                            new MessageQueue(topic, "broker-a", 1));
                            assertThat(running.getProperties())
                                    .containsEntry("PROP_CONSUME_TYPE", "CONSUME_PASSIVELY");
                        });
    }

    @Test
    void progressIsSetForOneQueue(Services services, DefaultMQAdminExt admin, Clients clients)
            throws Exception {
        String topic = services.newTopic("set-progress", 1);
        String group = services.newName("set-progress-group");
        MessageQueue queue = new MessageQueue(topic, "broker-a", 0);
        DefaultMQProducer producer = clients.producer();
        for (int i = 0; i < 6; i++) {
            producer.send(message(topic, "m" + i));
        }
        SubscriptionGroupConfig configuration = new SubscriptionGroupConfig();
        configuration.setGroupName(group);
        admin.createAndUpdateSubscriptionGroupConfig(services.broker().address(), configuration);

        admin.updateConsumeOffset(services.broker().address(), group, queue, 4);

        Inbox inbox = clients.listen(group, topic, "*");
        inbox.awaitBodies(List.of("m4", "m5"));
        assertThat(inbox.bodies()).containsExactlyInAnyOrder("m4", "m5");
    }
}
