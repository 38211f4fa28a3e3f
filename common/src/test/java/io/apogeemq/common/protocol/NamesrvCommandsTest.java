package io.apogeemq.common.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.common.json.JsonReader;
import io.apogeemq.common.protocol.namesrv.BrokerIdentity;
import io.apogeemq.common.protocol.namesrv.QueryDataVersion;
import io.apogeemq.common.protocol.namesrv.RegisterBroker;
import io.apogeemq.common.remoting.BadFieldException;
import io.apogeemq.common.remoting.Fields;
import io.apogeemq.common.remoting.Response;
import io.apogeemq.common.route.DataVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class NamesrvCommandsTest {
    private static final Map<String, String> IDENTITY =
            Map.of(
                    "clusterName", "c",
                    "brokerName", "b",
                    "brokerAddr", "h:1",
                    "brokerId", "1",
                    "haServerAddr", "h:2");

    @Test
    void aRegistrationOfA4xBrokerSaysNothingOfActingMasters() {
        RegisterBroker request = RegisterBroker.read(Fields.of(IDENTITY));
        assertThat(request)
                .isEqualTo(
                        new RegisterBroker(
                                new BrokerIdentity("c", "b", "h:1", 1),
                                "h:2",
                                null,
                                null,
                                null,
                                null,
                                0));
    }

    @Test
    void aMissingMandatoryFieldIsNamed() {
        assertThatThrownBy(() -> BrokerIdentity.read(Fields.of(Map.of("clusterName", "c"))))
                .isInstanceOf(BadFieldException.class)
                .hasMessageContaining("brokerName");
    }

    @Test
    void theChecksumHas31Bits() {
        assertThat(RegisterBroker.crc32("hello".getBytes(UTF_8))).isEqualTo(907060870);
    }

    @Test
    void aBodyIsWholeWhenItsChecksumFitsOrIsNotGiven() {
        byte[] body = "hello".getBytes(UTF_8);
        assertThat(withCrc("907060870").isBodyWhole(body)).isTrue();
        assertThat(withCrc("0").isBodyWhole(body)).isTrue();
        assertThat(withCrc("1").isBodyWhole(body)).isFalse();
    }

    @Test
    void theAnswerToASlaveTellsTheMasterAndTheOrderTopics() {
        RegisterBroker.Registered answer =
                RegisterBroker.Registered.read(
                        new Response(
                                0,
                                null,
                                Map.of("haServerAddr", "m:2", "masterAddr", "m:1"),
                                "{\"table\":{\"T\":\"b:4\"}}".getBytes(UTF_8),
                                515));
        assertThat(answer)
                .isEqualTo(new RegisterBroker.Registered("m:2", "m:1", Map.of("T", "b:4")));
    }

    @Test
    void aVersionAnswerMayHaveNoVersion() {
        assertThat(
                        QueryDataVersion.read(
                                new Response(0, null, Map.of("changed", "true"), new byte[0], 515)))
                .isEqualTo(new QueryDataVersion(true, null));
        assertThat(
                        QueryDataVersion.read(
                                new Response(
                                        0,
                                        null,
                                        Map.of("changed", "false"),
                                        new DataVersion(1, 2, 3).toJson(),
                                        515)))
                .isEqualTo(new QueryDataVersion(false, new DataVersion(1, 2, 3)));
    }

    @Test
    void listsAndTablesAreReadBack() {
        TopicList list = new TopicList(List.of("a", "b"), "h:1");
        assertThat(new String(list.toJson(), UTF_8))
                .isEqualTo("{\"brokerAddr\":\"h:1\",\"topicList\":[\"a\",\"b\"]}");
        assertThat(TopicList.read(JsonReader.parseObject(list.toJson()))).isEqualTo(list);
        KeyValueTable table = new KeyValueTable(Map.of("k", "v"));
        assertThat(KeyValueTable.read(JsonReader.parseObject(table.toJson()))).isEqualTo(table);
    }

    private static RegisterBroker withCrc(String crc) {
        Map<String, String> fields = new HashMap<>(IDENTITY);
        fields.put("bodyCrc32", crc);
        return RegisterBroker.read(Fields.of(fields));
    }
}
