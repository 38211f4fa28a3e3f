package io.apogeemq.broker.admin;

import static io.apogeemq.broker.admin.AdminFixture.answered;
import static io.apogeemq.broker.admin.AdminFixture.denied;
import static io.apogeemq.broker.admin.AdminFixture.queue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.apogeemq.broker.query.MessageFinder;
import io.apogeemq.broker.query.QuerySettings;
import io.apogeemq.broker.testing.FakePeer;
import io.apogeemq.broker.testing.MessageStore;
import io.apogeemq.common.broker.MessageQueries;
import io.apogeemq.common.broker.OperatorAnswer;
import io.apogeemq.common.broker.QueryOutcome;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.message.MessageDecoder;
import io.apogeemq.common.message.OffsetMessageId;
import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.protocol.admin.ClientConnection;
import io.apogeemq.common.protocol.admin.ConsumerQuestion;
import io.apogeemq.common.route.TopicConfig;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class ClientAdminTest {

    private static final OperatorAnswer STATE =
            new OperatorAnswer(0, "", Map.of("x", "y"), new byte[] {'{', '}'});

    private final AdminFixture broker = new AdminFixture();
    private final FakePeer peer = new FakePeer("10.0.0.1:4711");
    private final ClientAdmin clients = new ClientAdmin(broker.clients);
    private final MessageFinder finder =
            new MessageFinder(
                    broker.store.log(), broker.store.keys(), QuerySettings.DEFAULT, Runnable::run);
    private final ClientRelay relay =
            new ClientRelay(
                    broker.clients,
                    finder(finder),
                    broker.topics,
                    broker.groups,
                    AdminFixture.BROKER);

    private static MessageQueries finder(MessageFinder finder) {
        return new MessageQueries() {
            @Override
            public CompletionStage<QueryOutcome> messageAt(String topic, long physicalOffset) {
                return finder.messageAt(topic, physicalOffset);
            }

            @Override
            public CompletionStage<QueryOutcome> messagesByKey(KeyQuery query) {
                return finder.messagesByKey(query);
            }
        };
    }

    @Test
    void theMembersOfAGroupAreShown() {
        broker.clients.consumer("g", "a", peer, "t");

        assertThat(answered(clients.consumers("g")).connections())
                .containsExactly(new ClientConnection("a", "10.0.0.1:4711", "JAVA", 475));
        assertThat(denied(clients.consumers("h"))).isEqualTo(Reason.CONSUMER_NOT_ONLINE);
        assertThat(clients.subscription("g", "t")).isNotNull();
        assertThat(clients.subscription("g", "u")).isNull();
        assertThat(clients.subscription("h", "t")).isNull();
    }

    @Test
    void producersAreShown() {
        broker.clients.producers("p", new ConnectedClients.Client("a", peer, 9));

        assertThat(answered(clients.producers("p")).connections()).hasSize(1);
        assertThat(denied(clients.producers("q"))).isEqualTo(Reason.SYSTEM_ERROR);
        assertThat(clients.allProducers()).containsOnlyKeys("p");
    }

    @Test
    void membersAreAskedHowFarTheyAre() {
        broker.clients.consumer("g", "a", peer, "t");
        peer.status(CompletableFuture.completedStage(Map.of(queue("t", 0), 5L)));

        assertThat(answered(clients.status("t", "g", null)).consumers())
                .containsExactly(entry("a", Map.of(queue("t", 0), 5L)));
        assertThat(answered(clients.status("t", "g", "10.0.0.1:4711")).consumers()).hasSize(1);
        assertThat(answered(clients.status("t", "g", "other")).consumers()).isEmpty();
        assertThat(denied(clients.status("t", "h", null))).isEqualTo(Reason.SYSTEM_ERROR);
    }

    @Test
    void aMemberThatDoesNotAnswerIsLeftOut() {
        broker.clients.consumer("g", "a", peer, "t");
        peer.status(CompletableFuture.failedStage(new IllegalStateException("gone")));

        assertThat(answered(clients.status("t", "g", null)).consumers()).isEmpty();
    }

    @Test
    void aQuestionAndItsAnswerArePassedOnUnseen() {
        broker.clients.consumer("g", "a", peer, "t");
        peer.answer(CompletableFuture.completedStage(STATE));
        byte[] body = {1, 2};

        assertThat(join(relay.runningInfo(question(null), body))).isSameAs(STATE);
        assertThat(peer.questions())
                .singleElement()
                .satisfies(
                        asked -> {
                            assertThat(asked.code())
                                    .isEqualTo(RequestCode.GET_CONSUMER_RUNNING_INFO);
                            assertThat(asked.fields()).containsEntry("jstackEnable", "true");
                            assertThat(asked.body()).isEqualTo(body);
                        });
    }

    @Test
    void clientsThatCannotAnswerAreNamed() {
        assertThat(join(relay.runningInfo(question(null), new byte[0])).remark())
                .isEqualTo("The Consumer <g> <a> not online");
        broker.clients.consumer("g", "a", peer.version(61), "t");
        assertThat(join(relay.runningInfo(question(null), new byte[0])).remark())
                .contains("too low");

        peer.version(475).answer(CompletableFuture.failedStage(new TimeoutException("10 s")));
        assertThat(join(relay.runningInfo(question(null), new byte[0])).code())
                .isEqualTo(ResponseCode.CONSUME_MSG_TIMEOUT);
        peer.answer(CompletableFuture.failedStage(new IllegalStateException("closed")));
        assertThat(join(relay.runningInfo(question(null), new byte[0])).code())
                .isEqualTo(ResponseCode.SYSTEM_ERROR);
    }

    @Test
    void aMessageIsReadAndSentAlong() {
        broker.clients.consumer("g", "a", peer, "t");
        peer.answer(CompletableFuture.completedStage(STATE));
        broker.topics.put(TopicConfig.of("t", 1).withTopicSysFlag(1));
        long offset = broker.store.deliver("t", 0, "payload").physicalOffset();
        String id =
                new OffsetMessageId(
                                MessageStore.HOST.getAddress(), MessageStore.HOST.getPort(), offset)
                        .text();

        assertThat(join(relay.consumeDirectly(question(id)))).isSameAs(STATE);
        FakePeer.Question asked = peer.questions().getFirst();
        assertThat(asked.fields())
                .containsEntry("brokerName", "broker-a")
                .containsEntry("topicSysFlag", "1")
                .containsEntry("groupSysFlag", "0")
                .containsEntry("msgId", id);
        assertThat(MessageDecoder.decodeAll(ByteBuffer.wrap(asked.body())))
                .singleElement()
                .satisfies(message -> assertThat(MessageStore.body(message)).isEqualTo("payload"));
    }

    @Test
    void aMessageThatIsNotThereIsACleanError() {
        broker.clients.consumer("g", "a", peer, "t");

        for (String id : new String[] {null, "xyz", "7F00000100002A9F0000000000ABCDEF"}) {
            assertThat(join(relay.consumeDirectly(question(id))).code())
                    .isEqualTo(ResponseCode.SYSTEM_ERROR);
        }
        assertThat(peer.questions()).isEmpty();
    }

    private static ConsumerQuestion question(@Nullable String messageId) {
        return new ConsumerQuestion(
                "g",
                "a",
                messageId,
                messageId == null
                        ? Map.of("jstackEnable", "true")
                        : Map.of("consumerGroup", "g", "msgId", messageId, "topic", "t"));
    }

    private static OperatorAnswer join(CompletionStage<OperatorAnswer> stage) {
        return stage.toCompletableFuture().join();
    }
}
