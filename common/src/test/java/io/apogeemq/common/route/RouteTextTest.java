package io.apogeemq.common.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.common.json.JsonException;
import io.apogeemq.common.json.JsonObject;
import io.apogeemq.common.json.JsonReader;
import io.apogeemq.common.json.JsonWriter;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class RouteTextTest {
    private static final BrokerEntry B1 =
            new BrokerEntry(
                    "c1",
                    "b1",
                    addresses(Map.of(1L, "10.0.0.2:10911", 0L, "10.0.0.1:10911")),
                    false,
                    null);
    private static final QueueEntry Q1 = new QueueEntry("b1", 4, 4, 6, 0);

    @Test
    void theStrictFormIsPlainJsonWithSortedFields() {
        TopicRoute route =
                TopicRoute.of(
                        List.of(Q1),
                        List.of(B1.withBrokerAddrs(addresses(Map.of(0L, "10.0.0.1:10911")))));
        assertThat(new String(route.toJson(true), UTF_8))
                .isEqualTo(
                        "{\"brokerDatas\":[{\"brokerAddrs\":{\"0\":\"10.0.0.1:10911\"},\"brokerName\":\"b1\","
                                + "\"cluster\":\"c1\",\"enableActingMaster\":false}],\"filterServerTable\":{},"
                                + "\"queueDatas\":[{\"brokerName\":\"b1\",\"perm\":6,\"readQueueNums\":4,"
                                + "\"topicSysFlag\":0,\"writeQueueNums\":4}]}");
    }

    @Test
    void theLegacyFormHasBareIdsAndTheMasterFirst() {
        byte[] bytes = TopicRoute.of(List.of(Q1), List.of(B1)).toJson(false);
        assertThat(new String(bytes, UTF_8))
                .contains("\"brokerAddrs\":{0:\"10.0.0.1:10911\",1:\"10.0.0.2:10911\"}")
                .doesNotContain(" ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRouteWithEverythingIsReadBackFromBothForms(boolean strict) {
        TopicRoute route =
                new TopicRoute(
                        List.of(Q1, new QueueEntry("b2", 8, 6, 4, 3)),
                        List.of(
                                B1,
                                new BrokerEntry(
                                        "c1", "b2", addresses(Map.of(0L, "h:1")), true, "zone-é")),
                        Map.of("h:1", List.of("f:1", "f:2")),
                        "b1:4;b2:6",
                        Map.of(
                                "b1",
                                JsonReader.parseObject("{\"bname\":\"b1\",\"totalQueues\":8}")));
        assertThat(TopicRoute.parse(route.toJson(strict))).isEqualTo(route);
    }

    @Test
    void aRouteOfAnOldNameServerIsRead() {
        TopicRoute route =
                TopicRoute.parse(
                        ("{\"queueDatas\":[{\"brokerName\":\"b\",\"readQueueNums\":4,\"writeQueueNums\":4,"
                                        + "\"perm\":6,\"topicSynFlag\":2}],\"brokerDatas\":[{\"brokerAddrs\":"
                                        + "{0:\"h:1\"},\"brokerName\":\"b\",\"cluster\":\"c\"}]}")
                                .getBytes(UTF_8));
        assertThat(route.queueDatas()).containsExactly(new QueueEntry("b", 4, 4, 6, 2));
        assertThat(route.brokerDatas().getFirst().hasMaster()).isTrue();
        assertThat(route.filterServers()).isEmpty();
    }

    @Test
    void clusterListsAreReadBackFromBothForms() {
        ClusterInfo info =
                new ClusterInfo(
                        new TreeMap<>(Map.of("b1", B1)),
                        new TreeMap<>(Map.of("c1", new TreeSet<>(List.of("b1", "gone")))));
        assertThat(ClusterInfo.parse(info.toJson(true))).isEqualTo(info);
        assertThat(ClusterInfo.parse(info.toJson(false))).isEqualTo(info);
        assertThat(new String(info.toJson(false), UTF_8))
                .startsWith("{\"brokerAddrTable\":{\"b1\":{\"brokerAddrs\":{0:")
                .endsWith("\"clusterAddrTable\":{\"c1\":[\"b1\",\"gone\"]}}");
        assertThat(info.mastersOf("c1")).containsExactly("10.0.0.1:10911");
        assertThat(info.mastersOf("other")).isEmpty();
    }

    @Test
    void memberGroupsAreReadBackFromBothForms() {
        MemberGroup group = new MemberGroup("c1", "b1", B1.brokerAddrs());
        assertThat(MemberGroup.parse(group.toJson(true))).isEqualTo(group);
        assertThat(new String(group.toJson(false), UTF_8))
                .isEqualTo(
                        "{\"brokerMemberGroup\":{\"brokerAddrs\":{0:\"10.0.0.1:10911\",1:\"10.0.0.2:10911\"},"
                                + "\"brokerName\":\"b1\",\"cluster\":\"c1\"}}");
        MemberGroup none = new MemberGroup("c", "b", Collections.emptySortedMap());
        assertThat(MemberGroup.parse(none.toJson(false))).isEqualTo(none);
    }

    @Test
    void topicDefinitionsAreWrittenAsClassicToolsWriteThem() {
        TopicConfig topic =
                new TopicConfig(
                        "T",
                        4,
                        2,
                        6,
                        TopicFilterType.MULTI_TAG,
                        1,
                        true,
                        Map.of("message.type", "FIFO"));
        String text = json(topic);
        assertThat(text)
                .isEqualTo(
                        "{\"attributes\":{\"message.type\":\"FIFO\"},\"order\":true,\"perm\":6,"
                                + "\"readQueueNums\":4,\"topicFilterType\":\"MULTI_TAG\",\"topicName\":\"T\","
                                + "\"topicSysFlag\":1,\"writeQueueNums\":2}");
        assertThat(TopicConfig.read(JsonReader.parseObject(text))).isEqualTo(topic);
    }

    @Test
    void aTopicDefinitionThatSaysOnlyItsNameHasTheClassicDefaults() {
        assertThat(TopicConfig.read(JsonReader.parseObject("{\"topicName\":\"T\"}")))
                .isEqualTo(TopicConfig.of("T", 16));
        JsonObject nameless = JsonReader.parseObject("{\"perm\":6}");
        assertThatThrownBy(() -> TopicConfig.read(nameless))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("topicName");
    }

    @Test
    void permissionsReadAsOperatorsKnowThem() {
        assertThat(Permission.text(7)).isEqualTo("RWX");
        assertThat(Permission.text(Permission.withoutWrite(6))).isEqualTo("R--");
        assertThat(Permission.isKnown(16)).isFalse();
    }

    private static String json(TopicConfig topic) {
        JsonWriter json = JsonWriter.classic();
        topic.write(json);
        return json.toString();
    }

    private static SortedMap<Long, String> addresses(Map<Long, String> addresses) {
        return new TreeMap<>(addresses);
    }
}
