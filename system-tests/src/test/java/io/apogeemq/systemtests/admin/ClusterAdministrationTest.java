package io.apogeemq.systemtests.admin;

import static io.apogeemq.systemtests.client.Clients.message;
import static io.apogeemq.systemtests.process.Patience.await;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.systemtests.client.Clients;
import io.apogeemq.systemtests.client.ClientsExtension;
import io.apogeemq.systemtests.process.RunServices;
import io.apogeemq.systemtests.process.Services;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.remoting.protocol.body.ClusterInfo;
import org.apache.rocketmq.remoting.protocol.route.BrokerData;
import org.apache.rocketmq.tools.admin.DefaultMQAdminExt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Brokers and NameServers as the official tools see and change them. */
@RunServices(brokerProperties = "registerNameServerPeriod=10000")
@ExtendWith({ClientsExtension.class, AdminExtension.class})
@Execution(ExecutionMode.CONCURRENT)
@Timeout(600)
@ResourceLock("the servers of ClusterAdministrationTest")
class ClusterAdministrationTest {

    private static final int QUERY_NOT_FOUND = 22;

    @Test
    void theClusterNamesItsBrokers(Services services, DefaultMQAdminExt admin) throws Exception {
        ClusterInfo cluster = admin.examineBrokerClusterInfo();

        assertThat(cluster.getClusterAddrTable())
                .containsExactly(Map.entry("DefaultCluster", Set.of("broker-a")));
        BrokerData broker = requireNonNull(cluster.getBrokerAddrTable().get("broker-a"));
        assertThat(broker.getBrokerAddrs())
                .containsExactly(Map.entry(0L, services.broker().address()));
        assertThat(broker.getCluster()).isEqualTo("DefaultCluster");
    }

    @Test
    void aBrokerTellsHowItIsRunning(Services services, DefaultMQAdminExt admin, Clients clients)
            throws Exception {
        String topic = services.newTopic("runtime", 1);
        clients.producer().send(message(topic, "m"));

        Map<String, String> state =
                admin.fetchBrokerRuntimeStats(services.broker().address()).getTable();

        assertThat(state)
                .containsEntry("brokerVersionDesc", "V5_5_0")
                .containsKeys(
                        "bootTimestamp",
                        "runtime",
                        "putTps",
                        "getTotalTps",
                        "getTransferredTps",
                        "msgPutTotalTodayNow",
                        "msgPutTotalTodayMorning",
                        "msgPutTotalYesterdayMorning",
                        "msgGetTotalTodayNow",
                        "commitLogMinOffset",
                        "commitLogMaxOffset",
                        "commitLogDiskRatio",
                        "consumeQueueDiskRatio",
                        "commitLogDirCapacity",
                        "dispatchBehindBytes",
                        "pageCacheLockTimeMills",
                        "earliestMessageTimeStamp",
                        "sendThreadPoolQueueSize",
                        "pullThreadPoolQueueSize",
                        "remainHowManyDataToFlush");
        assertThat(Long.parseLong(state.getOrDefault("commitLogMaxOffset", ""))).isPositive();
        assertThat(Double.parseDouble(state.getOrDefault("commitLogDiskRatio", "")))
                .isBetween(0.0, 1.0);
    }

    @Test
    void theConfigurationOfABrokerIsReadAndChanged(Services services, DefaultMQAdminExt admin)
            throws Exception {
        String broker = services.broker().address();
        Properties before = admin.getBrokerConfig(broker);
        assertThat(before)
                .containsEntry("brokerName", "broker-a")
                .containsEntry("brokerClusterName", "DefaultCluster")
                .containsEntry("brokerId", "0")
                .containsEntry("listenPort", Integer.toString(services.broker().port()))
                .containsEntry("autoCreateTopicEnable", "true");

        Properties change = new Properties();
        change.setProperty("autoCreateTopicEnable", "false");
        admin.updateBrokerConfig(broker, change);

        assertThat(admin.getBrokerConfig(broker)).containsEntry("autoCreateTopicEnable", "false");
        change.setProperty("autoCreateTopicEnable", "true");
        admin.updateBrokerConfig(broker, change);
        assertThat(admin.getBrokerConfig(broker)).containsEntry("autoCreateTopicEnable", "true");
    }

    @Test
    void aBrokerIsClosedForWritingAndOpenedAgain(
            Services services, DefaultMQAdminExt admin, Clients clients) throws Exception {
        String topic = services.newTopic("wiped", 2);
        String nameServer = services.nameServer().address();
        clients.producer().send(message(topic, "before"));

        assertThat(admin.wipeWritePermOfBroker(nameServer, "broker-a")).isPositive();
        assertThat(permission(admin, topic)).isEqualTo(4);
        if (services.isApogee()) {
            // At Apache's the next registration takes the wipe back.
            String other = services.newTopic("wiped-registers", 1);
            assertThat(permission(admin, topic)).isEqualTo(4);
            assertThat(permission(admin, other)).isEqualTo(4);
        }

        assertThat(admin.addWritePermOfBroker(nameServer, "broker-a")).isPositive();
        assertThat(permission(admin, topic)).isEqualTo(6);
        clients.producer().send(message(topic, "after"));
    }

    @Test
    void theKeyValueStoreKeepsItsEntriesOverARestart(Services services, DefaultMQAdminExt admin)
            throws Exception {
        String namespace = services.newName("namespace");
        admin.createAndUpdateKvConfig(namespace, "one", "1");
        admin.createAndUpdateKvConfig(namespace, "two", "zwei=2;ü");
        admin.createAndUpdateKvConfig(namespace, "one", "uno");
        admin.deleteKvConfig(namespace, "never there");
        assertThat(admin.getKVConfig(namespace, "one")).isEqualTo("uno");

        services.nameServer().restart();

        await("the same entries")
                .ignoreExceptions()
                .untilAsserted(
                        () ->
                                assertThat(admin.getKVListByNamespace(namespace).getTable())
                                        .isEqualTo(Map.of("one", "uno", "two", "zwei=2;ü")));
        admin.deleteKvConfig(namespace, "one");
        assertThatThrownBy(() -> admin.getKVConfig(namespace, "one"))
                .isInstanceOfSatisfying(
                        MQClientException.class,
                        gone -> assertThat(gone.getResponseCode()).isEqualTo(QUERY_NOT_FOUND));
        services.awaitRegistrations();
    }

    @Test
    void theConfigurationOfANameServerIsRead(Services services, DefaultMQAdminExt admin)
            throws Exception {
        Map<String, Properties> configurations =
                admin.getNameServerConfig(List.of(services.nameServer().address()));

        assertThat(configurations.get(services.nameServer().address()))
                .containsEntry("listenPort", Integer.toString(services.nameServer().port()))
                .containsKey("kvConfigPath");
    }

    private static int permission(DefaultMQAdminExt admin, String topic) throws Exception {
        return admin.examineTopicRouteInfo(topic).getQueueDatas().getFirst().getPerm();
    }
}
