package io.apogeemq.broker.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.broker.admin.ConnectedClients;
import io.apogeemq.broker.group.Groups;
import io.apogeemq.broker.testing.FakePeer;
import io.apogeemq.broker.testing.MessageStore;
import io.apogeemq.broker.topic.TopicRules;
import io.apogeemq.broker.topic.Topics;
import io.apogeemq.common.broker.AcknowledgedOutcome;
import io.apogeemq.common.broker.Heartbeat;
import io.apogeemq.common.broker.Heartbeat.ConsumeType;
import io.apogeemq.common.broker.Heartbeat.Consumer;
import io.apogeemq.common.broker.Heartbeat.MessageModel;
import io.apogeemq.common.broker.HeartbeatOutcome;
import io.apogeemq.common.broker.MemberOutcome;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.broker.Subscription;
import io.apogeemq.common.message.SystemTopics;
import io.apogeemq.common.route.SubscriptionGroupConfig;
import io.apogeemq.common.route.TopicConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class ClientsTest {

    private final MessageStore store = new MessageStore();
    private final Topics topics =
            new Topics(
                    store.stateLog(),
                    store.clock(),
                    new SystemTopics("c", "b", 18),
                    TopicRules.DEFAULT);
    private boolean autoCreate = true;
    private ClientRules rules = ClientRules.DEFAULT;
    private final Groups groups = new Groups(store.stateLog(), store.clock(), () -> autoCreate);
    private final Clients clients = new Clients(topics, groups, store.clock(), () -> rules);
    private final FakePeer first = new FakePeer("10.0.0.1:1");
    private final FakePeer second = new FakePeer("10.0.0.2:2");

    @Test
    void aHeartbeatRegistersProducersAndConsumers() {
        beat(first, full("a", subscription("t", 1)));

        assertThat(members("g")).containsExactly("a");
        assertThat(clients.isRegistered("g")).isTrue();
        assertThat(clients.subscription("g", "t")).isEqualTo(subscription("t", 1));
        assertThat(clients.subscription("g", "u")).isNull();
        assertThat(clients.messageModel("g")).isEqualTo(MessageModel.CLUSTERING);
        assertThat(clients.producers("p"))
                .singleElement()
                .satisfies(client -> assertThat(client.clientId()).isEqualTo("a"));
        assertThat(clients.subscribers("t")).containsExactly("g");
    }

    @Test
    void aHeartbeatCreatesTheGroupAndItsRetryTopic() {
        topics.put(TopicConfig.of("t", 4).withOrder(true));
        beat(first, full("a", subscription("t", 1)));

        assertThat(groups.find("g")).isNotNull();
        assertThat(topics.find("%RETRY%g"))
                .isEqualTo(TopicConfig.of("%RETRY%g", 1).withOrder(true));
    }

    @Test
    void aShortHeartbeatLeavesTheRetryTopicAsItIs() {
        topics.put(TopicConfig.of("t", 4).withOrder(true));
        Heartbeat full = full("a", subscription("t", 1));
        beat(first, full);
        List<Consumer> unsaid =
                full.consumers().stream()
                        .map(
                                c ->
                                        new Consumer(
                                                c.group(),
                                                c.consumeType(),
                                                c.messageModel(),
                                                c.consumeFromWhere(),
                                                c.unitMode(),
                                                List.of()))
                        .toList();

        beat(first, new Heartbeat("a", List.of(), unsaid, 1, true));

        assertThat(Objects.requireNonNull(topics.find("%RETRY%g")).order()).isTrue();
    }

    @Test
    void aGroupThatMayNotBeCreatedIsPassedOver() {
        autoCreate = false;

        assertThat(beat(first, full("a", subscription("t", 1)))).isTrue();
        assertThat(clients.isRegistered("g")).isFalse();
        assertThat(clients.producers("p")).hasSize(1);
        assertThat(topics.find("%RETRY%g")).isNull();
    }

    @Test
    void aGroupWithoutRetriesGetsNoRetryTopic() {
        groups.put(SubscriptionGroupConfig.parse("{\"groupName\":\"g\",\"retryQueueNums\":0}"));
        beat(first, full("a", subscription("t", 1)));

        assertThat(clients.isRegistered("g")).isTrue();
        assertThat(topics.find("%RETRY%g")).isNull();
    }

    @Test
    void allMembersAreToldWhenOneComesOrGoes() {
        beat(first, full("a", subscription("t", 1)));
        assertThat(first.notices()).containsExactly("g");
        beat(first, full("a", subscription("t", 1)));
        assertThat(first.notices()).hasSize(1);

        beat(second, full("b", subscription("t", 1)));
        assertThat(first.notices()).hasSize(2);
        assertThat(second.notices()).hasSize(1);
        clients.peerClosed(second);
        assertThat(first.notices()).hasSize(3);
        assertThat(second.notices()).hasSize(1);
        assertThat(members("g")).containsExactly("a");
    }

    @Test
    void membersAreToldWhenTheTopicsOfTheGroupChange() {
        beat(first, full("a", subscription("t", 1)));
        beat(first, full("a", subscription("t", 1), subscription("u", 2)));
        assertThat(first.notices()).hasSize(2);
        beat(first, full("a", subscription("u", 2)));
        assertThat(first.notices()).hasSize(3);
        assertThat(clients.subscription("g", "t")).isNull();
    }

    @Test
    void nobodyIsToldWhereNoticesAreOffOrTheGroupBroadcasts() {
        groups.put(
                SubscriptionGroupConfig.parse(
                        "{\"groupName\":\"g\",\"notifyConsumerIdsChangedEnable\":false}"));
        beat(first, full("a", subscription("t", 1)));
        beat(
                first,
                new Heartbeat(
                        "a",
                        List.of(),
                        List.of(
                                new Consumer(
                                        "h",
                                        ConsumeType.CONSUME_PASSIVELY,
                                        MessageModel.BROADCASTING,
                                        "",
                                        false,
                                        List.of())),
                        0,
                        false));
        rules = new ClientRules(Duration.ofMinutes(2), false, false);
        beat(second, full("b", subscription("t", 1)));

        assertThat(first.notices()).isEmpty();
        assertThat(second.notices()).isEmpty();
    }

    @Test
    void aNewerSubscriptionReplacesAnOlderOneOnly() {
        beat(first, full("a", subscription("t", 5)));
        beat(second, full("b", subscription("t", 4)));
        assertThat(clients.subscription("g", "t")).isEqualTo(subscription("t", 5));

        beat(second, full("b", subscription("t", 6)));
        assertThat(clients.subscription("g", "t")).isEqualTo(subscription("t", 6));
    }

    @Test
    void theFirstFormOfHeartbeatsIsAlwaysSentInFull() {
        assertThat(beat(first, full("a", subscription("t", 1)))).isTrue();
        assertThat(beat(first, full("a", subscription("t", 1)))).isTrue();
    }

    @Test
    void aShortHeartbeatKeepsTheSubscriptions() {
        assertThat(beat(first, printed("a", 7, false, subscription("t", 1)))).isFalse();
        assertThat(beat(first, printed("a", 7, true))).isFalse();
        assertThat(clients.subscription("g", "t")).isNotNull();

        assertThat(beat(first, printed("a", 8, true))).isTrue();
        assertThat(beat(first, printed("a", 8, false, subscription("u", 2)))).isTrue();
        assertThat(beat(first, printed("a", 8, true))).isFalse();
        assertThat(clients.subscription("g", "u")).isNotNull();
    }

    @Test
    void aShortHeartbeatToABrokerThatKnowsNothingAsksForTheSubscriptions() {
        assertThat(beat(first, printed("a", 7, true))).isTrue();
        assertThat(members("g")).containsExactly("a");
    }

    @Test
    void whoeverIsSilentForTooLongIsTakenOut() {
        beat(first, full("a", subscription("t", 1)));
        store.clock().advance(Duration.ofSeconds(60));
        beat(second, full("b", subscription("t", 1)));
        store.clock().advance(Duration.ofSeconds(61));
        clients.expire();

        assertThat(members("g")).containsExactly("b");
        assertThat(clients.producers("p")).hasSize(1);
        assertThat(second.notices()).hasSize(2);
        store.clock().advance(Duration.ofSeconds(60));
        clients.expire();
        assertThat(clients.isRegistered("g")).isFalse();
        assertThat(clients.producers("p")).isEmpty();
    }

    @Test
    void aClientLeavesTheGroupsThatItNames() {
        beat(first, full("a", subscription("t", 1)));
        clients.unregister(first, "a", null, "g");
        assertThat(clients.isRegistered("g")).isFalse();
        assertThat(clients.producers("p")).hasSize(1);

        clients.unregister(first, "a", "p", null);
        assertThat(clients.producers("p")).isEmpty();
    }

    @Test
    void aClosedConnectionLeavesAllGroups() {
        beat(first, full("a", subscription("t", 1)));
        clients.peerClosed(first);

        assertThat(clients.isRegistered("g")).isFalse();
        assertThat(clients.producers()).isEmpty();
        assertThat(clients.consumerGroups()).isEmpty();
    }

    @Test
    void aConnectionThatIsClosedAlreadyIsNotKept() {
        first.close();
        beat(first, full("a", subscription("t", 1)));

        assertThat(clients.isRegistered("g")).isFalse();
    }

    @Test
    void aGroupWithoutMembersIsRefused() {
        assertThat(clients.members("g").toCompletableFuture().join())
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.reason()).isEqualTo(Reason.CONSUMER_NOT_ONLINE));
    }

    @Test
    void consumersThatPullForThemselvesCanBeLeftOut() {
        rules = new ClientRules(Duration.ofMinutes(2), true, true);
        beat(
                first,
                new Heartbeat(
                        "a",
                        List.of(),
                        List.of(
                                new Consumer(
                                        "g",
                                        ConsumeType.CONSUME_ACTIVELY,
                                        MessageModel.CLUSTERING,
                                        "",
                                        false,
                                        List.of())),
                        0,
                        false));

        assertThat(clients.isRegistered("g")).isFalse();
    }

    @Test
    void aBlankClientIdIsRefused() {
        assertThat(
                        clients.heartbeat(first, full(" ", subscription("t", 1)))
                                .toCompletableFuture()
                                .join())
                .isInstanceOf(Refused.class);
    }

    @Test
    void onlyTagFiltersAreServed() {
        assertThat(
                        clients.checkSubscription("g", subscription("t", 1))
                                .toCompletableFuture()
                                .join())
                .isInstanceOf(AcknowledgedOutcome.Done.class);
        assertThat(
                        clients.checkSubscription(
                                        "g",
                                        new Subscription(
                                                "t", "a > 1", "SQL92", Set.of(), Set.of(), 1))
                                .toCompletableFuture()
                                .join())
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.NOT_SUPPORTED));
    }

    @Test
    void operatorsSeeWhatTheLatestHeartbeatSaid() {
        beat(first, full("a", subscription("t", 1)));
        ConnectedClients.Consumers shown = Objects.requireNonNull(clients.consumers("g"));

        assertThat(shown.consumeType()).isEqualTo(ConsumeType.CONSUME_PASSIVELY);
        assertThat(shown.consumeFromWhere()).isEqualTo("CONSUME_FROM_LAST_OFFSET");
        assertThat(shown.member("a")).isNotNull();
        assertThat(shown.member("b")).isNull();
        assertThat(clients.consumers("h")).isNull();
    }

    private boolean beat(FakePeer peer, Heartbeat heartbeat) {
        HeartbeatOutcome outcome = clients.heartbeat(peer, heartbeat).toCompletableFuture().join();
        assertThat(outcome).isInstanceOf(HeartbeatOutcome.Alive.class);
        return ((HeartbeatOutcome.Alive) outcome).subscriptionsChanged();
    }

    private List<String> members(String group) {
        MemberOutcome outcome = clients.members(group).toCompletableFuture().join();
        assertThat(outcome).isInstanceOf(MemberOutcome.Members.class);
        return ((MemberOutcome.Members) outcome).clientIds();
    }

    private static Heartbeat full(String clientId, Subscription... subscriptions) {
        return printed(clientId, 0, false, subscriptions);
    }

    private static Heartbeat printed(
            String clientId, int fingerprint, boolean isShort, Subscription... subscriptions) {
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
                                Arrays.asList(subscriptions))),
                fingerprint,
                isShort);
    }

    private static Subscription subscription(String topic, long version) {
        return new Subscription(topic, "*", Subscription.TAG, Set.of(), Set.of(), version);
    }
}
