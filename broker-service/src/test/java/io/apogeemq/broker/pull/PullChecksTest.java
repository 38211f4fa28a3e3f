package io.apogeemq.broker.pull;

import static io.apogeemq.broker.pull.PullFixture.Request.pullFrom;
import static io.apogeemq.broker.pull.PullFixture.forbidden;
import static io.apogeemq.broker.pull.PullFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.common.broker.PullOutcome.Bar;
import io.apogeemq.common.broker.Refused.Reason;
import io.apogeemq.common.broker.Subscription;
import io.apogeemq.common.message.SystemTopics;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PullChecksTest {

    private final PullFixture room = new PullFixture(PullSettings.DEFAULT);

    @BeforeEach
    void oneMessage() {
        room.store.deliver("topic", 0, "hello");
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void aBrokerThatIsClosedForReadsRefuses() {
        room.rules = new PullRules(false, true, 32, 1000, true);

        assertThat(bar(pullFrom(0))).isEqualTo(Bar.BROKER);
    }

    @Test
    void litePullCanBeSwitchedOff() {
        room.rules = new PullRules(true, false, 32, 1000, true);

        assertThat(bar(pullFrom(0).lite())).isEqualTo(Bar.BROKER);
        assertThat(PullFixture.bodies(room.answer(pullFrom(0)))).containsExactly("hello");
    }

    @Test
    void aGroupThatDoesNotExistIsCreatedWhereThatIsAllowed() {
        assertThat(PullFixture.bodies(room.answer(pullFrom(0).group("new"))))
                .containsExactly("hello");
        assertThat(room.groups.rules).containsKey("new");

        room.groups.creates = false;
        assertThat(reason(pullFrom(0).group("other"))).isEqualTo(Reason.GROUP_NOT_EXIST);
    }

    @Test
    void aGroupThatMayNotConsumeIsRefused() {
        room.groups.rules.put("group", new PullGroups.Rules(false, true, 0));

        assertThat(bar(pullFrom(0))).isEqualTo(Bar.GROUP);
    }

    @Test
    void aTopicThatDoesNotExistIsRefused() {
        assertThat(reason(pullFrom(0).topic("other"))).isEqualTo(Reason.TOPIC_NOT_EXIST);
    }

    @Test
    void theBrokersOwnTopicIsNobodysEvenIfATableHasIt() {
        room.topics.put(SystemTopics.STATE, new PullTopics.ReadAccess(8, true));

        assertThat(reason(pullFrom(0).topic(SystemTopics.STATE))).isEqualTo(Reason.TOPIC_NOT_EXIST);
    }

    @Test
    void aTopicThatIsClosedForReadsIsRefused() {
        room.topics.put("topic", new PullTopics.ReadAccess(4, false));

        assertThat(bar(pullFrom(0))).isEqualTo(Bar.TOPIC);
    }

    @Test
    void aQueueThatTheTopicDoesNotHaveIsRefusedWithTheRange() {
        assertThat(reason(pullFrom(0).queue(4))).isEqualTo(Reason.INVALID_PARAMETER);
        assertThat(reason(pullFrom(0).queue(-1))).isEqualTo(Reason.INVALID_PARAMETER);
        assertThat(refused(room.answer(pullFrom(0).queue(4))).detail())
                .contains("queueId: 4")
                .contains("expected: 0..3");
    }

    @Test
    void anExpressionThatCannotBeParsedIsRefused() {
        assertThat(reason(pullFrom(0).wanting("||"))).isEqualTo(Reason.SUBSCRIPTION_PARSE_FAILED);
    }

    @Test
    void sql92IsRefusedWithASentence() {
        Subscription sql = new Subscription("topic", "a > 1", "SQL92", Set.of(), Set.of(), 0);

        assertThat(refused(room.answer(pullFrom(0).wanting(sql))))
                .satisfies(
                        no -> {
                            assertThat(no.reason()).isEqualTo(Reason.SYSTEM_ERROR);
                            assertThat(no.detail()).contains("SQL92");
                        });
    }

    @Test
    void aGroupWithoutMembersHasToRegisterFirst() {
        assertThat(reason(pullFrom(0).registered(1))).isEqualTo(Reason.SUBSCRIPTION_NOT_EXIST);
    }

    @Test
    void whatTheGroupRegisteredIsUsedWhereTheRequestBringsNoFilter() {
        room.register("group", "topic", "red", 5);
        room.store.deliver("topic", 0, "a red one", "TAGS", "red");

        assertThat(PullFixture.bodies(room.answer(pullFrom(0).registered(5))))
                .containsExactly("a red one");
        assertThat(PullFixture.bodies(room.answer(pullFrom(0).registered(4))))
                .containsExactly("a red one");
    }

    @Test
    void aTopicThatTheGroupDoesNotSubscribeToIsRefused() {
        room.register("group", "another", "*", 5);

        assertThat(reason(pullFrom(0).registered(1))).isEqualTo(Reason.SUBSCRIPTION_NOT_EXIST);
    }

    @Test
    void aSubscriptionOlderThanTheRequestKnowsIsRefused() {
        room.register("group", "topic", "*", 5);

        assertThat(reason(pullFrom(0).registered(6))).isEqualTo(Reason.SUBSCRIPTION_NOT_LATEST);
    }

    @Test
    void broadcastingHasToBeAllowedToTheGroup() {
        room.register("group", "topic", "*", 5).broadcasting = true;
        assertThat(PullFixture.bodies(room.answer(pullFrom(0).registered(5)))).hasSize(1);

        room.groups.rules.put("group", new PullGroups.Rules(true, false, 0));

        assertThat(bar(pullFrom(0).registered(5))).isEqualTo(Bar.BROADCASTING);
    }

    @Test
    void aTopicThatTheGroupIsKeptFromIsRefusedWhoeverBringsTheFilter() {
        room.register("group", "topic", "*", 5);
        room.register("another", "topic", "*", 5);
        room.groups.rules.put("another", PullFixture.USUAL);
        room.groups.forbidden.add("group@topic");

        assertThat(bar(pullFrom(0).registered(5))).isEqualTo(Bar.GROUP_FROM_TOPIC);
        assertThat(bar(pullFrom(0))).isEqualTo(Bar.GROUP_FROM_TOPIC);
        assertThat(forbidden(room.answer(pullFrom(0))).detail())
                .contains("group")
                .contains("topic");
        assertThat(PullFixture.bodies(room.answer(pullFrom(0).group("another").registered(5))))
                .containsExactly("hello");
    }

    @Test
    void theFirstFaultInTheClassicOrderIsTold() {
        room.groups.rules.put("group", new PullGroups.Rules(false, false, 0));
        PullFixture.Request allWrong = pullFrom(0).topic("other").queue(99).wanting("||");

        assertThat(bar(allWrong)).isEqualTo(Bar.GROUP);
        room.groups.rules.put("group", PullFixture.USUAL);
        assertThat(reason(allWrong)).isEqualTo(Reason.TOPIC_NOT_EXIST);
        room.topics.put("other", new PullTopics.ReadAccess(1, false));
        assertThat(bar(allWrong)).isEqualTo(Bar.TOPIC);
        room.topics.put("other", new PullTopics.ReadAccess(1, true));
        assertThat(reason(allWrong)).isEqualTo(Reason.INVALID_PARAMETER);
        assertThat(reason(allWrong.queue(0))).isEqualTo(Reason.SUBSCRIPTION_PARSE_FAILED);
    }

    @Test
    void aRefusedPullNotesNoProgress() {
        room.topics.put("topic", new PullTopics.ReadAccess(4, false));

        room.answer(pullFrom(0).committing(7));

        assertThat(room.progress.commits).isEmpty();
    }

    private Bar bar(PullFixture.Request request) {
        return forbidden(room.answer(request)).bar();
    }

    private Reason reason(PullFixture.Request request) {
        return refused(room.answer(request)).reason();
    }
}
