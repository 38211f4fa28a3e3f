package io.apogeemq.namesrv.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apogeemq.common.json.JsonReader;
import io.apogeemq.common.protocol.KeyValueTable;
import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.protocol.TopicList;
import io.apogeemq.common.protocol.namesrv.BrokerHeartbeat;
import io.apogeemq.common.protocol.namesrv.BrokerIdentity;
import io.apogeemq.common.protocol.namesrv.GetRoute;
import io.apogeemq.common.protocol.namesrv.QueryDataVersion;
import io.apogeemq.common.protocol.namesrv.RegisterBroker;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;
import io.apogeemq.common.route.BrokerRegistration;
import io.apogeemq.common.route.ClusterInfo;
import io.apogeemq.common.route.DataVersion;
import io.apogeemq.common.route.MemberGroup;
import io.apogeemq.common.route.QueueEntry;
import io.apogeemq.common.route.TopicConfig;
import io.apogeemq.common.route.TopicRoute;
import io.apogeemq.namesrv.endpoint.TestNamesrv.Caller;
import io.apogeemq.namesrv.kvconfig.KvConfig;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every code of the NameServer against a real server; probes P5 to P7 are among them. */
@Timeout(60)
class NamesrvEndpointTest {
    private static final BrokerIdentity B = new BrokerIdentity("c", "b", "10.0.0.1:10911", 0);
    private static final BrokerIdentity SLAVE = new BrokerIdentity("c", "b", "10.0.0.2:10911", 1);
    private static final DataVersion VERSION = new DataVersion(0, 1700000000000L, 5);
    private static final BrokerRegistration TOPICS =
            BrokerRegistration.of(
                    VERSION,
                    List.of(
                            TopicConfig.of("b", 1),
                            TopicConfig.of("T", 4),
                            TopicConfig.of("U", 2)));

    private static final String PLAIN_TOPICS =
            "\"dataVersion\":{\"counter\":5,\"timestamp\":1700000000000},\"topicConfigTable\":{"
                    + "\"T\":{\"order\":false,\"perm\":6,\"readQueueNums\":4,\"topicFilterType\":"
                    + "\"SINGLE_TAG\",\"topicName\":\"T\",\"topicSysFlag\":0,\"writeQueueNums\":4},"
                    + "\"b\":{\"perm\":7,\"readQueueNums\":1,\"topicName\":\"b\",\"writeQueueNums\":1}}";

    @TempDir Path directory;
    private TestNamesrv namesrv;
    private Caller broker;
    private Caller client;

    @BeforeEach
    void start() {
        namesrv = new TestNamesrv(directory);
        broker = namesrv.client(515);
        client = namesrv.client(515);
    }

    @AfterEach
    void stop() {
        broker.close();
        client.close();
        namesrv.close();
    }

    // Registration, in every form.

    @ParameterizedTest
    @CsvSource({"515", "409", "37"})
    void aPlainBodyIsTaken(int version) {
        String body =
                "{\"filterServerList\":[],\"topicConfigSerializeWrapper\":{" + PLAIN_TOPICS + "}}";
        assertThat(registerFrom(version, body.getBytes(UTF_8)).code()).isZero();
        assertThat(client.call(route("T")).code()).isZero();
    }

    @Test
    void aBodyFromBeforeVersion37IsTaken() {
        assertThat(registerFrom(36, ("{" + PLAIN_TOPICS + "}").getBytes(UTF_8)).code()).isZero();
        assertThat(client.call(route("T")).code()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"515", "409"})
    void aCompressedBodyIsTakenWhateverTheFlagSays(int version) {
        assertThat(registerFrom(version, TOPICS.encodeCompressed(version)).code()).isZero();
        assertThat(queues("T")).containsExactly(new QueueEntry("b", 4, 4, 6, 0));
    }

    @Test
    void aBodyThatCannotBeReadIsRefusedAndTheConnectionStays() {
        Response refused = registerFrom(515, "{\"topicConfigSerializeWrapper\":[".getBytes(UTF_8));
        assertThat(refused.code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
        assertThat(refused.remark()).contains("ends too early at position");
        assertThat(client.call(route("T")).code()).isEqualTo(ResponseCode.TOPIC_NOT_EXIST);
    }

    @Test
    void whatIsTooLargeIsRefusedBeforeItIsCopiedAndTheConnectionStays() {
        Response registration = registerFrom(515, new byte[2 << 20]);
        assertThat(registration.code()).isEqualTo(ResponseCode.MESSAGE_ILLEGAL);
        assertThat(registration.remark()).contains("expected: at most 1048576");
        for (int code :
                new int[] {
                    RequestCode.QUERY_DATA_VERSION,
                    RequestCode.UPDATE_NAMESRV_CONFIG,
                    RequestCode.REGISTER_TOPIC_IN_NAMESRV,
                    RequestCode.GET_ROUTEINFO_BY_TOPIC
                }) {
            Response refused = broker.call(B.toRequest(code).body(new byte[65_537]));
            assertThat(refused.code()).as("code %d", code).isEqualTo(ResponseCode.MESSAGE_ILLEGAL);
            assertThat(refused.remark()).contains("body: 65537 B (expected: at most 65536");
        }
        assertThat(registerFrom(515, TOPICS.encode()).code()).isZero();
    }

    @Test
    void aBrokerWhoseTopicsFindNoRoomInTheTableIsToldTheCure() {
        List<TopicConfig> many =
                IntStream.range(0, 10_000).mapToObj(i -> TopicConfig.of("T" + i, 4)).toList();
        Response refused =
                registerFrom(515, BrokerRegistration.of(VERSION, many).encodeCompressed(515));
        assertThat(refused.code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
        assertThat(refused.remark()).contains("no room").contains("-Xmx");
        assertThat(client.call(route("T1")).code()).isEqualTo(ResponseCode.TOPIC_NOT_EXIST);
    }

    @Test
    void namesThatAreNoNamesAreRefused() {
        Response refused =
                broker.call(
                        new BrokerIdentity("c", "b".repeat(301), "h:1", 0)
                                .toRequest(RequestCode.REGISTER_BROKER)
                                .field("haServerAddr", "h:2")
                                .body(TOPICS.encode()));
        assertThat(refused.code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
        assertThat(refused.remark()).contains("brokerName").contains("at most 300 characters");
    }

    @Test
    void aWrongChecksumAMissingFieldAndASingleTopicAreRefused() {
        Response wrong =
                broker.call(
                        B.toRequest(RequestCode.REGISTER_BROKER)
                                .field("haServerAddr", "h:2")
                                .field("bodyCrc32", 1)
                                .body(TOPICS.encode()));
        assertThat(wrong.code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
        assertThat(wrong.remark()).isEqualTo("crc32 not match");

        Response missing =
                broker.call(
                        Request.of(RequestCode.REGISTER_BROKER)
                                .field("brokerName", "b")
                                .body(TOPICS.encode()));
        assertThat(missing.code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
        assertThat(missing.remark()).contains("clusterName");

        Response single =
                broker.call(
                        header(B)
                                .toRequest(
                                        BrokerRegistration.of(
                                                VERSION, List.of(TopicConfig.of("T", 4)))));
        assertThat(single.code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
        assertThat(single.remark()).startsWith("register broker failed");
        assertThat(client.call(route("T")).code()).isEqualTo(ResponseCode.TOPIC_NOT_EXIST);
    }

    @Test
    void theRouteGoesAtOnceWithTheBrokersConnection() {
        register(B);
        assertThat(client.call(route("T")).code()).isZero();
        broker.close();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> client.call(route("T")).code() == ResponseCode.TOPIC_NOT_EXIST);
    }

    @Test
    void aSlaveIsToldItsMasterAndEveryBrokerTheOrderTopics() {
        namesrv.kv.put(KvConfig.ORDER_TOPICS, "T", "b:4");
        RegisterBroker.Registered master = register(B);
        assertThat(master).isEqualTo(new RegisterBroker.Registered(null, null, Map.of("T", "b:4")));
        namesrv.use(new AnswerOptions(false, false, true, true, true, 0));
        assertThat(register(SLAVE))
                .isEqualTo(new RegisterBroker.Registered("ha of b", "10.0.0.1:10911", null));
    }

    @Test
    void aBrokerThatUnregistersIsGone() {
        register(B);
        assertThat(broker.call(B.toRequest(RequestCode.UNREGISTER_BROKER)).code()).isZero();
        assertThat(client.call(route("T")).code()).isEqualTo(ResponseCode.TOPIC_NOT_EXIST);
    }

    @Test
    void heartbeatsKeepABrokerAndSilenceDropsIt() {
        register(B);
        namesrv.clock.advance(Duration.ofSeconds(100));
        broker.tell(new BrokerHeartbeat("c", "b", "10.0.0.1:10911", 0L).toRequest());
        // Answered in the same lane, so the heartbeat has been noted.
        broker.call(SLAVE.toRequest(RequestCode.UNREGISTER_BROKER));
        namesrv.clock.advance(Duration.ofSeconds(100));
        namesrv.scan();
        broker.call(SLAVE.toRequest(RequestCode.UNREGISTER_BROKER));
        assertThat(client.call(route("T")).code()).isZero();
        namesrv.clock.advance(Duration.ofSeconds(21));
        namesrv.scan();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> client.call(route("T")).code() == ResponseCode.TOPIC_NOT_EXIST);
    }

    @Test
    void aBrokerIsToldWhetherItsTopicsAreKnown() {
        assertThat(QueryDataVersion.read(broker.call(QueryDataVersion.toRequest(B, VERSION))))
                .isEqualTo(new QueryDataVersion(true, null));
        register(B);
        assertThat(QueryDataVersion.read(broker.call(QueryDataVersion.toRequest(B, VERSION))))
                .isEqualTo(new QueryDataVersion(false, VERSION));
        assertThat(
                        QueryDataVersion.read(
                                broker.call(QueryDataVersion.toRequest(B, VERSION.next(1)))))
                .isEqualTo(new QueryDataVersion(true, VERSION));
    }

    // Routes.

    @ParameterizedTest
    @CsvSource({
        "515, false, true",
        "401, false, true",
        "400, false, false",
        "399, false, false",
        "399, true, true",
        "0, false, false"
    })
    void integerKeysAreQuotedForWhoReadsThem(int version, boolean asked, boolean quoted) {
        register(B);
        try (Caller caller = namesrv.client(version)) {
            Request request = Request.of(RequestCode.GET_ROUTEINFO_BY_TOPIC).field("topic", "T");
            Response response =
                    caller.call(asked ? request.field("acceptStandardJsonOnly", true) : request);
            assertThat(new String(response.body(), UTF_8))
                    .isEqualTo(
                            "{\"brokerDatas\":[{\"brokerAddrs\":{KEY:\"10.0.0.1:10911\"},\"brokerName\":\"b\","
                                            .replace("KEY", quoted ? "\"0\"" : "0")
                                    + "\"cluster\":\"c\",\"enableActingMaster\":true}],\"filterServerTable\":{},"
                                    + "\"queueDatas\":[{\"brokerName\":\"b\",\"perm\":6,\"readQueueNums\":4,"
                                    + "\"topicSysFlag\":0,\"writeQueueNums\":4}]}");
        }
    }

    @Test
    void anUnknownTopicIsAnsweredWith17() {
        Response response = client.call(route("nowhere"));
        assertThat(response.code()).isEqualTo(ResponseCode.TOPIC_NOT_EXIST);
        assertThat(response.remark())
                .startsWith("No topic route info in name server for the topic: nowhere");
    }

    @Test
    void routesAreHeldBackAfterTheStartWhereThatIsWanted() {
        register(B);
        namesrv.use(new AnswerOptions(false, true, true, true, true, 45_000));
        Response early = client.call(route("T"));
        assertThat(early.code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
        assertThat(early.remark()).isEqualTo("name server not ready");
        namesrv.clock.advance(Duration.ofSeconds(45));
        assertThat(client.call(route("T")).code()).isZero();
    }

    @Test
    void theOrderOfATopicIsInItsRouteWhereThatIsWanted() {
        register(B);
        namesrv.kv.put(KvConfig.ORDER_TOPICS, "T", "b:4");
        assertThat(parsedRoute("T").orderTopicConf()).isNull();
        namesrv.use(new AnswerOptions(true, true, true, true, true, 0));
        assertThat(parsedRoute("T").orderTopicConf()).isEqualTo("b:4");
        assertThat(parsedRoute("U").orderTopicConf()).isNull();
    }

    @Test
    void aZoneNarrowsTheRouteAndKeepsItsForm() {
        registerZone(B, "zoneA");
        registerZone(new BrokerIdentity("c", "b2", "10.0.0.3:10911", 0), "zoneB");
        Response response = client.call(new GetRoute("T", true, "zoneb").toRequest());
        assertThat(TopicRoute.parse(response.body()).brokerDatas())
                .singleElement()
                .satisfies(entry -> assertThat(entry.zoneName()).isEqualTo("zoneB"));
        assertThat(new String(response.body(), UTF_8)).contains("{\"0\":");
    }

    @Test
    void whileTheMasterIsAwayItsSlaveStandsInWithoutWritePermission() {
        register(B);
        try (Caller slave = namesrv.client(515)) {
            slave.call(header(SLAVE).toRequest(TOPICS));
            broker.call(B.toRequest(RequestCode.UNREGISTER_BROKER));
            assertThat(queues("T")).containsExactly(new QueueEntry("b", 4, 4, 4, 0));
            assertThat(parsedRoute("T").brokerDatas().getFirst().brokerAddrs())
                    .isEqualTo(Map.of(0L, "10.0.0.2:10911"));
        }
    }

    @Test
    void clustersAndMembersAreTold() {
        register(B);
        register(SLAVE);
        ClusterInfo info =
                ClusterInfo.parse(
                        client.call(Request.of(RequestCode.GET_BROKER_CLUSTER_INFO)).body());
        assertThat(info.clusters()).containsOnlyKeys("c");
        assertThat(info.mastersOf("c")).containsExactly("10.0.0.1:10911");
        assertThat(members("b")).isEqualTo(Map.of(0L, "10.0.0.1:10911", 1L, "10.0.0.2:10911"));
        assertThat(members("unknown")).isEmpty();
        try (Caller old = namesrv.client(399)) {
            assertThat(
                            new String(
                                    old.call(Request.of(RequestCode.GET_BROKER_CLUSTER_INFO))
                                            .body(),
                                    UTF_8))
                    .contains("{0:\"10.0.0.1:10911\",1:");
        }
    }

    // Topics and permissions.

    @Test
    void topicsAreListed() {
        register(B);
        register(new BrokerIdentity("c2", "b2", "10.0.0.4:10911", 0));
        assertThat(list(Request.of(RequestCode.GET_ALL_TOPIC_LIST_FROM_NAMESERVER)))
                .containsExactly("T", "U", "b");
        assertThat(list(Request.of(RequestCode.GET_TOPICS_BY_CLUSTER).field("cluster", "c2")))
                .containsExactly("T", "U", "b");
        assertThat(list(Request.of(RequestCode.GET_TOPICS_BY_CLUSTER).field("cluster", "x")))
                .isEmpty();
        Response system = client.call(Request.of(RequestCode.GET_SYSTEM_TOPIC_LIST_FROM_NS));
        assertThat(TopicList.read(JsonReader.parseObject(system.body())))
                .isEqualTo(new TopicList(List.of("b", "b2", "c", "c2"), "10.0.0.1:10911"));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                RequestCode.GET_UNIT_TOPIC_LIST,
                RequestCode.GET_HAS_UNIT_SUB_TOPIC_LIST,
                RequestCode.GET_HAS_UNIT_SUB_UNUNIT_TOPIC_LIST
            })
    void unitTopicsAreListed(int code) {
        broker.call(
                header(B)
                        .toRequest(
                                BrokerRegistration.of(
                                        VERSION,
                                        List.of(
                                                TopicConfig.of("unit", 1).withTopicSysFlag(1),
                                                TopicConfig.of("both", 1).withTopicSysFlag(3),
                                                TopicConfig.of("sub", 1).withTopicSysFlag(2)))));
        assertThat(list(Request.of(code)))
                .isEqualTo(
                        switch (code) {
                            case RequestCode.GET_UNIT_TOPIC_LIST -> List.of("both", "unit");
                            case RequestCode.GET_HAS_UNIT_SUB_TOPIC_LIST -> List.of("both", "sub");
                            default -> List.of("sub");
                        });
    }

    @Test
    void listsCanBeSwitchedOff() {
        namesrv.use(new AnswerOptions(false, true, true, false, false, 0));
        for (Request request :
                List.of(
                        Request.of(RequestCode.GET_ALL_TOPIC_LIST_FROM_NAMESERVER),
                        Request.of(RequestCode.GET_TOPICS_BY_CLUSTER).field("cluster", "c"),
                        Request.of(RequestCode.GET_UNIT_TOPIC_LIST),
                        Request.of(RequestCode.GET_HAS_UNIT_SUB_TOPIC_LIST),
                        Request.of(RequestCode.GET_HAS_UNIT_SUB_UNUNIT_TOPIC_LIST))) {
            Response response = client.call(request);
            assertThat(response.code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
            assertThat(response.remark()).isEqualTo("disable");
        }
    }

    @Test
    void topicsAreAddedAndDeletedByHand() {
        register(B);
        Request add =
                Request.of(RequestCode.REGISTER_TOPIC_IN_NAMESRV)
                        .field("topic", "M")
                        .body(
                                TopicRoute.of(List.of(new QueueEntry("b", 3, 3, 6, 0)), List.of())
                                        .toJson(true));
        assertThat(client.call(add).code()).isZero();
        assertThat(queues("M")).hasSize(1);
        Request delete = Request.of(RequestCode.DELETE_TOPIC_IN_NAMESRV).field("topic", "M");
        assertThat(client.call(delete.field("clusterName", "elsewhere")).code()).isZero();
        assertThat(queues("M")).hasSize(1);
        client.call(Request.of(RequestCode.DELETE_TOPIC_IN_NAMESRV).field("topic", "M"));
        assertThat(client.call(route("M")).code()).isEqualTo(ResponseCode.TOPIC_NOT_EXIST);
    }

    @Test
    void wipedPermissionSurvivesRegistrationUntilItIsGivenBack() {
        register(B);
        Response wiped =
                client.call(
                        Request.of(RequestCode.WIPE_WRITE_PERM_OF_BROKER).field("brokerName", "b"));
        assertThat(wiped.fields()).containsEntry("wipeTopicCount", "3");
        register(B);
        assertThat(queues("T")).containsExactly(new QueueEntry("b", 4, 4, 4, 0));
        Response added =
                client.call(
                        Request.of(RequestCode.ADD_WRITE_PERM_OF_BROKER).field("brokerName", "b"));
        assertThat(added.fields()).containsEntry("addTopicCount", "3");
        assertThat(queues("T")).containsExactly(new QueueEntry("b", 4, 4, 6, 0));
        assertThat(
                        client.call(
                                        Request.of(RequestCode.WIPE_WRITE_PERM_OF_BROKER)
                                                .field("brokerName", "nobody"))
                                .fields())
                .containsEntry("wipeTopicCount", "0");
    }

    // Key-value configuration and settings.

    @Test
    void keysAreSetReadListedAndRemoved() {
        Response absent = client.call(kv(RequestCode.GET_KV_CONFIG, "n", "k"));
        assertThat(absent.code()).isEqualTo(ResponseCode.QUERY_NOT_FOUND);
        assertThat(absent.remark()).isEqualTo("No config item, Namespace: n Key: k");
        Response noList =
                client.call(
                        Request.of(RequestCode.GET_KVLIST_BY_NAMESPACE).field("namespace", "n"));
        assertThat(noList.code()).isEqualTo(ResponseCode.QUERY_NOT_FOUND);
        assertThat(noList.remark()).isEqualTo("No config item, Namespace: n");

        assertThat(client.call(kv(RequestCode.PUT_KV_CONFIG, "n", "k").field("value", "v")).code())
                .isZero();
        assertThat(client.call(kv(RequestCode.GET_KV_CONFIG, "n", "k")).fields())
                .containsEntry("value", "v");
        assertThat(KvConfig.open(directory.resolve("kvConfig.json")).find("n", "k"))
                .as("durable when answered")
                .contains("v");
        Response list =
                client.call(
                        Request.of(RequestCode.GET_KVLIST_BY_NAMESPACE).field("namespace", "n"));
        assertThat(KeyValueTable.read(JsonReader.parseObject(list.body())).table())
                .isEqualTo(Map.of("k", "v"));
        assertThat(client.call(kv(RequestCode.DELETE_KV_CONFIG, "n", "k")).code()).isZero();
        assertThat(client.call(kv(RequestCode.DELETE_KV_CONFIG, "n", "k")).code()).isZero();
        assertThat(client.call(kv(RequestCode.GET_KV_CONFIG, "n", "k")).code())
                .isEqualTo(ResponseCode.QUERY_NOT_FOUND);
    }

    @Test
    void aKeyWithoutNamespaceIsRefused() {
        Response response =
                client.call(
                        Request.of(RequestCode.PUT_KV_CONFIG)
                                .field("key", "k")
                                .field("value", "v"));
        assertThat(response.code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
        assertThat(response.remark()).isEqualTo("namespace or key is null");
    }

    @Test
    void settingsAreShownAndChanged() {
        assertThat(new String(settings().body(), UTF_8)).isEqualTo("a=1\nb=2\n");
        assertThat(change("a=3\nc = 4 ").code()).isZero();
        assertThat(new String(settings().body(), UTF_8)).isEqualTo("a=3\nb=2\nc=4\n");
        Response forbidden = change("locked=1");
        assertThat(forbidden.code()).isEqualTo(ResponseCode.NO_PERMISSION);
        assertThat(forbidden.remark()).isEqualTo("Can not update config in black list.");
        Response wrong = change("unknown=1");
        assertThat(wrong.code()).isEqualTo(ResponseCode.INVALID_PARAMETER);
        assertThat(wrong.remark()).isEqualTo("unknown: unknown key");
        Response unreadable = change("a=\\uZZZZ");
        assertThat(unreadable.code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
        assertThat(unreadable.remark()).isEqualTo("string2Properties error");
    }

    // The rest.

    @ParameterizedTest
    @ValueSource(ints = {RequestCode.SEND_MESSAGE, RequestCode.HEART_BEAT, 9999, 200050})
    void whatIsNotANameServersIsRefused(int code) {
        Response response = client.call(Request.of(code));
        assertThat(response.code()).isEqualTo(ResponseCode.REQUEST_CODE_NOT_SUPPORTED);
        assertThat(response.remark()).isEqualTo(" request type " + code + " not supported");
    }

    @Test
    void aPlainSocketGetsItsRoute() throws IOException {
        register(B);
        byte[] header =
                "{\"code\":105,\"extFields\":{\"topic\":\"T\"},\"flag\":0,\"language\":\"JAVA\",\"opaque\":1,\"serializeTypeCurrentRPC\":\"JSON\",\"version\":515}"
                        .getBytes(UTF_8);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), namesrv.port())) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(4 + header.length);
            out.writeInt(header.length);
            out.write(header);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] frame = new byte[in.readInt()];
            in.readFully(frame);
            assertThat(new String(frame, UTF_8))
                    .contains("\"code\":0")
                    .contains("\"opaque\":1")
                    .contains("\"queueDatas\":[{\"brokerName\":\"b\"");
        }
    }

    private RegisterBroker.Registered register(BrokerIdentity identity) {
        Response response = broker.call(header(identity).toRequest(TOPICS));
        assertThat(response.code()).isZero();
        return RegisterBroker.Registered.read(response);
    }

    private void registerZone(BrokerIdentity identity, String zone) {
        broker.call(
                new RegisterBroker(identity, "ha", null, true, zone, null, 0).toRequest(TOPICS));
    }

    private Response registerFrom(int version, byte[] body) {
        broker.close();
        broker = namesrv.client(version);
        return broker.call(
                B.toRequest(RequestCode.REGISTER_BROKER)
                        .field("haServerAddr", "h:2")
                        .field("compressed", false)
                        .field("bodyCrc32", RegisterBroker.crc32(body))
                        .body(body));
    }

    private static RegisterBroker header(BrokerIdentity identity) {
        return new RegisterBroker(
                identity, "ha of " + identity.brokerName(), null, true, null, "process", 0);
    }

    private static Request route(String topic) {
        return new GetRoute(topic, false, null).toRequest();
    }

    private TopicRoute parsedRoute(String topic) {
        return TopicRoute.parse(client.call(route(topic)).body());
    }

    private List<QueueEntry> queues(String topic) {
        return parsedRoute(topic).queueDatas();
    }

    private Map<Long, String> members(String brokerName) {
        return MemberGroup.parse(
                        client.call(
                                        Request.of(RequestCode.GET_BROKER_MEMBER_GROUP)
                                                .field("clusterName", "c")
                                                .field("brokerName", brokerName))
                                .body())
                .brokerAddrs();
    }

    private List<String> list(Request request) {
        return TopicList.read(JsonReader.parseObject(client.call(request).body())).topics();
    }

    private static Request kv(int code, String namespace, String key) {
        return Request.of(code).field("namespace", namespace).field("key", key);
    }

    private Response settings() {
        return client.call(Request.of(RequestCode.GET_NAMESRV_CONFIG));
    }

    private Response change(String properties) {
        return client.call(
                Request.of(RequestCode.UPDATE_NAMESRV_CONFIG).body(properties.getBytes(UTF_8)));
    }
}
