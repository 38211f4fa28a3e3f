package io.apogeemq.broker.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.common.broker.Heartbeat;
import io.apogeemq.common.broker.Heartbeat.ConsumeType;
import io.apogeemq.common.broker.Heartbeat.Consumer;
import io.apogeemq.common.broker.Heartbeat.MessageModel;
import io.apogeemq.common.broker.Subscription;
import io.apogeemq.common.json.JsonReader;
import io.apogeemq.common.message.MessageQueue;
import io.apogeemq.common.protocol.HeartbeatCommand;
import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.protocol.admin.ConsumeStatsBody;
import io.apogeemq.common.protocol.admin.ConsumerConnectionBody;
import io.apogeemq.common.protocol.admin.OffsetTableBody;
import io.apogeemq.common.protocol.admin.OperatorRelay;
import io.apogeemq.common.protocol.admin.TopicStatsBody;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.HandlerTable;
import io.apogeemq.common.remoting.RemotingClient;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;
import io.apogeemq.common.route.SubscriptionGroupConfig;
import io.apogeemq.common.route.TopicConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AdminDoorsTest {

    private final DoorsFixture broker = new DoorsFixture();
    private final RemotingClient operator = broker.client();

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void aTopicIsCreatedShownAndDeleted() {
        success(putTopic("t").field("attributes", "+message.type=FIFO"));
        assertThat(
                        TopicConfig.read(
                                JsonReader.parseObject(
                                        text(
                                                success(
                                                        Request.of(RequestCode.GET_TOPIC_CONFIG)
                                                                .field("topic", "t")
                                                                .field("lo", "true"))))))
                .isEqualTo(
                        TopicConfig.of("t", 4)
                                .withWriteQueueNums(3)
                                .withAttributes(Map.of("message.type", "FIFO")));

        success(Request.of(RequestCode.DELETE_TOPIC_IN_BROKER).field("topic", "t"));
        fails(
                ResponseCode.TOPIC_NOT_EXIST,
                Request.of(RequestCode.GET_TOPIC_CONFIG).field("topic", "t"));
    }

    @Test
    void faultyTopicsAreRefusedWithTheClassicCodes() {
        fails(ResponseCode.INVALID_PARAMETER, putTopic("a b"));
        fails(ResponseCode.INVALID_PARAMETER, putTopic("TBW102"));
        fails(
                ResponseCode.INVALID_PARAMETER,
                putTopic("t").field("attributes", "+message.type=MIXED"));
        fails(ResponseCode.SYSTEM_ERROR, putTopic("t").field("attributes", "+odd=1"));
        fails(
                ResponseCode.SYSTEM_ERROR,
                Request.of(RequestCode.UPDATE_AND_CREATE_TOPIC).field("topic", "t"));
        fails(
                ResponseCode.INVALID_PARAMETER,
                Request.of(RequestCode.DELETE_TOPIC_IN_BROKER).field("topic", "TBW102"));
        assertThat(broker.topics.find("t")).isNull();
    }

    @Test
    void listsOfTopicsAndGroupsAreCreatedAndDeleted() {
        success(
                Request.of(RequestCode.UPDATE_AND_CREATE_TOPIC_LIST)
                        .body(
                                bytes(
                                        "{\"topicConfigList\":[{\"topicName\":\"a\"},{\"topicName\":\"b\"}]}")));
        assertThat(broker.topics.find("b")).isEqualTo(TopicConfig.of("b", 16));
        success(
                Request.of(RequestCode.DELETE_TOPIC_IN_BROKER_LIST)
                        .body(bytes("{\"topicList\":[\"a\",\"b\"]}")));
        assertThat(broker.topics.find("b")).isNull();
        fails(ResponseCode.INVALID_PARAMETER, Request.of(RequestCode.DELETE_TOPIC_IN_BROKER_LIST));

        success(
                Request.of(RequestCode.UPDATE_AND_CREATE_SUBSCRIPTIONGROUP_LIST)
                        .body(bytes("{\"groupConfigList\":[{\"groupName\":\"g\"}]}")));
        assertThat(broker.groups.find("g")).isNotNull();
        success(
                Request.of(RequestCode.DELETE_SUBSCRIPTION_GROUP_LIST)
                        .body(bytes("{\"groupNameList\":[\"g\"],\"cleanOffset\":true}")));
        assertThat(broker.groups.find("g")).isNull();
    }

    @Test
    void aGroupIsCreatedShownAndDeleted() {
        success(
                Request.of(RequestCode.UPDATE_AND_CREATE_SUBSCRIPTIONGROUP)
                        .body(bytes("{\"groupName\":\"g\",\"retryMaxTimes\":3}")));
        assertThat(
                        SubscriptionGroupConfig.parse(
                                        text(
                                                success(
                                                        Request.of(
                                                                        RequestCode
                                                                                .GET_SUBSCRIPTIONGROUP_CONFIG)
                                                                .field("group", "g"))))
                                .retryMaxTimes())
                .isEqualTo(3);

        success(
                Request.of(RequestCode.DELETE_SUBSCRIPTIONGROUP)
                        .field("groupName", "g")
                        .field("cleanOffset", "true"));
        fails(
                ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST,
                Request.of(RequestCode.GET_SUBSCRIPTIONGROUP_CONFIG).field("group", "g"));
        fails(
                ResponseCode.INVALID_PARAMETER,
                Request.of(RequestCode.UPDATE_AND_CREATE_SUBSCRIPTIONGROUP)
                        .body(bytes("{\"groupName\":\"a b\"}")));
        success(Request.of(RequestCode.UPDATE_AND_CREATE_SUBSCRIPTIONGROUP));
    }

    @Test
    void aGroupIsKeptFromATopic() {
        Request ask =
                Request.of(RequestCode.UPDATE_AND_GET_GROUP_FORBIDDEN)
                        .field("group", "g")
                        .field("topic", "t");
        assertThat(text(success(ask))).contains("\"readable\":true");
        assertThat(
                        text(
                                success(
                                        Request.of(RequestCode.UPDATE_AND_GET_GROUP_FORBIDDEN)
                                                .field("group", "g")
                                                .field("topic", "t")
                                                .field("readable", "false"))))
                .isEqualTo("{\"group\":\"g\",\"readable\":false,\"topic\":\"t\"}");
    }

    @Test
    void statusAndProgressAreKeyedByQueues() {
        broker.topics.ensure("t", 1);
        broker.groups.findOrCreate("g");
        broker.store.deliver("t", 0, "m");
        broker.progress.commit("g", "t", 0, 1);
        MessageQueue queue = new MessageQueue("t", "broker-a", 0);

        assertThat(
                        TopicStatsBody.decode(
                                        success(
                                                        Request.of(RequestCode.GET_TOPIC_STATS_INFO)
                                                                .field("topic", "t"))
                                                .body())
                                .queues())
                .containsOnlyKeys(queue);
        assertThat(
                        ConsumeStatsBody.decode(
                                        success(
                                                        Request.of(RequestCode.GET_CONSUME_STATS)
                                                                .field("consumerGroup", "g"))
                                                .body())
                                .queues())
                .containsOnlyKeys(queue);
        assertThat(
                        OffsetTableBody.decode(
                                        success(
                                                        Request.of(
                                                                        RequestCode
                                                                                .INVOKE_BROKER_TO_RESET_OFFSET)
                                                                .field("group", "g")
                                                                .field("topic", "t")
                                                                .field("timestamp", "0")
                                                                .field("isForce", "true"))
                                                .body())
                                .offsets())
                .isEqualTo(Map.of(queue, 0L));
        assertThat(text(success(Request.of(RequestCode.GET_BROKER_CONSUME_STATS))))
                .contains("\"brokerAddr\":\"127.0.0.1:10911\"", "\"totalDiff\":1");
        assertThat(
                        text(
                                success(
                                        Request.of(RequestCode.QUERY_CONSUME_TIME_SPAN)
                                                .field("topic", "t")
                                                .field("group", "g"))))
                .contains("consumeTimeSpanSet", "minTimeStampStr");
        fails(
                ResponseCode.TOPIC_NOT_EXIST,
                Request.of(RequestCode.GET_TOPIC_STATS_INFO).field("topic", "missing"));
    }

    @Test
    void whoConsumesWhatIsListed() {
        broker.progress.commit("g", "t", 0, 1);

        assertThat(
                        text(
                                success(
                                        Request.of(RequestCode.QUERY_TOPIC_CONSUME_BY_WHO)
                                                .field("topic", "t"))))
                .isEqualTo("{\"groupList\":[\"g\"]}");
        assertThat(
                        text(
                                success(
                                        Request.of(RequestCode.QUERY_TOPICS_BY_CONSUMER)
                                                .field("group", "g"))))
                .isEqualTo("{\"brokerAddr\":\"127.0.0.1:10911\",\"topicList\":[\"t\"]}");
        success(
                Request.of(RequestCode.CLONE_GROUP_OFFSET)
                        .field("srcGroup", "g")
                        .field("destGroup", "h"));
        assertThat(text(success(Request.of(RequestCode.GET_SYSTEM_TOPIC_LIST_FROM_BROKER))))
                .contains("TBW102");
    }

    @Test
    void connectionsAreShownAndQuestionsRelayed() {
        RemotingClient consumer =
                broker.client(
                        HandlerTable.builder()
                                .on(
                                        RequestCode.GET_CONSUMER_RUNNING_INFO,
                                        (connection, command, reply) ->
                                                reply.send(
                                                        Answer.of(0)
                                                                .body(
                                                                        bytes(
                                                                                command.fields()
                                                                                        .requireText(
                                                                                                "clientId")))))
                                .on(
                                        RequestCode.NOTIFY_CONSUMER_IDS_CHANGED,
                                        (connection, command, reply) -> {})
                                .build());
        fails(
                ResponseCode.CONSUMER_NOT_ONLINE,
                Request.of(RequestCode.GET_CONSUMER_CONNECTION_LIST).field("consumerGroup", "g"));
        broker.ask(
                consumer,
                HeartbeatCommand.request(
                        new Heartbeat(
                                "a",
                                List.of("p"),
                                List.of(
                                        new Consumer(
                                                "g",
                                                ConsumeType.CONSUME_PASSIVELY,
                                                MessageModel.CLUSTERING,
                                                "CONSUME_FROM_LAST_OFFSET",
                                                false,
                                                List.of(
                                                        new Subscription(
                                                                "t", "*", "TAG", Set.of(), Set.of(),
                                                                1)))),
                                0,
                                false)));

        ConsumerConnectionBody shown =
                ConsumerConnectionBody.decode(
                        success(
                                        Request.of(RequestCode.GET_CONSUMER_CONNECTION_LIST)
                                                .field("consumerGroup", "g"))
                                .body());
        assertThat(shown.connections())
                .singleElement()
                .satisfies(
                        member -> {
                            assertThat(member.clientId()).isEqualTo("a");
                            assertThat(member.address()).startsWith("127.0.0.1:");
                            assertThat(member.language()).isEqualTo("JAVA");
                        });
        assertThat(
                        text(
                                success(
                                        Request.of(RequestCode.GET_PRODUCER_CONNECTION_LIST)
                                                .field("producerGroup", "p"))))
                .contains("\"clientId\":\"a\"");
        assertThat(text(success(Request.of(RequestCode.GET_ALL_PRODUCER_INFO))))
                .contains("\"remoteIP\":\"/127.0.0.1:");
        assertThat(
                        text(
                                success(
                                        Request.of(RequestCode.QUERY_SUBSCRIPTION_BY_CONSUMER)
                                                .field("group", "g")
                                                .field("topic", "t"))))
                .contains("\"subString\":\"*\"");
        assertThat(
                        text(
                                success(
                                        OperatorRelay.request(
                                                RequestCode.GET_CONSUMER_RUNNING_INFO,
                                                Map.of("consumerGroup", "g", "clientId", "a"),
                                                new byte[0]))))
                .isEqualTo("a");
        fails(
                ResponseCode.SYSTEM_ERROR,
                OperatorRelay.request(
                        RequestCode.GET_CONSUMER_RUNNING_INFO,
                        Map.of("consumerGroup", "g", "clientId", "b"),
                        new byte[0]));
        fails(
                ResponseCode.SYSTEM_ERROR,
                Request.of(RequestCode.INVOKE_BROKER_TO_GET_CONSUMER_STATUS)
                        .field("topic", "t")
                        .field("group", "nobody"));
    }

    @Test
    void settingsAreShownAndChanged() {
        success(Request.of(RequestCode.UPDATE_BROKER_CONFIG).body(bytes("brokerPermission=4\n")));
        Response shown = success(Request.of(RequestCode.GET_BROKER_CONFIG));
        assertThat(text(shown)).isEqualTo("brokerPermission=4\n");
        assertThat(shown.fields().get("version")).contains("\"counter\":2");
        fails(
                ResponseCode.INVALID_PARAMETER,
                Request.of(RequestCode.UPDATE_BROKER_CONFIG).body(bytes("unknown=1")));
        fails(
                ResponseCode.NO_PERMISSION,
                Request.of(RequestCode.UPDATE_BROKER_CONFIG).body(bytes("rocketmqHome=/")));
    }

    @Test
    void figuresAndMaintenanceAreAnswered() {
        assertThat(text(success(Request.of(RequestCode.GET_BROKER_RUNTIME_INFO))))
                .startsWith("{\"table\":{")
                .contains("\"brokerVersionDesc\":\"V5_5_0\"");
        success(Request.of(RequestCode.CLEAN_EXPIRED_CONSUMEQUEUE));
        success(Request.of(RequestCode.CLEAN_UNUSED_TOPIC));
        success(Request.of(RequestCode.DELETE_EXPIRED_COMMITLOG));
    }

    @Test
    void statisticsAreAskedForByNameAndKey() {
        Request asked =
                Request.of(RequestCode.VIEW_BROKER_STATS_DATA)
                        .field("statsName", "GROUP_GET_NUMS")
                        .field("statsKey", "t@g");
        Response none = broker.ask(operator, asked);
        assertThat(none.code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
        assertThat(none.remark()).isEqualTo("The stats <GROUP_GET_NUMS> <t@g> not exist");

        broker.statistics.got("t", "g", 6, 600);

        assertThat(
                        text(
                                success(
                                        Request.of(RequestCode.VIEW_BROKER_STATS_DATA)
                                                .field("statsName", "GROUP_GET_NUMS")
                                                .field("statsKey", "t@g"))))
                .isEqualTo(
                        "{\"statsDay\":{\"avgpt\":6.0,\"sum\":6,\"tps\":0.6},"
                                + "\"statsHour\":{\"avgpt\":6.0,\"sum\":6,\"tps\":0.6},"
                                + "\"statsMinute\":{\"avgpt\":6.0,\"sum\":6,\"tps\":0.6}}");
    }

    @Test
    void theEntriesOfAQueueAreShown() {
        broker.topics.ensure("t", 1);
        broker.store.deliver("t", 0, "one");
        broker.store.deliver("t", 0, "two");

        String shown = text(success(entries(1).field("count", "5")));
        assertThat(shown)
                .startsWith(
                        "{\"maxQueueIndex\":2,\"minQueueIndex\":0,\"queueData\":[{\"eval\":true,")
                .contains("\"tagsCode\":0")
                .containsOnlyOnce("physicOffset");
        assertThat(text(success(entries(0).field("count", "5").field("consumerGroup", "g"))))
                .contains("\"filterData\":\"g@t is not online!\"");
        Response beyond = success(entries(2).field("count", "5"));
        assertThat(beyond.remark()).isEqualTo("Index 2 of 0@t is not exist!");
        assertThat(beyond.body()).isEmpty();
        fails(ResponseCode.SYSTEM_ERROR, entries(0).field("queueId", "7"));
    }

    private static Request entries(long index) {
        return Request.of(RequestCode.QUERY_CONSUME_QUEUE)
                .field("topic", "t")
                .field("queueId", "0")
                .field("index", index);
    }

    @Test
    void wholeTablesAreReadInOnePieceOrInPages() {
        for (int i = 0; i < 5; i++) {
            broker.topics.ensure("t" + i, 1);
            broker.groups.findOrCreate("g" + i);
        }
        Response all = success(Request.of(RequestCode.GET_ALL_TOPIC_CONFIG));
        assertThat(all.typedFields().requireInt("totalTopicNum"))
                .isEqualTo(broker.topics.all().size());
        assertThat(text(all)).contains("\"t4\":{", "\"TBW102\":{");

        Response page =
                success(
                        Request.of(RequestCode.GET_ALL_SUBSCRIPTIONGROUP_CONFIG)
                                .field("groupSeq", "0")
                                .field("maxGroupNum", "3")
                                .field("dataVersion", ""));
        assertThat(
                        JsonReader.parseObject(text(page))
                                .requireObject("subscriptionGroupTable")
                                .size())
                .isEqualTo(3);
        fails(
                ResponseCode.SYSTEM_ERROR,
                Request.of(RequestCode.GET_ALL_TOPIC_CONFIG).field("dataVersion", "odd"));
    }

    @Test
    void offsetsAreReadWithBareNumbersAsKeys() {
        broker.progress.commit("g", "t", 2, 7);

        assertThat(text(success(Request.of(RequestCode.GET_ALL_CONSUMER_OFFSET))))
                .contains("\"offsetTable\":{\"t@g\":{2:7}}");
        assertThat(text(success(Request.of(RequestCode.GET_ALL_DELAY_OFFSET))))
                .contains("\"offsetTable\":{3:5}");
    }

    @Test
    void whatIsNotThereYetIsNamed() {
        Response known = broker.ask(operator, Request.of(RequestCode.GET_BROKER_HA_STATUS));
        assertThat(known.code()).isEqualTo(ResponseCode.REQUEST_CODE_NOT_SUPPORTED);
        assertThat(known.remark())
                .isEqualTo(
                        " request type 907 not supported: this version of the broker does not serve GET_BROKER_HA_STATUS");
        Response unknown = broker.ask(operator, Request.of(9999));
        assertThat(unknown.code()).isEqualTo(ResponseCode.REQUEST_CODE_NOT_SUPPORTED);
        assertThat(unknown.remark()).isEqualTo(" request type 9999 not supported");
    }

    private static Request putTopic(String topic) {
        return Request.of(RequestCode.UPDATE_AND_CREATE_TOPIC)
                .field("topic", topic)
                .field("defaultTopic", "TBW102")
                .field("readQueueNums", "4")
                .field("writeQueueNums", "3")
                .field("perm", "6")
                .field("topicFilterType", "SINGLE_TAG")
                .field("topicSysFlag", "0")
                .field("order", "false");
    }

    private Response success(Request request) {
        Response response = broker.ask(operator, request);
        assertThat(response.code()).as(response.remark()).isZero();
        return response;
    }

    private void fails(int code, Request request) {
        Response response = broker.ask(operator, request);
        assertThat(response.code()).as(response.remark()).isEqualTo(code);
        assertThat(response.remark()).isNotBlank();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(Response response) {
        return new String(response.body(), UTF_8);
    }
}
