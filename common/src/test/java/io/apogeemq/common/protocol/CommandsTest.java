package io.apogeemq.common.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.common.broker.AcknowledgedOutcome;
import io.apogeemq.common.broker.Heartbeat;
import io.apogeemq.common.broker.Heartbeat.ConsumeType;
import io.apogeemq.common.broker.Heartbeat.Consumer;
import io.apogeemq.common.broker.Heartbeat.MessageModel;
import io.apogeemq.common.broker.HeartbeatOutcome;
import io.apogeemq.common.broker.MemberOutcome;
import io.apogeemq.common.broker.MessageQueries.KeyQuery;
import io.apogeemq.common.broker.OffsetOperations.Boundary;
import io.apogeemq.common.broker.OffsetOutcome;
import io.apogeemq.common.broker.OperatorAnswer;
import io.apogeemq.common.broker.QueryOutcome;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.broker.Subscription;
import io.apogeemq.common.message.MessageQueue;
import io.apogeemq.common.message.RecordDraft;
import io.apogeemq.common.protocol.QueueBoundCommand.Bound;
import io.apogeemq.common.protocol.admin.ConsumerQuestion;
import io.apogeemq.common.protocol.admin.ConsumerStatusCommand;
import io.apogeemq.common.protocol.admin.OffsetsResetNotice;
import io.apogeemq.common.protocol.admin.OperatorRelay;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.BadFieldException;
import io.apogeemq.common.remoting.Language;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandsTest {

    private static final Map<MessageQueue, Long> OFFSETS =
            Map.of(new MessageQueue("T", "b", 0), 5L, new MessageQueue("T\"ü", "b", 1), 1L << 40);
    private static final Subscription TAGS =
            new Subscription("t", "a || b", "TAG", Set.of("a", "b"), Set.of(97, 98), 12);
    private static final Subscription SQL =
            new Subscription("t", "x > 'ü'", "SQL92", Set.of(), Set.of(), 1L << 40);

    private CommandWire wire;

    @BeforeAll
    void start() {
        wire = new CommandWire();
    }

    @AfterAll
    void stop() {
        wire.close();
    }

    private Response answered(Answer answer) {
        return wire.exchange(Request.of(1).withFields(), (command, reply) -> reply.send(answer));
    }

    private <T> T through(T outcome, Function<T, Answer> answer, Function<Response, T> reader) {
        return reader.apply(answered(answer.apply(outcome)));
    }

    private static String text(Response response) {
        return new String(response.body(), UTF_8);
    }

    private int code(Answer answer) {
        return answered(answer).code();
    }

    @Test
    void offsetCommandsAreReadAsTheyWereWritten() {
        for (boolean zero : new boolean[] {false, true}) {
            var query = new QueryOffsetCommand("g", "t", 3, zero);
            assertThat(wire.require(query.request(), QueryOffsetCommand::decode)).isEqualTo(query);
        }
        var commit = new CommitOffsetCommand("g", "t", 3, 1L << 40);
        assertThat(wire.require(commit.request(), CommitOffsetCommand::decode)).isEqualTo(commit);
        for (Boundary boundary : Boundary.values()) {
            var search = new SearchOffsetCommand("t", 3, 1700000000000L, boundary);
            assertThat(wire.require(search.request(), SearchOffsetCommand::decode))
                    .isEqualTo(search);
        }
        for (Bound bound : Bound.values()) {
            var command = new QueueBoundCommand(bound, "t", 3);
            QueueBoundCommand read =
                    wire.require(command.request(), c -> QueueBoundCommand.decode(bound, c));
            assertThat(read).isEqualTo(command);
        }
    }

    @Test
    void whatOffsetCommandsLeaveOutHasItsClassicMeaning() {
        assertThat(
                        wire.require(
                                Request.of(14)
                                        .field("consumerGroup", "g")
                                        .field("topic", "t")
                                        .field("queueId", 0),
                                QueryOffsetCommand::decode))
                .isEqualTo(new QueryOffsetCommand("g", "t", 0, true));
        assertThat(
                        wire.require(
                                Request.of(15).field("consumerGroup", "g").field("topic", "t"),
                                CommitOffsetCommand::decode))
                .isEqualTo(new CommitOffsetCommand("g", "t", -1, -1));
        assertThat(
                        wire.require(
                                        Request.of(29)
                                                .field("topic", "t")
                                                .field("queueId", 0)
                                                .field("timestamp", 1),
                                        SearchOffsetCommand::decode)
                                .boundary())
                .isEqualTo(Boundary.LOWER);
        assertThat(
                        wire.exchange(
                                        Request.of(29)
                                                .field("topic", "t")
                                                .field("queueId", 0)
                                                .field("timestamp", 1)
                                                .field("boundaryType", "MIDDLE"),
                                        (command, reply) -> SearchOffsetCommand.decode(command))
                                .remark())
                .isEqualTo("boundaryType: 'MIDDLE' (expected: LOWER or UPPER)");
    }

    @Test
    void offsetsComeBack() {
        OffsetOutcome offset = new OffsetOutcome.Offset(1L << 40);
        OffsetOutcome none = new Refused(Reason.NOT_FOUND, "first start");

        assertThat(through(offset, QueryOffsetCommand::answer, QueryOffsetCommand::outcome))
                .isEqualTo(offset);
        assertThat(through(none, QueryOffsetCommand::answer, QueryOffsetCommand::outcome))
                .isEqualTo(none);
        assertThat(code(QueryOffsetCommand.answer(none))).isEqualTo(22);
        assertThat(through(offset, SearchOffsetCommand::answer, SearchOffsetCommand::outcome))
                .isEqualTo(offset);
        for (Bound bound : Bound.values()) {
            assertThat(
                            through(
                                    offset,
                                    o -> QueueBoundCommand.answer(bound, o),
                                    r -> QueueBoundCommand.outcome(bound, r)))
                    .isEqualTo(offset);
        }
        assertThat(answered(QueueBoundCommand.answer(Bound.EARLIEST_STORE_TIME, offset)).fields())
                .containsOnlyKeys("timestamp");
        AcknowledgedOutcome reset =
                new AcknowledgedOutcome.Done("Offset has been previously reset");
        assertThat(through(reset, CommitOffsetCommand::answer, CommitOffsetCommand::outcome))
                .isEqualTo(reset);
    }

    @Test
    void lookUpsAreReadAsTheyWereWritten() {
        for (boolean unique : new boolean[] {false, true}) {
            KeyQuery query = new KeyQuery("t", "k#ü", unique, 64, 0, Long.MAX_VALUE);
            assertThat(
                            wire.require(
                                    QueryMessageCommand.request(query),
                                    QueryMessageCommand::decode))
                    .isEqualTo(query);
        }
        for (String topic : new String[] {"", "t"}) {
            var view = new ViewMessageCommand(topic, 1L << 40);
            assertThat(wire.require(view.request(), ViewMessageCommand::decode)).isEqualTo(view);
        }
    }

    @Test
    void foundMessagesComeBack() {
        RecordDraft draft = new RecordDraft(true).topic("t".getBytes(UTF_8)).prepare();
        byte[] record = new byte[draft.totalBytes()];
        draft.writeTo(ByteBuffer.wrap(record), 0, 1, 2, 3);
        var matches = new QueryOutcome.Matches(new ReceivedMessages(record), 7, 8);

        Response response = answered(QueryMessageCommand.answer(matches));
        QueryOutcome outcome = QueryMessageCommand.outcome(response);
        QueryOutcome viewed =
                ViewMessageCommand.outcome(answered(ViewMessageCommand.answer(matches)));

        assertThat(response.body()).isEqualTo(record);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        QueryOutcome.Matches.class,
                        found -> {
                            assertThat(found.messages().count()).isEqualTo(1);
                            assertThat(found.indexedUntilMillis()).isEqualTo(7);
                            assertThat(found.indexedUntilOffset()).isEqualTo(8);
                        });
        assertThat(viewed)
                .isInstanceOfSatisfying(
                        QueryOutcome.Matches.class,
                        found -> assertThat(found.messages().bytes()).isEqualTo(record.length));
        assertThatThrownBy(() -> new ReceivedMessages(new byte[50]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lookUpsThatFindNothingAnswerAsClientsExpect() {
        QueryOutcome none = new Refused(Reason.NOT_FOUND, "nothing");

        Response byKey = answered(QueryMessageCommand.answer(none));
        Response byPlace = answered(ViewMessageCommand.answer(none));

        assertThat(byKey.code()).isEqualTo(22);
        assertThat(byKey.fields())
                .containsOnlyKeys("indexLastUpdateTimestamp", "indexLastUpdatePhyoffset");
        assertThat(QueryMessageCommand.outcome(byKey)).isEqualTo(none);
        assertThat(byPlace.code()).isEqualTo(1);
        assertThat(ViewMessageCommand.outcome(byPlace)).isEqualTo(none);
    }

    @Test
    void aHeartbeatIsReadAsItWasWritten() {
        Heartbeat heartbeat =
                new Heartbeat(
                        "10.0.0.1@7#1",
                        List.of("p1", "p2"),
                        List.of(
                                new Consumer(
                                        "g",
                                        ConsumeType.CONSUME_ACTIVELY,
                                        MessageModel.BROADCASTING,
                                        "CONSUME_FROM_FIRST_OFFSET",
                                        true,
                                        List.of(TAGS, SQL)),
                                new Consumer(
                                        "h",
                                        ConsumeType.CONSUME_POP,
                                        MessageModel.CLUSTERING,
                                        "CONSUME_FROM_LAST_OFFSET",
                                        false,
                                        List.of())),
                        -7,
                        true);

        assertThat(wire.require(HeartbeatCommand.request(heartbeat), HeartbeatCommand::decode))
                .isEqualTo(heartbeat);
    }

    @Test
    void aHeartbeatOfAnOldClientHasItsDefaults() {
        String body =
                "{\"clientID\":\"c\",\"consumerDataSet\":[{\"groupName\":\"g\","
                        + "\"subscriptionDataSet\":[{\"topic\":\"t\",\"subString\":\"*\"}]}],"
                        + "\"producerDataSet\":[]}";

        assertThat(
                        wire.require(
                                Request.of(34).body(body.getBytes(UTF_8)),
                                HeartbeatCommand::decode))
                .isEqualTo(
                        new Heartbeat(
                                "c",
                                List.of(),
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
                                                                0)))),
                                0,
                                false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{\"clientID\":\"c\"",
                "{}",
                "{\"clientID\":\"c\",\"consumerDataSet\":[{\"consumeType\":\"X\",\"groupName\":\"g\"}]}",
                "{\"clientID\":\"c\",\"consumerDataSet\":[{\"groupName\":\"g\","
                        + "\"subscriptionDataSet\":[{\"topic\":\"t\",\"codeSet\":[\"x\"]}]}]}",
                "{\"clientID\":\"c\",\"producerDataSet\":{}}"
            })
    void aHeartbeatThatIsAtFaultIsRefusedWithItsFault(String body) {
        Response response =
                wire.exchange(
                        Request.of(34).body(body.getBytes(UTF_8)),
                        (command, reply) -> HeartbeatCommand.decode(command));

        assertThat(response.code()).isEqualTo(1);
        assertThat(response.remark()).startsWith("body: ").contains("expected: JSON; ");
    }

    @Test
    void heartbeatAnswersComeBack() {
        for (boolean changed : new boolean[] {false, true}) {
            HeartbeatOutcome alive = new HeartbeatOutcome.Alive(changed);
            assertThat(through(alive, HeartbeatCommand::answer, HeartbeatCommand::outcome))
                    .isEqualTo(alive);
        }
        assertThat(answered(HeartbeatCommand.answer(new HeartbeatOutcome.Alive(false))).fields())
                .containsEntry("IS_SUPPORT_HEART_BEAT_V2", "true");
        assertThat(HeartbeatCommand.outcome(answered(Answer.of(0))))
                .isEqualTo(new HeartbeatOutcome.Alive(true));
    }

    @Test
    void leavingAndMembershipAreReadAsTheyWereWritten() {
        for (UnregisterCommand leaving :
                List.of(
                        new UnregisterCommand("c", "p", "g"),
                        new UnregisterCommand("c", null, "g"),
                        new UnregisterCommand("c", "p", null))) {
            assertThat(wire.require(leaving.request(), UnregisterCommand::decode))
                    .isEqualTo(leaving);
        }
        AcknowledgedOutcome done = new AcknowledgedOutcome.Done("");
        assertThat(through(done, UnregisterCommand::answer, UnregisterCommand::outcome))
                .isEqualTo(done);
        var members = new MembersCommand("g");
        assertThat(wire.require(members.request(), MembersCommand::decode)).isEqualTo(members);
        MemberOutcome two = new MemberOutcome.Members(List.of("c1", "c2\"ü"));
        assertThat(through(two, MembersCommand::answer, MembersCommand::outcome)).isEqualTo(two);
        assertThat(text(answered(MembersCommand.answer(new MemberOutcome.Members(List.of("a"))))))
                .isEqualTo("{\"consumerIdList\":[\"a\"]}");
        MemberOutcome none = new Refused(Reason.CONSUMER_NOT_ONLINE, "no consumer");
        assertThat(code(MembersCommand.answer(none))).isEqualTo(1);
        assertThat(through(none, MembersCommand::answer, MembersCommand::outcome)).isEqualTo(none);
    }

    @Test
    void aSubscriptionToCheckIsReadAsItWasWritten() {
        var check = new CheckSubscriptionCommand("c", "g", SQL);
        Optional<CheckSubscriptionCommand> read =
                wire.require(
                        check.request(),
                        c -> Optional.ofNullable(CheckSubscriptionCommand.decode(c)));
        Optional<CheckSubscriptionCommand> nothing =
                wire.require(
                        Request.of(46),
                        c -> Optional.ofNullable(CheckSubscriptionCommand.decode(c)));
        assertThat(read).contains(check);
        assertThat(nothing).isEmpty();
        AcknowledgedOutcome off = new Refused(Reason.NOT_SUPPORTED, "no property filters");
        AcknowledgedOutcome bad = new Refused(Reason.SUBSCRIPTION_PARSE_FAILED, "at 3");
        assertThat(code(CheckSubscriptionCommand.answer(off))).isEqualTo(1);
        assertThat(code(CheckSubscriptionCommand.answer(bad))).isEqualTo(23);
        for (AcknowledgedOutcome outcome : List.of(off, bad, new AcknowledgedOutcome.Done(""))) {
            assertThat(
                            through(
                                    outcome,
                                    CheckSubscriptionCommand::answer,
                                    CheckSubscriptionCommand::outcome))
                    .isEqualTo(outcome);
        }
    }

    @Test
    void queueLocksAreReadAsTheyWereWritten() {
        var lock = new QueueLockCommand("g", "c", OFFSETS.keySet(), true);
        assertThat(wire.require(lock.lockRequest(), QueueLockCommand::decode)).isEqualTo(lock);
        assertThat(wire.require(lock.unlockRequest(), QueueLockCommand::decode)).isEqualTo(lock);
        assertThat(QueueLockCommand.locked(answered(QueueLockCommand.lockAnswer(OFFSETS.keySet()))))
                .isEqualTo(OFFSETS.keySet());
        assertThat(text(answered(QueueLockCommand.lockAnswer(Set.of()))))
                .isEqualTo("{\"lockOKMQSet\":[]}");
        AcknowledgedOutcome done = new AcknowledgedOutcome.Done("");
        assertThat(through(done, QueueLockCommand::unlockAnswer, QueueLockCommand::unlockOutcome))
                .isEqualTo(done);
    }

    @Test
    void noticesToClientsAreReadAsTheyWereWritten() {
        var changed = new MembersChangedNotice("g");
        assertThat(wire.require(changed.request(), MembersChangedNotice::decode))
                .isEqualTo(changed);
        var reset = new OffsetsResetNotice("T", "g", 1700000000000L, OFFSETS);
        for (Language language : List.of(Language.JAVA, Language.CPP)) {
            assertThat(wire.require(reset.request(language), OffsetsResetNotice::decode))
                    .isEqualTo(reset);
        }
        assertThat(body(reset.request(Language.CPP))).startsWith("{\"offsetTable\":[{");
    }

    @Test
    void offsetsToResetHaveQueuesAsKeys() {
        var reset = new OffsetsResetNotice("T", "g", 1, Map.of(new MessageQueue("T", "b", 0), 5L));

        assertThat(body(reset.request(Language.JAVA)))
                .isEqualTo(
                        "{\"offsetTable\":{{\"brokerName\":\"b\",\"queueId\":0,\"topic\":\"T\"}:5}}");
    }

    private String body(Request request) {
        return new String(wire.require(request, c -> c.copyBody()), UTF_8);
    }

    @Test
    void aClientsOwnOffsetsComeBack() {
        var question = new ConsumerStatusCommand("T", "g");
        assertThat(wire.require(question.request(), ConsumerStatusCommand::decode))
                .isEqualTo(question);
        assertThat(
                        ConsumerStatusCommand.offsets(
                                answered(ConsumerStatusCommand.answer(OFFSETS)).body()))
                .isEqualTo(OFFSETS);
        assertThatThrownBy(() -> ConsumerStatusCommand.offsets("{".getBytes(UTF_8)))
                .isInstanceOf(BadFieldException.class);
        assertThatThrownBy(
                        () ->
                                ConsumerStatusCommand.offsets(
                                        "{\"messageQueueTable\":{\"q\":1}}".getBytes(UTF_8)))
                .hasMessageContaining("no queue");
    }

    @Test
    void anOperatorsQuestionIsRelayedWithEveryField() {
        Map<String, String> fields =
                Map.of("consumerGroup", "g", "clientId", "c", "msgId", "7F", "other", "ü");
        Request asked = OperatorRelay.request(309, fields, "record".getBytes(UTF_8));
        ConsumerQuestion question = wire.require(asked, ConsumerQuestion::decode);
        OperatorAnswer answer =
                new OperatorAnswer(207, "late", Map.of("f", "v"), "{}".getBytes(UTF_8));

        OperatorAnswer received = OperatorRelay.received(answered(OperatorRelay.answer(answer)));

        assertThat(question).isEqualTo(new ConsumerQuestion("g", "c", "7F", fields));
        assertThat(received.code()).isEqualTo(207);
        assertThat(received.remark()).isEqualTo("late");
        assertThat(received.fields()).isEqualTo(answer.fields());
        assertThat(received.body()).isEqualTo(answer.body());
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonHasACodeOfItsOwn(Reason reason) {
        assertThat(Refusals.reason(Refusals.code(reason))).isEqualTo(reason);
        Response response = answered(Refusals.answer(new Refused(reason, "why")));
        assertThat(Refusals.refused(response)).isEqualTo(new Refused(reason, "why"));
    }

    @Test
    void aCodeWithoutReasonIsASystemErrorThatNamesIt() {
        Response response = answered(Answer.of(2017));

        assertThat(Refusals.refused(response).reason()).isEqualTo(Reason.SYSTEM_ERROR);
        assertThat(Refusals.refused(response).detail()).contains("2017");
    }
}
