package io.apogeemq.common.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.apogeemq.common.broker.MessageLease;
import io.apogeemq.common.broker.PullOutcome;
import io.apogeemq.common.broker.PullRequest;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.SendBackOutcome;
import io.apogeemq.common.broker.SendBackRequest;
import io.apogeemq.common.broker.SendOutcome;
import io.apogeemq.common.broker.SendRequest;
import io.apogeemq.common.broker.Subscription;
import io.apogeemq.common.message.MessageDecoder;
import io.apogeemq.common.message.RecordDraft;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.BadFieldException;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
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
class SendAndPullTest {

    private static final InetSocketAddress BORN =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
    private static final int VERSION = 515;

    private CommandWire wire;

    @BeforeAll
    void start() {
        wire = new CommandWire();
    }

    @AfterAll
    void stop() {
        wire.close();
    }

    private static SendRequest send(String properties, String body, boolean batch, int most) {
        return new SendRequest(
                "group",
                "Topic-ä",
                "TBW102",
                4,
                -1,
                0x101,
                1700000000000L,
                -7,
                ByteBuffer.wrap(properties.getBytes(UTF_8)),
                2,
                true,
                batch,
                most,
                ByteBuffer.wrap(body.getBytes(UTF_8)),
                BORN,
                VERSION);
    }

    /** The buffers are lent to the handler only. */
    private static SendRequest keep(SendRequest lent) {
        return new SendRequest(
                lent.producerGroup(),
                lent.topic(),
                lent.defaultTopic(),
                lent.defaultTopicQueueNums(),
                lent.queueId(),
                lent.sysFlag(),
                lent.bornTimestamp(),
                lent.flag(),
                copy(lent.properties()),
                lent.reconsumeTimes(),
                lent.unitMode(),
                lent.batch(),
                lent.maxReconsumeTimes(),
                copy(lent.body()),
                lent.bornHost(),
                lent.clientVersion());
    }

    private static ByteBuffer copy(ByteBuffer lent) {
        return ByteBuffer.allocate(lent.remaining()).put(lent.duplicate()).flip();
    }

    private SendRequest received(Request request) {
        SendDecoder decoder = new SendDecoder(BORN);
        return wire.require(request, command -> keep(decoder.decode(command)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSendIsReadAsItWasWritten(boolean batch) {
        SendRequest send = send("KEYS\1k \"1\"\\\2TAGS\1ü\2", "body", batch, 16);
        AtomicInteger code = new AtomicInteger();

        SendRequest read =
                wire.require(
                        SendCommand.request(send),
                        command -> {
                            code.set(command.code());
                            return keep(new SendDecoder(BORN).decode(command));
                        });

        assertThat(read).isEqualTo(send);
        assertThat(code.get()).isEqualTo(batch ? 320 : 310);
    }

    @Test
    void fieldsLeftOutHaveTheirDefaults() {
        SendRequest read =
                received(
                        Request.of(310)
                                .field("a", "g")
                                .field("b", "t")
                                .field("c", "")
                                .field("d", 0)
                                .field("e", 1)
                                .field("f", 0)
                                .field("g", 5L)
                                .field("h", 0)
                                .field("n", "broker-a")
                                .field("bname", "broker-a"));

        assertThat(read)
                .isEqualTo(
                        new SendRequest(
                                "g",
                                "t",
                                "",
                                0,
                                1,
                                0,
                                5,
                                0,
                                ByteBuffer.allocate(0),
                                0,
                                false,
                                false,
                                -1,
                                ByteBuffer.allocate(0),
                                BORN,
                                VERSION));
    }

    @Test
    void aSendWithLongNamesIsReadAlike() {
        SendRequest send = send("a\1b\2", "x", false, 3);

        SendRequest read =
                received(
                        Request.of(10)
                                .field("producerGroup", "group")
                                .field("topic", "Topic-ä")
                                .field("defaultTopic", "TBW102")
                                .field("defaultTopicQueueNums", 4)
                                .field("queueId", -1)
                                .field("sysFlag", 0x101)
                                .field("bornTimestamp", 1700000000000L)
                                .field("flag", -7)
                                .field("properties", "a\1b\2")
                                .field("reconsumeTimes", 2)
                                .field("unitMode", true)
                                .field("batch", false)
                                .field("maxReconsumeTimes", 3)
                                .body("x".getBytes(UTF_8)));

        assertThat(read).isEqualTo(send);
    }

    @Test
    void missingAndIllTypedFieldsAreNamed() {
        assertThat(refusal(Request.of(310).field("a", "g")))
                .isEqualTo("b: missing (expected: a value)");
        assertThat(refusal(Request.of(310).withFields())).startsWith("a: missing");
        assertThat(refusal(Request.of(10).field("topic", "t")))
                .startsWith("producerGroup: missing");
        assertThat(refusal(Request.of(310).field("d", "four"))).contains("four");
        assertThat(refusal(Request.of(310).field("e", 1L << 40)))
                .isEqualTo("e: '1099511627776' (expected: a 32-bit integer)");
    }

    private String refusal(Request request) {
        Response response =
                wire.exchange(request, (command, reply) -> new SendDecoder(BORN).decode(command));
        assertThat(response.code()).isEqualTo(1);
        return String.valueOf(response.remark());
    }

    @Test
    void textsOfOneConnectionAreMadeOnce() {
        SendDecoder decoder = new SendDecoder(BORN);
        Request first = SendCommand.request(send("", "x", false, 1));
        Request second = SendCommand.request(send("", "x", false, 1));

        SendRequest one = wire.require(first, command -> keep(decoder.decode(command)));
        SendRequest two = wire.require(second, command -> keep(decoder.decode(command)));

        assertThat(two.producerGroup()).isSameAs(one.producerGroup());
        assertThat(two.defaultTopic()).isSameAs(one.defaultTopic());
        assertThat(two.topic()).isEqualTo(one.topic());
    }

    @Test
    void manySendsOnOneConnectionDoNotMixUp() {
        long seed = Long.getLong("apogee.test.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        SendDecoder decoder = new SendDecoder(BORN);
        for (int round = 0; round < 300; round++) {
            SendRequest send =
                    new SendRequest(
                            "g" + random.nextInt(3),
                            "t" + random.nextInt(40) + "-" + "x".repeat(random.nextInt(300)),
                            random.nextBoolean() ? "TBW102" : "",
                            random.nextInt(),
                            random.nextInt(),
                            random.nextInt(),
                            random.nextLong(),
                            random.nextInt(),
                            ByteBuffer.wrap(
                                    ("k\1" + "ü".repeat(random.nextInt(2000))).getBytes(UTF_8)),
                            random.nextInt(),
                            random.nextBoolean(),
                            random.nextBoolean(),
                            random.nextInt(-1, 20),
                            ByteBuffer.wrap(new byte[random.nextInt(100)]),
                            BORN,
                            VERSION);
            SendRequest read =
                    wire.require(
                            SendCommand.request(send), command -> keep(decoder.decode(command)));
            assertThat(read).as("seed %d, round %d", seed, round).isEqualTo(send);
        }
    }

    @ParameterizedTest
    @EnumSource(SendOutcome.Durability.class)
    void everyKindOfStoredAnswerIsComplete(SendOutcome.Durability durability) {
        SendOutcome stored =
                new SendOutcome.Stored("7F00000100002A9F00", 3, 1L << 40, "u1", durability);
        SendOutcome batch = new SendOutcome.Stored("A,B", 3, 9, null, durability);
        var replies = new SendCommand.Replies("DefaultRegion", true);
        Request request = SendCommand.request(send("", "x", false, 1));

        Response response =
                wire.exchange(request, (command, reply) -> replies.reply(reply, stored));
        Response ofBatch = wire.exchange(request, (command, reply) -> replies.reply(reply, batch));

        assertThat(SendCommand.outcome(response)).isEqualTo(stored);
        assertThat(SendCommand.outcome(ofBatch)).isEqualTo(batch);
        assertThat(response.fields())
                .containsEntry("MSG_REGION", "DefaultRegion")
                .containsEntry("TRACE_ON", "true")
                .containsEntry("queueOffset", "1099511627776");
        assertThat(ofBatch.fields()).doesNotContainKey("transactionId");
    }

    @Test
    void anAnswerWhoseMessageIdIsNoneIsNotPassedOn() {
        Response response =
                wire.exchange(
                        SendCommand.request(send("", "x", false, 1)),
                        (command, reply) ->
                                reply.send(
                                        Answer.of(0)
                                                .field("msgId", "A\",\"flag\":9")
                                                .field("queueId", 1)
                                                .field("queueOffset", 1L)));

        assertThatThrownBy(() -> SendCommand.outcome(response))
                .isInstanceOf(BadFieldException.class)
                .hasMessageContaining("msgId");
    }

    @ParameterizedTest
    @EnumSource(Refused.Reason.class)
    void everyRefusalComesThrough(Refused.Reason reason) {
        SendOutcome refused = new Refused(reason, "because");
        var replies = new SendCommand.Replies("r", false);

        Response response =
                wire.exchange(
                        SendCommand.request(send("", "x", false, 1)),
                        (command, reply) -> replies.reply(reply, refused));

        assertThat(SendCommand.outcome(response)).isEqualTo(refused);
        assertThat(response.fields()).containsEntry("TRACE_ON", "false");
    }

    @Test
    void aMessageHandedBackIsReadAsItWasWritten() {
        for (int most : new int[] {-1, 16}) {
            SendBackRequest request = new SendBackRequest("g", 1L << 40, -1, "t", most, VERSION);
            assertThat(wire.require(SendBackCommand.request(request), SendBackCommand::decode))
                    .isEqualTo(request);
        }
        SendBackOutcome done = new SendBackOutcome.TakenBack();
        SendBackOutcome missing = new Refused(Refused.Reason.NOT_FOUND, "gone");
        Request request = SendBackCommand.request(new SendBackRequest("g", 1, 0, "", -1, 0));
        assertThat(
                        SendBackCommand.outcome(
                                wire.exchange(
                                        request,
                                        (command, reply) ->
                                                reply.send(SendBackCommand.answer(done)))))
                .isEqualTo(done);
        assertThat(
                        wire.exchange(
                                        request,
                                        (command, reply) ->
                                                reply.send(SendBackCommand.answer(missing)))
                                .code())
                .isEqualTo(1);
    }

    private static List<PullRequest> pulls() {
        Subscription tags =
                new Subscription("t", "a || b", "TAG", Set.of("a", "b"), Set.of(97, 98), 12);
        Subscription all = new Subscription("t", "*", "TAG", Set.of(), Set.of(), 12);
        Subscription sql = new Subscription("t", "a > 'ü'", "SQL92", Set.of(), Set.of(), 12);
        List<PullRequest> pulls = new ArrayList<>();
        pulls.add(new PullRequest("g", "t", 3, 1L << 40, 32, 0, -1, 0, null, 5, false));
        pulls.add(new PullRequest("g", "t", 3, 0, 32, 1 << 20, 17, 15_000, null, 5, false));
        pulls.add(new PullRequest("g", "t", 3, 0, 32, 0, -1, 20_000, tags, 12, true));
        pulls.add(new PullRequest("g", "t", 3, 0, 32, 0, -1, 20_000, tags, 12, true));
        pulls.add(new PullRequest("g", "t", 3, 0, 32, 0, 0, 1, all, 12, true));
        pulls.add(new PullRequest("g", "t", 3, 0, 32, 0, -1, 20_000, sql, 12, false));
        return pulls;
    }

    @Test
    void aPullIsReadAsItWasWritten() {
        PullDecoder decoder = new PullDecoder();
        for (PullRequest pull : pulls()) {
            assertThat(wire.require(PullCommand.request(pull), decoder::decode)).isEqualTo(pull);
        }
    }

    @Test
    void offsetsAndTimesThatTheFlagDoesNotNameDoNotCount() {
        Request request =
                Request.of(11)
                        .field("consumerGroup", "g")
                        .field("topic", "t")
                        .field("queueId", 0)
                        .field("queueOffset", 1)
                        .field("maxMsgNums", 2)
                        .field("sysFlag", 0)
                        .field("commitOffset", 99)
                        .field("suspendTimeoutMillis", 15_000)
                        .field("subscription", "a")
                        .field("subVersion", 3);

        assertThat(wire.require(request, new PullDecoder()::decode))
                .isEqualTo(new PullRequest("g", "t", 0, 1, 2, 0, -1, 0, null, 3, false));
    }

    @Test
    void aPullThatLacksAFieldIsRefusedByName() {
        Response response =
                wire.exchange(
                        Request.of(11).field("consumerGroup", "g").field("topic", "t"),
                        (command, reply) -> new PullDecoder().decode(command));

        assertThat(response.code()).isEqualTo(1);
        assertThat(response.remark()).isEqualTo("queueId: missing (expected: a value)");
    }

    @Test
    void foundMessagesTravelAsTheyLieAndTheLeaseIsClosedOnce() {
        AtomicInteger closed = new AtomicInteger();
        RecordDraft draft =
                new RecordDraft(true).topic("t".getBytes(UTF_8)).body(new byte[40_000]).prepare();
        ByteBuffer log = ByteBuffer.allocateDirect(3 * draft.totalBytes());
        List<ByteBuffer> slices = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int at = i * draft.totalBytes();
            draft.writeTo(log, at, 7 + i, at, 1);
            slices.add(log.slice(at, draft.totalBytes()));
        }
        var position = new PullOutcome.Position(10, 0, 11, 1);
        MessageLease lease = lease(slices, log.capacity(), closed);

        Response response =
                wire.exchange(
                        PullCommand.request(pulls().getFirst()),
                        (command, reply) ->
                                PullCommand.reply(reply, new PullOutcome.Found(lease, position)));
        PullOutcome outcome = PullCommand.outcome(response);

        assertThat(outcome).isInstanceOf(PullOutcome.Found.class);
        PullOutcome.Found found = (PullOutcome.Found) outcome;
        assertThat(found.position()).isEqualTo(position);
        assertThat(found.messages().count()).isEqualTo(3);
        assertThat(found.messages().bytes()).isEqualTo(log.capacity());
        assertThat(found.messages().slices())
                .extracting(slice -> MessageDecoder.decode(slice, 0).queueOffset())
                .containsExactly(7L, 8L, 9L);
        await().until(() -> closed.get() == 1);
    }

    private static MessageLease lease(List<ByteBuffer> slices, int bytes, AtomicInteger closed) {
        return new MessageLease() {
            @Override
            public List<ByteBuffer> slices() {
                return slices;
            }

            @Override
            public int count() {
                return slices.size();
            }

            @Override
            public int bytes() {
                return bytes;
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    @ParameterizedTest
    @EnumSource(PullOutcome.Cause.class)
    void aPullThatFindsNothingSaysWhereToGoOn(PullOutcome.Cause cause) {
        PullOutcome nothing =
                new PullOutcome.Nothing(cause, new PullOutcome.Position(1, 2, 3, 0), "why");

        Response response =
                wire.exchange(
                        PullCommand.request(pulls().getFirst()),
                        (command, reply) -> PullCommand.reply(reply, nothing));

        assertThat(PullCommand.outcome(response)).isEqualTo(nothing);
        assertThat(response.code())
                .isEqualTo(
                        switch (cause) {
                            case NO_NEW_MESSAGE -> 19;
                            case NONE_MATCHED -> 20;
                            case OFFSET_MOVED -> 21;
                        });
        assertThat(response.fields())
                .containsOnlyKeys(
                        "suggestWhichBrokerId", "nextBeginOffset", "minOffset", "maxOffset");
    }

    @ParameterizedTest
    @EnumSource(Refused.Reason.class)
    void everyRefusedPullComesThrough(Refused.Reason reason) {
        PullOutcome refused = new Refused(reason, "because");

        Response response =
                wire.exchange(
                        PullCommand.request(pulls().getFirst()),
                        (command, reply) -> PullCommand.reply(reply, refused));

        assertThat(PullCommand.outcome(response)).isEqualTo(refused);
    }

    @ParameterizedTest
    @EnumSource(PullOutcome.Bar.class)
    void whatKeepsAReaderOutComesThroughWithItsClassicNumber(PullOutcome.Bar bar) {
        PullOutcome forbidden = new PullOutcome.Forbidden(bar, "because");

        Response response =
                wire.exchange(
                        PullCommand.request(pulls().getFirst()),
                        (command, reply) -> PullCommand.reply(reply, forbidden));

        assertThat(PullCommand.outcome(response)).isEqualTo(forbidden);
        assertThat(response.code()).isEqualTo(ResponseCode.NO_PERMISSION);
        assertThat(response.fields())
                .isEqualTo(
                        Map.of(
                                "forbiddenType",
                                switch (bar) {
                                    case BROKER -> "1";
                                    case GROUP -> "2";
                                    case TOPIC -> "3";
                                    case BROADCASTING -> "4";
                                    case GROUP_FROM_TOPIC -> "5";
                                }));
    }
}
