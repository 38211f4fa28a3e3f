package io.apogeemq.common.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.common.broker.Heartbeat.ConsumeType;
import io.apogeemq.common.broker.Heartbeat.MessageModel;
import io.apogeemq.common.broker.Subscription;
import io.apogeemq.common.message.MessageQueue;
import io.apogeemq.common.protocol.admin.ClientConnection;
import io.apogeemq.common.protocol.admin.ConsumeStatsBody;
import io.apogeemq.common.protocol.admin.ConsumerConnectionBody;
import io.apogeemq.common.protocol.admin.ConsumerTableBody;
import io.apogeemq.common.protocol.admin.GroupList;
import io.apogeemq.common.protocol.admin.OffsetTableBody;
import io.apogeemq.common.protocol.admin.ProducerConnectionBody;
import io.apogeemq.common.protocol.admin.QueueTimeSpansBody;
import io.apogeemq.common.protocol.admin.TopicStatsBody;
import io.apogeemq.common.remoting.BadFieldException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BodiesTest {

    private static final MessageQueue QUEUE = new MessageQueue("T", "b", 1);
    private static final String KEY = "{\"brokerName\":\"b\",\"queueId\":1,\"topic\":\"T\"}";

    private static String text(byte[] body) {
        return new String(body, UTF_8);
    }

    @Test
    void topicStatsHaveQueuesAsKeys() {
        var body =
                new TopicStatsBody(
                        Map.of(QUEUE, new TopicStatsBody.QueueRange(1, 1L << 40, 1700000000000L)),
                        0.5);

        assertThat(text(body.encode()))
                .isEqualTo(
                        "{\"offsetTable\":{"
                                + KEY
                                + ":{\"lastUpdateTimestamp\":1700000000000,\"maxOffset\":1099511627776,"
                                + "\"minOffset\":1}},\"topicPutTps\":0.5}");
        assertThat(TopicStatsBody.decode(body.encode())).isEqualTo(body);
    }

    @Test
    void consumeStatsHaveQueuesAsKeys() {
        var body =
                new ConsumeStatsBody(Map.of(QUEUE, new ConsumeStatsBody.QueueLag(9, 7, 8, 6)), 2);

        assertThat(text(body.encode()))
                .isEqualTo(
                        "{\"consumeTps\":2.0,\"offsetTable\":{"
                                + KEY
                                + ":{\"brokerOffset\":9,\"consumerOffset\":7,\"lastTimestamp\":6,"
                                + "\"pullOffset\":8}}}");
        assertThat(ConsumeStatsBody.decode(body.encode())).isEqualTo(body);
    }

    @Test
    void offsetsOfOneOrManyClientsHaveQueuesAsKeys() {
        var one = new OffsetTableBody(Map.of(QUEUE, 5L));
        var many = new ConsumerTableBody(Map.of("c", Map.of(QUEUE, 5L)));

        assertThat(text(one.encode())).isEqualTo("{\"offsetTable\":{" + KEY + ":5}}");
        assertThat(OffsetTableBody.decode(one.encode())).isEqualTo(one);
        assertThat(text(many.encode())).isEqualTo("{\"consumerTable\":{\"c\":{" + KEY + ":5}}}");
        assertThat(ConsumerTableBody.decode(many.encode())).isEqualTo(many);
    }

    @Test
    void connectionsAreListed() {
        var client = new ClientConnection("c", "10.0.0.1:5", "JAVA", 515);
        var producers = new ProducerConnectionBody(List.of(client));
        var consumers =
                new ConsumerConnectionBody(
                        List.of(client),
                        List.of(new Subscription("t", "a", "TAG", Set.of("a"), Set.of(97), 3)),
                        ConsumeType.CONSUME_PASSIVELY,
                        MessageModel.CLUSTERING,
                        "CONSUME_FROM_LAST_OFFSET");
        String connections =
                "\"connectionSet\":[{\"clientAddr\":\"10.0.0.1:5\",\"clientId\":\"c\","
                        + "\"language\":\"JAVA\",\"version\":515}]";

        assertThat(text(producers.encode())).isEqualTo("{" + connections + "}");
        assertThat(ProducerConnectionBody.decode(producers.encode())).isEqualTo(producers);
        assertThat(text(consumers.encode()))
                .isEqualTo(
                        "{"
                                + connections
                                + ",\"consumeFromWhere\":\"CONSUME_FROM_LAST_OFFSET\","
                                + "\"consumeType\":\"CONSUME_PASSIVELY\",\"messageModel\":\"CLUSTERING\","
                                + "\"subscriptionTable\":{\"t\":{\"classFilterMode\":false,\"codeSet\":[97],"
                                + "\"expressionType\":\"TAG\",\"subString\":\"a\",\"subVersion\":3,"
                                + "\"tagsSet\":[\"a\"],\"topic\":\"t\"}}}");
        assertThat(ConsumerConnectionBody.decode(consumers.encode())).isEqualTo(consumers);
    }

    @Test
    void groupsAreListedInTheirOrder() {
        var groups = new GroupList(List.of("y", "x"));

        assertThat(text(groups.toJson())).isEqualTo("{\"groupList\":[\"y\",\"x\"]}");
        assertThat(JsonBodies.read(groups.toJson(), GroupList::read)).isEqualTo(groups);
    }

    @Test
    void timeSpansAreGivenAsNumbersAndAsText() {
        var body =
                new QueueTimeSpansBody(
                        List.of(new QueueTimeSpansBody.Span(QUEUE, 0, 1700000000123L, 1, 2)));

        assertThat(text(body.encode(ZoneOffset.UTC)))
                .isEqualTo(
                        "{\"consumeTimeSpanSet\":[{\"consumeTimeStamp\":1,"
                                + "\"consumeTimeStampStr\":\"1970-01-01#00:00:00:001\",\"delayTime\":2,"
                                + "\"maxTimeStamp\":1700000000123,"
                                + "\"maxTimeStampStr\":\"2023-11-14#22:13:20:123\",\"messageQueue\":"
                                + KEY
                                + ",\"minTimeStamp\":0,\"minTimeStampStr\":\"1970-01-01#00:00:00:000\"}]}");
        assertThat(QueueTimeSpansBody.decode(body.encode(ZoneOffset.UTC))).isEqualTo(body);
    }

    @Test
    void bodiesThatAreAtFaultAreRefused() {
        for (String text :
                List.of(
                        "",
                        "{\"offsetTable\":{\"q\":1}}",
                        "{\"offsetTable\":{" + KEY + ":null}}",
                        "{\"offsetTable\":{" + KEY + ":\"x\"}}")) {
            assertThatThrownBy(() -> OffsetTableBody.decode(text.getBytes(UTF_8)))
                    .isInstanceOf(BadFieldException.class);
            assertThatThrownBy(() -> TopicStatsBody.decode(text.getBytes(UTF_8)))
                    .isInstanceOf(BadFieldException.class);
        }
    }
}
