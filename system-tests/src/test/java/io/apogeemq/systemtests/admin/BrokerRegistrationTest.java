package io.apogeemq.systemtests.admin;

import static io.apogeemq.systemtests.process.Patience.await;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.systemtests.admin.OfficialBroker.Answer;
import io.apogeemq.systemtests.admin.OfficialBroker.Body;
import io.apogeemq.systemtests.admin.OfficialBroker.Header;
import io.apogeemq.systemtests.admin.OfficialBroker.Self;
import io.apogeemq.systemtests.admin.OfficialBroker.Topic;
import io.apogeemq.systemtests.admin.OfficialClasses.Generation;
import io.apogeemq.systemtests.process.RunServices;
import io.apogeemq.systemtests.process.Services;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.remoting.protocol.route.BrokerData;
import org.apache.rocketmq.remoting.protocol.route.TopicRouteData;
import org.apache.rocketmq.tools.admin.DefaultMQAdminExt;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Brokers of both official generations at our NameServer, as the official tools see them then. */
@RunServices(shared = true)
@ExtendWith(AdminExtension.class)
@Execution(ExecutionMode.CONCURRENT)
@Timeout(600)
class BrokerRegistrationTest {

    private static final int SYSTEM_ERROR = 1;
    private static final int TOPIC_NOT_EXIST = 17;
    private static final int READ_QUEUES = 3;
    private static final int WRITE_QUEUES = 2;

    static Stream<Arguments> everyForm() {
        return Arrays.stream(Generation.values())
                .flatMap(
                        generation ->
                                Arrays.stream(Body.values())
                                        .flatMap(
                                                body ->
                                                        Arrays.stream(Header.values())
                                                                .map(
                                                                        header ->
                                                                                Arguments.of(
                                                                                        generation,
                                                                                        body,
                                                                                        header))));
    }

    @ParameterizedTest
    @MethodSource("everyForm")
    void aRegistrationMakesARouteUntilItIsTakenBack(
            Generation generation,
            Body body,
            Header header,
            Services services,
            DefaultMQAdminExt admin)
            throws Exception {
        List<Topic> topics = topics(services);
        Self self = self(services, 0);
        try (OfficialBroker broker = broker(generation, self, services)) {
            assertDone(broker.register(topics, body, header));

            TopicRouteData route = admin.examineTopicRouteInfo(topics.getFirst().name());
            assertThat(route.getQueueDatas())
                    .singleElement()
                    .satisfies(
                            queues -> {
                                assertThat(queues.getBrokerName()).isEqualTo(self.name());
                                assertThat(queues.getReadQueueNums()).isEqualTo(READ_QUEUES);
                                assertThat(queues.getWriteQueueNums()).isEqualTo(WRITE_QUEUES);
                                assertThat(queues.getPerm()).isEqualTo(6);
                            });
            assertThat(route.getBrokerDatas())
                    .singleElement()
                    .satisfies(
                            data -> {
                                assertThat(data.getCluster()).isEqualTo(self.cluster());
                                assertThat(data.getBrokerName()).isEqualTo(self.name());
                                assertThat(data.getBrokerAddrs())
                                        .containsExactly(Map.entry(0L, self.address()));
                            });

            assertDone(broker.unregister());
            assertThatThrownBy(() -> admin.examineTopicRouteInfo(topics.getFirst().name()))
                    .isInstanceOfSatisfying(
                            MQClientException.class,
                            gone -> assertThat(gone.getResponseCode()).isEqualTo(TOPIC_NOT_EXIST));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSingleTopicIsAChangeOfABrokerThatIsKnown(
            Generation generation, Services services, DefaultMQAdminExt admin) throws Exception {
        List<Topic> topics = topics(services);
        List<Topic> added = List.of(topic(services.newName("added")));
        try (OfficialBroker broker = broker(generation, self(services, 0), services)) {
            assertThat(broker.register(added, Body.PLAIN, Header.JSON).code())
                    .isEqualTo(SYSTEM_ERROR);
            assertDone(broker.register(topics, Body.PLAIN, Header.JSON));
            broker.nextDataVersion();

            assertDone(broker.register(added, Body.PLAIN, Header.JSON));

            for (String name : List.of(added.getFirst().name(), topics.getFirst().name())) {
                assertThat(admin.examineTopicRouteInfo(name).getQueueDatas()).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSlaveIsToldWhereItsMasterIs(
            Generation generation, Services services, DefaultMQAdminExt admin) throws Exception {
        List<Topic> topics = topics(services);
        Self self = self(services, 0);
        Self slave = new Self(self.cluster(), self.name(), 1, "127.0.0.1:2");
        try (OfficialBroker master = broker(generation, self, services);
                OfficialBroker second = broker(generation, slave, services)) {
            assertDone(master.register(topics, Body.PLAIN, Header.JSON));

            Answer answer = second.register(topics, Body.PLAIN, Header.JSON);

            assertDone(answer);
            assertThat(answer.fields())
                    .containsEntry("masterAddr", self.address())
                    .containsEntry("haServerAddr", self.address() + "1");
            BrokerData both =
                    requireNonNull(
                            admin.examineBrokerClusterInfo().getBrokerAddrTable().get(self.name()));
            assertThat(both.getBrokerAddrs())
                    .containsOnly(Map.entry(0L, self.address()), Map.entry(1L, slave.address()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBrokerLearnsWhetherItsTopicsAreKnown(Generation generation, Services services) {
        List<Topic> topics = topics(services);
        try (OfficialBroker broker = broker(generation, self(services, 0), services)) {
            assertThat(broker.queryDataVersion().fields()).containsEntry("changed", "true");
            assertDone(broker.register(topics, Body.PLAIN, Header.JSON));
            assertThat(broker.queryDataVersion().fields()).containsEntry("changed", "false");

            broker.nextDataVersion();

            assertThat(broker.queryDataVersion().fields()).containsEntry("changed", "true");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBrokerWhoseConnectionEndsLosesItsRoute(
            Generation generation, Services services, DefaultMQAdminExt admin) throws Exception {
        List<Topic> topics = topics(services);
        try (OfficialBroker broker = broker(generation, self(services, 0), services)) {
            assertDone(broker.register(topics, Body.COMPRESSED, Header.ROCKETMQ));
            assertThat(admin.examineTopicRouteInfo(topics.getFirst().name()).getQueueDatas())
                    .hasSize(1);
        }

        await("the end of the route").until(() -> !services.hasRoute(topics.getFirst().name()));
    }

    private static void assertDone(Answer answer) {
        assertThat(answer.code()).as(answer.remark()).isZero();
    }

    private static OfficialBroker broker(Generation generation, Self self, Services services) {
        return new OfficialBroker(generation, self, services.nameServer().port());
    }

    /** A cluster of its own, so that tests which list the usual one don't see it. */
    private static Self self(Services services, long id) {
        String name = services.newName("official");
        return new Self("cluster-of-" + name, name, id, "127.0.0.1:1");
    }

    /** Two of them: one alone is taken for a change, which only a broker that is known may have. */
    private static List<Topic> topics(Services services) {
        String name = services.newName("registered");
        return List.of(topic(name), topic(name + "-too"));
    }

    private static Topic topic(String name) {
        return new Topic(name, READ_QUEUES, WRITE_QUEUES, Map.of("message.type", "FIFO"));
    }
}
