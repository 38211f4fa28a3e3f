package io.apogeemq.systemtests.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.systemtests.process.RunServices;
import io.apogeemq.systemtests.process.Services;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are understood and refused, each with its classic code. */
@RunServices(shared = true)
@Execution(ExecutionMode.CONCURRENT)
@Timeout(600)
class RefusalTest {

    private static final int SUCCESS = 0;
    private static final int SYSTEM_ERROR = 1;
    private static final int NOT_SUPPORTED = 3;
    private static final int MESSAGE_ILLEGAL = 13;
    private static final int NO_PERMISSION = 16;
    private static final int TOPIC_NOT_EXIST = 17;
    private static final int PULL_NOT_FOUND = 19;
    private static final int PULL_OFFSET_MOVED = 21;
    private static final int QUERY_NOT_FOUND = 22;
    private static final int SUBSCRIPTION_PARSE_FAILED = 23;
    private static final int SUBSCRIPTION_NOT_EXIST = 24;
    private static final int GROUP_NOT_EXIST = 26;
    private static final int INVALID_PARAMETER = 29;

    private static final int QUERY_CONSUMER_OFFSET = 14;
    private static final int UPDATE_CONSUMER_OFFSET = 15;
    private static final int GET_MAXIMUM_OFFSET = 30;
    private static final int VIEW_MESSAGE = 33;
    private static final int CONSUMER_LIST = 38;
    private static final int UPDATE_GROUP = 200;

    @ParameterizedTest
    @ValueSource(strings = {"a topic", "topic/a", "thème", "a#b", "a$b"})
    void aTopicNameWithOtherCharactersIsInvalid(String topic, Services services) {
        assertThat(broker(services, Requests.send(topic)).code()).isEqualTo(INVALID_PARAMETER);
        assertThat(broker(services, Requests.createTopic(topic)).code())
                .isEqualTo(INVALID_PARAMETER);
    }

    @Test
    void aTopicNameOver127CharactersIsInvalid(Services services) {
        assertThat(broker(services, Requests.send("t".repeat(128))).code())
                .isEqualTo(INVALID_PARAMETER);
        assertThat(broker(services, Requests.createTopic("t".repeat(128))).code())
                .isEqualTo(INVALID_PARAMETER);
        assertThat(broker(services, Requests.createTopic("t".repeat(127))).code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SCHEDULE_TOPIC_XXXX",
                "RMQ_SYS_TRANS_HALF_TOPIC",
                "RMQ_SYS_TRANS_OP_HALF_TOPIC",
                "TRANS_CHECK_MAX_TIME_TOPIC",
                "SELF_TEST_TOPIC",
                "OFFSET_MOVED_EVENT"
            })
    void someSystemTopicsTakeNoMessageFromClients(String topic, Services services) {
        assertThat(broker(services, Requests.send(topic)).code()).isEqualTo(NO_PERMISSION);
    }

    @Test
    void aSystemTopicIsNeitherChangedNorDeleted(Services services) {
        assertThat(broker(services, Requests.createTopic("SCHEDULE_TOPIC_XXXX")).code())
                .isEqualTo(INVALID_PARAMETER);
        assertThat(broker(services, Frame.request(215, Map.of("topic", "TBW102"))).code())
                .isEqualTo(INVALID_PARAMETER);
    }

    @Test
    void ourBookkeepingTopicIsClosedToClients(Services services) {
        if (!services.isApogee()) {
            return;
        }
        assertThat(broker(services, Requests.send("rmq_sys_APOGEE_STATE")).code())
                .isEqualTo(NO_PERMISSION);
        assertThat(broker(services, Requests.pull("rmq_sys_APOGEE_STATE")).code()).isNotZero();
    }

    @Test
    void anUnknownTopicWithoutATemplateDoesNotExist(Services services) {
        String topic = services.newName("no-template");
        Frame answer =
                broker(services, Requests.with(Requests.send(topic), "c", "no-such-template"));
        assertThat(answer.code()).isEqualTo(TOPIC_NOT_EXIST);
        assertThat(nameServer(services, Requests.route(topic)).code()).isEqualTo(TOPIC_NOT_EXIST);
    }

    @Test
    void aSendToAQueueThatIsNotThereIsInvalid(Services services) {
        String topic = services.newTopic("no-queue", 2);
        assertThat(broker(services, Requests.with(Requests.send(topic), "e", "2")).code())
                .isEqualTo(INVALID_PARAMETER);
        Frame anyQueue = broker(services, Requests.with(Requests.send(topic), "e", "-1"));
        assertThat(anyQueue.code()).isZero();
        assertThat(anyQueue.fields().get("queueId")).isIn("0", "1");
    }

    @Test
    void anEmptyBodyIsNoMessage(Services services) {
        String topic = services.newTopic("empty", 1);
        // Apache stumbles over it.
        assertThat(broker(services, Requests.send(topic).withBody(new byte[0])).code())
                .isEqualTo(services.isApogee() ? MESSAGE_ILLEGAL : SYSTEM_ERROR);
    }

    @Test
    void bodiesAndPropertiesHaveLimits(Services services) {
        String topic = services.newTopic("limits", 1);
        Frame send = Requests.send(topic);
        assertThat(broker(services, send.withBody(new byte[4 * 1024 * 1024 + 1])).code())
                .isEqualTo(MESSAGE_ILLEGAL);
        assertThat(
                        broker(services, Requests.with(send, "i", "k\u0001" + "v".repeat(70_000)))
                                .code())
                .isEqualTo(MESSAGE_ILLEGAL);
        Frame atTheLimit = broker(services, send.withBody(new byte[4 * 1024 * 1024]));
        assertThat(atTheLimit.code()).as(atTheLimit.remarkText()).isZero();
        assertThat(atTheLimit.fields().get("queueOffset")).isEqualTo("0");
    }

    @Test
    void aTopicThatIsNotWritableTakesNothing(Services services) {
        String topic = services.newName("read-only");
        services.createTopic(topic, 1, 1, 4);
        // Apache leaves this to the clients.
        assertThat(broker(services, Requests.send(topic)).code())
                .isEqualTo(services.isApogee() ? NO_PERMISSION : SUCCESS);
    }

    @Test
    void aTopicThatIsNotReadableGivesNothing(Services services) {
        String topic = services.newName("write-only");
        services.createTopic(topic, 1, 1, 2);
        Frame answer = broker(services, Requests.pull(topic));
        assertThat(answer.code()).isEqualTo(NO_PERMISSION);
    }

    @Test
    void aPullTellsWhatIsWrongWithIt(Services services) {
        String topic = services.newTopic("pull-refused", 1);
        Frame pull = Requests.pull(topic);
        assertThat(broker(services, Requests.pull(services.newName("nowhere"))).code())
                .isEqualTo(TOPIC_NOT_EXIST);
        assertThat(broker(services, Requests.with(pull, "queueId", "7")).code())
                .isEqualTo(INVALID_PARAMETER);
        Frame badExpression =
                Requests.with(
                        Requests.with(pull, "expressionType", "SQL92"), "subscription", "a = (");
        // Apache knows property filters only when told so.
        assertThat(broker(services, badExpression).code())
                .isIn(SUBSCRIPTION_PARSE_FAILED, SYSTEM_ERROR);
        assertThat(broker(services, Requests.with(pull, "sysFlag", "0")).code())
                .isEqualTo(SUBSCRIPTION_NOT_EXIST);
    }

    @Test
    void aPullOutsideTheQueueTellsWhereItBegins(Services services) {
        String topic = services.newTopic("pull-outside", 1);
        broker(services, Requests.send(topic));
        Frame pull = Requests.pull(topic);
        Frame atTheEnd = broker(services, Requests.with(pull, "queueOffset", "1"));
        assertThat(atTheEnd.code()).isEqualTo(PULL_NOT_FOUND);
        assertThat(atTheEnd.fields())
                .containsEntry("nextBeginOffset", "1")
                .containsEntry("minOffset", "0")
                .containsEntry("maxOffset", "1")
                .containsKey("suggestWhichBrokerId");
        Frame beyond = broker(services, Requests.with(pull, "queueOffset", "101"));
        assertThat(beyond.code()).isEqualTo(PULL_OFFSET_MOVED);
        assertThat(beyond.fields()).containsEntry("nextBeginOffset", "1");
        Frame before = broker(services, Requests.with(pull, "queueOffset", "-1"));
        assertThat(before.code()).isEqualTo(PULL_OFFSET_MOVED);
        assertThat(before.fields()).containsEntry("nextBeginOffset", "0");
    }

    @Test
    void progressOfUnknownGroupsIsNotFoundAndNotKept(Services services) {
        String topic = services.newTopic("progress-refused", 1);
        String group = services.newName("nobody");
        Map<String, String> place = Map.of("consumerGroup", group, "topic", topic, "queueId", "0");
        Frame query = Frame.request(QUERY_CONSUMER_OFFSET, place);
        assertThat(broker(services, Requests.with(query, "setZeroIfNotFound", "false")).code())
                .isEqualTo(QUERY_NOT_FOUND);
        Frame update =
                Requests.with(Frame.request(UPDATE_CONSUMER_OFFSET, place), "commitOffset", "3");
        assertThat(broker(services, update).code()).isEqualTo(GROUP_NOT_EXIST);
    }

    @Test
    void aGroupWithoutMembersHasNoList(Services services) {
        Frame answer =
                broker(
                        services,
                        Frame.request(
                                CONSUMER_LIST,
                                Map.of("consumerGroup", services.newName("nobody"))));
        assertThat(answer.code()).isEqualTo(SYSTEM_ERROR);
        assertThat(answer.remarkText()).contains("no consumer for this group");
    }

    @Test
    void aGroupNameHasTheSameRulesAsATopicName(Services services) {
        for (String name : new String[] {"a group", "g#", "g".repeat(121)}) {
            Frame create =
                    Frame.request(UPDATE_GROUP, Map.of())
                            .withBody(("{\"groupName\":\"" + name + "\"}").getBytes(UTF_8));
            assertThat(broker(services, create).code()).as(name).isEqualTo(INVALID_PARAMETER);
        }
    }

    @Test
    void aMessageThatIsNotThereCannotBeViewed(Services services) {
        Frame answer =
                broker(services, Frame.request(VIEW_MESSAGE, Map.of("offset", "999999999999")));
        assertThat(answer.code()).isEqualTo(SYSTEM_ERROR);
    }

    @Test
    void anUnknownQueueHasOffsetZero(Services services) {
        Frame answer =
                broker(
                        services,
                        Frame.request(
                                GET_MAXIMUM_OFFSET,
                                Map.of("topic", services.newName("nowhere"), "queueId", "3")));
        assertThat(answer.code()).isZero();
        assertThat(answer.fields()).containsEntry("offset", "0");
    }

    @Test
    void theFastPortTakesMessagesButGivesNone(Services services) {
        String topic = services.newTopic("fast-port", 1);
        int fastPort = services.broker().port() - 2;
        assertThat(RemotingSocket.callOnce(fastPort, Requests.send(topic)).code()).isZero();
        assertThat(RemotingSocket.callOnce(fastPort, Requests.pull(topic)).code())
                .isEqualTo(NOT_SUPPORTED);
        assertThat(broker(services, Requests.pull(topic)).code()).isZero();
    }

    private static Frame broker(Services services, Frame request) {
        return RemotingSocket.callOnce(services.broker().port(), request);
    }

    private static Frame nameServer(Services services, Frame request) {
        return RemotingSocket.callOnce(services.nameServer().port(), request);
    }
}
