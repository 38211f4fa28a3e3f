package io.apogeemq.broker.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apogeemq.common.broker.AcknowledgedOutcome;
import io.apogeemq.common.broker.Heartbeat;
import io.apogeemq.common.broker.Heartbeat.ConsumeType;
import io.apogeemq.common.broker.Heartbeat.Consumer;
import io.apogeemq.common.broker.Heartbeat.MessageModel;
import io.apogeemq.common.broker.HeartbeatOutcome;
import io.apogeemq.common.broker.MemberOutcome;
import io.apogeemq.common.broker.OffsetOperations.Boundary;
import io.apogeemq.common.broker.OffsetOutcome;
import io.apogeemq.common.broker.Subscription;
import io.apogeemq.common.message.MessageQueue;
import io.apogeemq.common.protocol.CheckSubscriptionCommand;
import io.apogeemq.common.protocol.CommitOffsetCommand;
import io.apogeemq.common.protocol.HeartbeatCommand;
import io.apogeemq.common.protocol.MembersChangedNotice;
import io.apogeemq.common.protocol.MembersCommand;
import io.apogeemq.common.protocol.QueryOffsetCommand;
import io.apogeemq.common.protocol.QueueBoundCommand;
import io.apogeemq.common.protocol.QueueBoundCommand.Bound;
import io.apogeemq.common.protocol.QueueLockCommand;
import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.protocol.SearchOffsetCommand;
import io.apogeemq.common.protocol.UnregisterCommand;
import io.apogeemq.common.remoting.HandlerTable;
import io.apogeemq.common.remoting.RemotingClient;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ClientDoorsTest {

    private final DoorsFixture broker = new DoorsFixture();
    private final List<String> notices = new CopyOnWriteArrayList<>();
    private final RemotingClient first =
            broker.client(
                    HandlerTable.builder()
                            .on(
                                    RequestCode.NOTIFY_CONSUMER_IDS_CHANGED,
                                    (connection, command, reply) ->
                                            notices.add(
                                                    MembersChangedNotice.decode(command).group()))
                            .build());
    private final RemotingClient second = broker.client();

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void twoMembersShareAGroupUntilOneIsGone() {
        assertThat(beat(first, "a")).isEqualTo(new HeartbeatOutcome.Alive(true));
        await().until(() -> notices.size() == 1);
        beat(second, "b");
        await().until(() -> notices.size() == 2);
        assertThat(members("g")).containsExactly("a", "b");

        second.close();
        await().until(() -> notices.size() == 3);
        assertThat(members("g")).containsExactly("a");
        assertThat(notices).containsOnly("g");
    }

    @Test
    void theAnswerToAHeartbeatSaysThatShortOnesAreUnderstood() {
        assertThat(broker.ask(first, HeartbeatCommand.request(heartbeat("a"))).fields())
                .containsEntry("IS_SUPPORT_HEART_BEAT_V2", "true")
                .containsEntry("IS_SUB_CHANGE", "true");
    }

    @Test
    void aClientLeavesItsGroup() {
        beat(first, "a");
        assertThat(
                        UnregisterCommand.outcome(
                                broker.ask(first, new UnregisterCommand("a", "p", "g").request())))
                .isInstanceOf(AcknowledgedOutcome.Done.class);

        Response response = broker.ask(first, new MembersCommand("g").request());
        assertThat(response.code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
        assertThat(response.remark()).isEqualTo("no consumer for this group, g");
    }

    @Test
    void onlyTagFiltersPassTheCheck() {
        assertThat(check("TAG").code()).isZero();
        assertThat(check("SQL92").code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
        assertThat(broker.ask(first, Request.of(RequestCode.CHECK_CLIENT_CONFIG)).code()).isZero();
    }

    @Test
    void offsetsAreCommittedAndAskedFor() {
        broker.topics.ensure("t", 2);
        broker.groups.findOrCreate("g");
        broker.store.deliver("t", 0, "m");

        assertThat(broker.ask(first, new CommitOffsetCommand("g", "t", 0, 1).request()).code())
                .isZero();
        assertThat(
                        QueryOffsetCommand.outcome(
                                broker.ask(
                                        first,
                                        new QueryOffsetCommand("g", "t", 0, true).request())))
                .isEqualTo(new OffsetOutcome.Offset(1));
        assertThat(broker.ask(first, new QueryOffsetCommand("h", "t", 0, false).request()).code())
                .isEqualTo(ResponseCode.QUERY_NOT_FOUND);
        assertThat(broker.ask(first, new CommitOffsetCommand("h", "t", 0, 1).request()).code())
                .isEqualTo(ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST);
        assertThat(broker.ask(first, new CommitOffsetCommand("g", "u", 0, 1).request()).code())
                .isEqualTo(ResponseCode.TOPIC_NOT_EXIST);
        assertThat(
                        broker.ask(
                                        first,
                                        Request.of(RequestCode.UPDATE_CONSUMER_OFFSET)
                                                .field("consumerGroup", "g")
                                                .field("topic", "t"))
                                .code())
                .isEqualTo(ResponseCode.INVALID_PARAMETER);
    }

    @Test
    void boundsOfAQueueAreAskedFor() {
        long at = broker.store.clock().millis();
        broker.store.deliver("t", 0, "m");

        assertThat(bound(Bound.MAX_OFFSET)).isEqualTo(new OffsetOutcome.Offset(1));
        assertThat(bound(Bound.MIN_OFFSET)).isEqualTo(new OffsetOutcome.Offset(0));
        assertThat(bound(Bound.EARLIEST_STORE_TIME)).isEqualTo(new OffsetOutcome.Offset(at));
        assertThat(
                        SearchOffsetCommand.outcome(
                                broker.ask(
                                        first,
                                        new SearchOffsetCommand("t", 0, at + 1, Boundary.LOWER)
                                                .request())))
                .isEqualTo(new OffsetOutcome.Offset(1));
    }

    @Test
    void queuesAreLockedForOneClientOfAGroup() {
        MessageQueue queue = new MessageQueue("t", "broker-a", 0);
        QueueLockCommand mine = new QueueLockCommand("g", "a", Set.of(queue), false);
        QueueLockCommand other = new QueueLockCommand("g", "b", Set.of(queue), false);

        assertThat(QueueLockCommand.locked(broker.ask(first, mine.lockRequest())))
                .containsExactly(queue);
        assertThat(QueueLockCommand.locked(broker.ask(second, other.lockRequest()))).isEmpty();
        assertThat(broker.ask(first, mine.unlockRequest()).code()).isZero();
        assertThat(QueueLockCommand.locked(broker.ask(second, other.lockRequest())))
                .containsExactly(queue);
    }

    @Test
    void faultyRequestsAreAnsweredAndTheConnectionGoesOn() {
        for (int code :
                new int[] {
                    RequestCode.HEART_BEAT,
                    RequestCode.UNREGISTER_CLIENT,
                    RequestCode.GET_CONSUMER_LIST_BY_GROUP,
                    RequestCode.QUERY_CONSUMER_OFFSET,
                    RequestCode.SEARCH_OFFSET_BY_TIMESTAMP,
                    RequestCode.GET_MAX_OFFSET,
                    RequestCode.LOCK_BATCH_MQ,
                    RequestCode.UNLOCK_BATCH_MQ
                }) {
            assertThat(broker.ask(first, Request.of(code).field("queueId", "x")).code())
                    .as(RequestCode.name(code))
                    .isEqualTo(ResponseCode.SYSTEM_ERROR);
        }
        assertThat(beat(first, "a")).isInstanceOf(HeartbeatOutcome.Alive.class);
    }

    private Response check(String type) {
        return broker.ask(
                first,
                new CheckSubscriptionCommand(
                                "a", "g", new Subscription("t", "*", type, Set.of(), Set.of(), 1))
                        .request());
    }

    private OffsetOutcome bound(Bound bound) {
        return QueueBoundCommand.outcome(
                bound, broker.ask(first, new QueueBoundCommand(bound, "t", 0).request()));
    }

    private HeartbeatOutcome beat(RemotingClient client, String clientId) {
        return HeartbeatCommand.outcome(
                broker.ask(client, HeartbeatCommand.request(heartbeat(clientId))));
    }

    private List<String> members(String group) {
        MemberOutcome outcome =
                MembersCommand.outcome(broker.ask(first, new MembersCommand(group).request()));
        assertThat(outcome).isInstanceOf(MemberOutcome.Members.class);
        return ((MemberOutcome.Members) outcome).clientIds();
    }

    private static Heartbeat heartbeat(String clientId) {
        return new Heartbeat(
                clientId,
                List.of("p"),
                List.of(
                        new Consumer(
                                "g",
                                ConsumeType.CONSUME_PASSIVELY,
                                MessageModel.CLUSTERING,
                                "CONSUME_FROM_LAST_OFFSET",
                                false,
                                List.of(new Subscription("t", "*", "TAG", Set.of(), Set.of(), 1)))),
                0,
                false);
    }
}
