package io.apogeemq.common.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.common.broker.Subscription;
import io.apogeemq.common.message.MessageQueue;
import io.apogeemq.common.protocol.admin.ClientConnection;
import io.apogeemq.common.protocol.admin.ConsumeStatsBody;
import io.apogeemq.common.protocol.admin.ConsumeStatsListBody;
import io.apogeemq.common.protocol.admin.GroupReadableBody;
import io.apogeemq.common.protocol.admin.GroupSubscriptionBody;
import io.apogeemq.common.protocol.admin.MetadataTables;
import io.apogeemq.common.protocol.admin.ProducerTableBody;
import io.apogeemq.common.route.DataVersion;
import io.apogeemq.common.route.SubscriptionGroupConfig;
import io.apogeemq.common.route.TopicConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BrokerTablesTest {

    private static final DataVersion VERSION = new DataVersion(1, 2, 3);
    private static final String VERSION_JSON =
            "\"dataVersion\":{\"counter\":3,\"stateVersion\":1,\"timestamp\":2}";

    private static String text(byte[] body) {
        return new String(body, UTF_8);
    }

    @Test
    void topicsComeWithEmptyMappings() {
        assertThat(text(MetadataTables.topics(Map.of("t", TopicConfig.of("t", 4)), VERSION)))
                .isEqualTo(
                        "{"
                                + VERSION_JSON
                                + ",\"mappingDataVersion\":{\"counter\":0,\"stateVersion\":0,\"timestamp\":0},"
                                + "\"topicConfigTable\":{\"t\":{\"attributes\":{},\"order\":false,"
                                + "\"perm\":6,\"readQueueNums\":4,\"topicFilterType\":\"SINGLE_TAG\","
                                + "\"topicName\":\"t\",\"topicSysFlag\":0,\"writeQueueNums\":4}},"
                                + "\"topicQueueMappingDetailMap\":{},\"topicQueueMappingInfoMap\":{}}");
    }

    @Test
    void groupsComeWithWhatTheyMayNot() {
        assertThat(
                        text(
                                MetadataTables.groups(
                                        Map.of("g", SubscriptionGroupConfig.of("g")),
                                        Map.of("g", Map.of("t", 1)),
                                        VERSION)))
                .isEqualTo(
                        "{"
                                + VERSION_JSON
                                + ",\"forbiddenTable\":{\"g\":{\"t\":1}},"
                                + "\"subscriptionGroupTable\":{\"g\":"
                                + SubscriptionGroupConfig.of("g").toJson()
                                + "}}");
    }

    @Test
    void offsetTablesHaveBareNumbersAsKeys() {
        assertThat(
                        text(
                                MetadataTables.offsets(
                                        Map.of("t@g", new TreeMap<>(Map.of(0, 123L, 1, 456L))),
                                        VERSION)))
                .isEqualTo("{" + VERSION_JSON + ",\"offsetTable\":{\"t@g\":{0:123,1:456}}}");
        assertThat(text(MetadataTables.delayOffsets(Map.of(3, 10L), VERSION)))
                .isEqualTo("{" + VERSION_JSON + ",\"offsetTable\":{3:10}}");
    }

    @Test
    void theLagsOfABrokerAreSummedUp() {
        ConsumeStatsBody stats =
                new ConsumeStatsBody(
                        Map.of(
                                new MessageQueue("t", "b", 0),
                                new ConsumeStatsBody.QueueLag(9, 5, 7, 6)),
                        0);

        assertThat(
                        text(
                                new ConsumeStatsListBody(
                                                "1.2.3.4:10911",
                                                new TreeMap<>(
                                                        Map.of(
                                                                "g",
                                                                List.of(stats),
                                                                "h",
                                                                List.of())))
                                        .encode()))
                .isEqualTo(
                        "{\"brokerAddr\":\"1.2.3.4:10911\",\"consumeStatsList\":[{\"g\":["
                                + text(stats.encode())
                                + "]},{\"h\":[]}],\"totalDiff\":4,\"totalInflightDiff\":2}");
    }

    @Test
    void producersHaveASlashBeforeTheirAddress() {
        ProducerTableBody body =
                new ProducerTableBody(
                        Map.of(
                                "p",
                                List.of(
                                        new ProducerTableBody.Producer(
                                                new ClientConnection("c", "1.2.3.4:5", "JAVA", 475),
                                                77))));

        assertThat(text(body.encode()))
                .isEqualTo(
                        "{\"data\":{\"p\":[{\"clientId\":\"c\",\"language\":\"JAVA\","
                                + "\"lastUpdateTimestamp\":77,\"remoteIP\":\"/1.2.3.4:5\","
                                + "\"version\":475}]}}");
    }

    @Test
    void anOfflineGroupHasNoSubscription() {
        assertThat(text(new GroupSubscriptionBody("g", "t", null).encode()))
                .isEqualTo("{\"group\":\"g\",\"topic\":\"t\"}");
        assertThat(
                        text(
                                new GroupSubscriptionBody(
                                                "g",
                                                "t",
                                                new Subscription(
                                                        "t", "*", "TAG", Set.of(), Set.of(), 9))
                                        .encode()))
                .contains("\"subscriptionData\":{", "\"subVersion\":9");
    }

    @Test
    void aGroupIsToldWhetherItMayRead() {
        assertThat(text(new GroupReadableBody("g", "t", false).encode()))
                .isEqualTo("{\"group\":\"g\",\"readable\":false,\"topic\":\"t\"}");
    }
}
