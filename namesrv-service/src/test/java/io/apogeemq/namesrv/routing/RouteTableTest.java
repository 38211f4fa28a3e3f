package io.apogeemq.namesrv.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.common.json.JsonReader;
import io.apogeemq.common.route.BrokerEntry;
import io.apogeemq.common.route.BrokerRegistration;
import io.apogeemq.common.route.DataVersion;
import io.apogeemq.common.route.QueueEntry;
import io.apogeemq.common.route.TopicConfig;
import io.apogeemq.common.route.TopicRoute;
import io.apogeemq.common.testing.ManualClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RouteTableTest {
    private static final RegisterOutcome ACCEPTED = new RegisterOutcome.Accepted(null, null);

    private final ManualClock clock = new ManualClock();
    private RoutingOptions options = new RoutingOptions(120_000, 0, false, 1 << 20);
    private final RouteTable table = new RouteTable(clock, () -> options);
    private final TestLink link = new TestLink();
    private int sequence;
    private @Nullable Boolean slaveAllowsActing;

    // Registration.

    @Test
    void aRegisteredBrokersTopicsHaveRoutes() {
        assertThat(register(master("h:1"), topics("b", "T"))).isEqualTo(ACCEPTED);
        assertThat(route("T"))
                .isEqualTo(
                        TopicRoute.of(
                                List.of(new QueueEntry("b", 4, 4, 6, 0)),
                                List.of(group(Map.of(0L, "h:1"), false))));
        assertThat(table.snapshot().route("unknown", true, null)).isEmpty();
    }

    @Test
    void theFirstRegistrationOfABrokerMustHoldMoreThanOneTopic() {
        assertThat(register(master("h:1"), topics("T"))).isEqualTo(new RegisterOutcome.TooEarly());
        assertThat(table.snapshot().clusterInfo().clusters()).isEmpty();
        register(master("h:1"), topics("b", "T"));
        assertThat(register(master("h:1"), topics("U"))).isEqualTo(ACCEPTED);
        assertThat(table.snapshot().topics()).containsExactly("T", "U", "b");
    }

    @Test
    void aChangedTopicIsTakenThoughTheVersionIsTheSame() {
        register(master("h:1"), topics("b", "T"));
        register(
                master("h:1"),
                new BrokerRegistration(
                        topics().dataVersion(),
                        Map.of("T", TopicConfig.of("T", 8)),
                        Map.of(),
                        List.of()));
        assertThat(route("T").queueDatas())
                .extracting(QueueEntry::readQueueNums)
                .containsExactly(8);
        assertThat(table.snapshot().topics()).as("topics left out stay").containsExactly("T", "b");
    }

    @Test
    void aRegistrationWithoutNewsKeepsTheSnapshot() {
        register(master("h:1"), topics("b", "T"));
        RouteSnapshot before = table.snapshot();
        register(master("h:1"), topics("b", "T"));
        assertThat(table.snapshot()).isSameAs(before);
    }

    @Test
    void topicsThatAFullRegistrationLacksGoWhereThatIsWanted() {
        options = new RoutingOptions(120_000, 0, true, 1 << 20);
        register(master("h:1"), topics("b", "T", "U"));
        register(master("h:1"), topics("V"));
        assertThat(table.snapshot().topics())
                .as("a registration of changes removes nothing")
                .containsExactly("T", "U", "V", "b");
        register(master("h:1"), topics("b", "U"));
        assertThat(table.snapshot().topics()).containsExactly("U", "b");
    }

    @Test
    void aSlaveLearnsWhoItsMasterIs() {
        assertThat(register(slave("h:2", null), topics("b", "T"))).isEqualTo(ACCEPTED);
        register(master("h:1"), topics("b", "T"));
        assertThat(register(slave("h:2", null), topics("b", "T")))
                .isEqualTo(new RegisterOutcome.Accepted("h:1", "ha of h:1"));
        assertThat(route("T").brokerDatas())
                .containsExactly(group(Map.of(0L, "h:1", 1L, "h:2"), false));
    }

    @Test
    void topicsOfASlaveCountOnlyWhenItIsANewOneAndTheFirstOfItsGroup() {
        register(slave("h:2", null), topics("b", "old"));
        assertThat(table.snapshot().topics()).isEmpty();
        register(slave("h:2", false), topics("b", "T"));
        assertThat(table.snapshot().topics()).containsExactly("T", "b");
        register(master("h:1"), topics("b", "T"));
        register(slave("h:2", false), topics("b", "U"));
        assertThat(table.snapshot().topics()).containsExactly("T", "b");
    }

    @Test
    void anAddressThatChangesItsIdLeavesItsOldOne() {
        register(slave("h:1", true), topics("b", "T"));
        register(master("h:1"), topics("b", "T"));
        assertThat(members()).isEqualTo(Map.of(0L, "h:1"));
    }

    @Test
    void aNewAddressTakesAnIdUnlessTheHolderHasANewerTerm() {
        register(master("h:1"), topics("b", "T"));
        register(master("h:9"), topics("b", "T"));
        assertThat(members()).isEqualTo(Map.of(0L, "h:9"));
        register(master("h:9"), withTerm(5));
        assertThat(register(master("h:1"), withTerm(4))).isEqualTo(ACCEPTED);
        assertThat(members()).isEqualTo(Map.of(0L, "h:9"));
        register(master("h:1"), withTerm(5));
        assertThat(members()).isEqualTo(Map.of(0L, "h:1"));
    }

    @Test
    void aBrokerWhoseAddressAnotherOneTookIsDroppedAtOnce() {
        register(master("h:1"), topics("b", "T"));
        register(new BrokerKey("c", "b2", "h:1", 0), topics("b2", "T"), new TestLink());
        assertThat(route("T").brokerDatas())
                .extracting(BrokerEntry::brokerName)
                .containsExactly("b2");
        assertThat(table.snapshot().topics()).containsExactly("T", "b2");

        table.unregister(master("h:1"));
        clock.advance(Duration.ofSeconds(121));
        table.heartbeat("c", "h:1");
        table.expire();
        assertThat(table.snapshot().topics())
                .as("the late farewell of the first is not that of the second")
                .containsExactly("T", "b2");
        clock.advance(Duration.ofSeconds(121));
        table.expire();
        assertThat(table.snapshot().topics()).isEmpty();
    }

    @Test
    void aBrokerThatChangesItsClusterKeepsItsRouteWhenTheOldEntryExpires() {
        register(master("h:1"), topics("b", "T"));
        clock.advance(Duration.ofSeconds(60));
        register(new BrokerKey("c2", "b", "h:1", 0), topics("b", "T"), new TestLink());
        clock.advance(Duration.ofSeconds(61));
        table.expire();
        assertThat(route("T").brokerDatas()).extracting(BrokerEntry::cluster).containsExactly("c2");
        clock.advance(Duration.ofSeconds(60));
        table.expire();
        assertThat(table.snapshot().topics()).isEmpty();
    }

    @Test
    void aSlaveThatClaimsTheMastersPlaceInVainIsNotKeptForEver() {
        register(master("h:9"), withTerm(5));
        register(slave("h:2", true), withTerm(5));
        register(master("h:2"), withTerm(4));
        clock.advance(Duration.ofSeconds(100));
        register(master("h:9"), withTerm(5));
        clock.advance(Duration.ofSeconds(100));
        table.expire();
        assertThat(members()).isEqualTo(Map.of(0L, "h:9"));
    }

    @Test
    void whatFindsNoRoomIsRefusedWholeAndTheBrokerKeepsWhatItHad() {
        options = new RoutingOptions(120_000, 0, false, 10_000);
        register(master("h:1"), topics("b", "T"));
        clock.advance(Duration.ofSeconds(100));
        String[] many = new String[100];
        Arrays.setAll(many, i -> "many" + i);
        assertThat(register(master("h:1"), topics(many)))
                .isEqualTo(new RegisterOutcome.Full(10_000));
        assertThat(register(new BrokerKey("c", "b2", "h:2", 0), topics(many)))
                .isEqualTo(new RegisterOutcome.Full(10_000));
        assertThat(table.addTopic("L".repeat(10_000), List.of(new QueueEntry("b", 1, 1, 6, 0))))
                .isFalse();
        clock.advance(Duration.ofSeconds(100));
        table.expire();
        assertThat(table.snapshot().topics()).containsExactly("T", "b");
        assertThat(register(master("h:1"), topics("b", "T")))
                .as("who brings nothing new is never refused")
                .isEqualTo(ACCEPTED);
    }

    @Test
    void whatIsRemovedMakesRoomAgain() {
        long empty = table.snapshot().heapBytes();
        register(
                master("h:1"),
                new BrokerRegistration(
                        DataVersion.NONE,
                        Map.of("b", TopicConfig.of("b", 1), "S", TopicConfig.of("S", 1)),
                        Map.of("S", JsonReader.parseObject("{\"bname\":\"b\"}")),
                        List.of("f:1")));
        register(new BrokerKey("c", "b2", "h:2", 0), topics("b2", "S"));
        assertThat(table.snapshot().heapBytes()).isGreaterThan(empty);
        table.unregister(master("h:1"));
        table.unregister(new BrokerKey("c", "b2", "h:2", 0));
        assertThat(table.snapshot().heapBytes()).isEqualTo(empty);
    }

    @Test
    void filterServersAndQueueMappingsTravelWithTheRoute() {
        register(
                master("h:1"),
                new BrokerRegistration(
                        DataVersion.NONE,
                        Map.of("b", TopicConfig.of("b", 1), "S", TopicConfig.of("S", 1)),
                        Map.of("S", JsonReader.parseObject("{\"bname\":\"b\"}")),
                        List.of("f:1")));
        assertThat(route("S").filterServers()).isEqualTo(Map.of("h:1", List.of("f:1")));
        assertThat(route("S").queueMappings()).containsOnlyKeys("b");
        assertThat(route("b").queueMappings()).isEmpty();
        register(master("h:1"), topics("b", "S"));
        assertThat(route("S").filterServers()).isEmpty();
    }

    @Test
    void twoWritersAtOnceAreRefused() {
        RouteTable[] self = new RouteTable[1];
        self[0] =
                new RouteTable(
                        clock,
                        () -> {
                            self[0].expire();
                            return options;
                        });
        assertThatThrownBy(() -> self[0].linkClosed(link))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one writer");
        assertThatThrownBy(() -> self[0].linkClosed(link))
                .as("the refusal leaves the table usable")
                .hasMessageContaining("one writer");
    }

    // Leaving.

    @Test
    void aBrokerThatUnregistersTakesItsTopicsAlong() {
        register(master("h:1"), topics("b", "T"));
        table.unregister(master("h:1"));
        assertThat(table.snapshot().topics()).isEmpty();
        assertThat(table.snapshot().clusterInfo().brokers()).isEmpty();
        assertThat(table.snapshot().clusterInfo().clusters()).isEmpty();
    }

    @Test
    void aSlaveThatUnregistersLeavesTheTopics() {
        register(master("h:1"), topics("b", "T"));
        register(slave("h:2", true), topics("b", "T"));
        table.unregister(slave("h:2", true));
        assertThat(members()).isEqualTo(Map.of(0L, "h:1"));
        assertThat(table.snapshot().topics()).containsExactly("T", "b");
    }

    @Test
    void aClosedConnectionTakesItsBrokerAlongAtOnce() {
        register(master("h:1"), topics("b", "T"));
        table.linkClosed(new TestLink());
        assertThat(table.snapshot().topics()).isNotEmpty();
        table.linkClosed(link);
        assertThat(table.snapshot().topics()).isEmpty();
    }

    @Test
    void theCloseOfAnEarlierConnectionTakesNobodyAlong() {
        register(master("h:1"), topics("b", "T"));
        register(master("h:1"), topics("b", "T"), new TestLink());
        table.linkClosed(link);
        assertThat(table.snapshot().topics()).containsExactly("T", "b");
    }

    @Test
    void withAGraceABrokerHasTimeToComeBack() {
        options = new RoutingOptions(120_000, 5_000, false, 1 << 20);
        register(master("h:1"), topics("b", "T"));
        table.linkClosed(link);
        clock.advance(Duration.ofMillis(4_999));
        table.expire();
        assertThat(table.snapshot().topics()).isNotEmpty();
        clock.advance(Duration.ofMillis(1));
        table.expire();
        assertThat(table.snapshot().topics()).isEmpty();

        register(master("h:1"), topics("b", "T"));
        table.linkClosed(link);
        register(master("h:1"), topics("b", "T"), new TestLink());
        clock.advance(Duration.ofMinutes(1));
        table.expire();
        assertThat(table.snapshot().topics()).containsExactly("T", "b");
    }

    @Test
    void aCloseWhoseNoticeWasLostIsFoundByTheScan() {
        register(master("h:1"), topics("b", "T"));
        link.close("unnoticed");
        table.expire();
        assertThat(table.snapshot().topics()).isEmpty();
    }

    @Test
    void aBrokerThatIsSilentForTooLongIsDroppedAndItsConnectionClosed() {
        register(master("h:1"), topics("b", "T"));
        clock.advance(Duration.ofMinutes(2));
        table.expire();
        assertThat(table.snapshot().topics()).isNotEmpty();
        clock.advance(Duration.ofMillis(1));
        table.expire();
        assertThat(table.snapshot().topics()).isEmpty();
        assertThat(link.isOpen()).isFalse();
        assertThat(link.reason()).contains("silent");
    }

    @Test
    void heartbeatsAndVersionQuestionsKeepABrokerAlive() {
        register(master("h:1"), topics("b", "T"));
        clock.advance(Duration.ofSeconds(100));
        table.heartbeat("c", "h:1");
        clock.advance(Duration.ofSeconds(100));
        table.compareVersion(master("h:1"), DataVersion.NONE);
        clock.advance(Duration.ofSeconds(100));
        table.expire();
        assertThat(table.snapshot().topics()).isNotEmpty();
        table.heartbeat("other", "h:1");
        clock.advance(Duration.ofSeconds(21));
        table.expire();
        assertThat(table.snapshot().topics()).isEmpty();
    }

    @Test
    void aBrokerMayBringItsOwnLimit() {
        table.register(
                new Registration(
                        master("h:1"),
                        "ha",
                        10_000L,
                        true,
                        null,
                        new ProcessMark(null, 1),
                        topics("b", "T")),
                link);
        clock.advance(Duration.ofMillis(10_001));
        table.expire();
        assertThat(table.snapshot().topics()).isEmpty();
    }

    @Test
    void theVersionOfABrokerIsTheOneThatItRegisteredLast() {
        assertThat(table.compareVersion(master("h:1"), DataVersion.NONE))
                .isEqualTo(new VersionOutcome(true, null));
        register(master("h:1"), withTerm(3));
        DataVersion stored = withTerm(3).dataVersion();
        assertThat(table.compareVersion(master("h:1"), stored))
                .isEqualTo(new VersionOutcome(false, stored));
        assertThat(table.compareVersion(master("h:1"), stored.next(1)))
                .isEqualTo(new VersionOutcome(true, stored));
    }

    // Acting masters and zones.

    @Test
    void whileTheMasterIsAwayTheLowestSlaveIsShownInItsPlaceWithoutWritePermission() {
        register(master("h:1"), topics("b", "T"));
        register(slave("h:3", 2, true), topics("b", "T"));
        register(slave("h:2", true), topics("b", "T"));
        table.unregister(master("h:1"));

        TopicRoute route = route("T");
        assertThat(route.queueDatas()).containsExactly(new QueueEntry("b", 4, 4, 4, 0));
        assertThat(route.brokerDatas()).containsExactly(group(Map.of(0L, "h:2", 2L, "h:3"), true));
        assertThat(members())
                .as("members and clusters are told as they are")
                .isEqualTo(Map.of(1L, "h:2", 2L, "h:3"));

        register(master("h:1"), topics("b", "T"));
        assertThat(route("T").queueDatas()).containsExactly(new QueueEntry("b", 4, 4, 6, 0));
    }

    @Test
    void groupsThatDontAllowItAndTopicsOfMembershipHaveNoActingMaster() {
        register(master("h:1"), topics("b", "T", "rmq_sys_SYNC_BROKER_MEMBER_b"));
        register(slave("h:2", true), topics("b", "T"));
        table.unregister(master("h:1"));
        assertThat(route("rmq_sys_SYNC_BROKER_MEMBER_b").brokerDatas().getFirst().hasMaster())
                .isFalse();
        assertThat(table.snapshot().route("T", false, null).orElseThrow().brokerDatas())
                .containsExactly(group(Map.of(1L, "h:2"), true));
        register(slave("h:2", false), topics("b", "T"));
        assertThat(route("T").brokerDatas()).containsExactly(group(Map.of(1L, "h:2"), false));
    }

    @Test
    void aZoneNarrowsTheRouteToItsBrokersAndThoseWithoutMaster() {
        registerIn("zoneA", new BrokerKey("c", "a", "h:1", 0));
        registerIn("zoneB", new BrokerKey("c", "b", "h:2", 0));
        registerIn("zoneB", new BrokerKey("c", "d", "h:3", 1));
        assertThat(table.snapshot().route("T", false, "ZONEa").orElseThrow().queueDatas())
                .extracting(QueueEntry::brokerName)
                .containsExactly("a", "d");
        assertThat(route("T").queueDatas()).hasSize(3);
    }

    @Test
    void aZoneWithoutBrokersGetsTheWholeRoute() {
        registerIn("zoneA", new BrokerKey("c", "a", "h:1", 0));
        assertThat(table.snapshot().route("T", true, "elsewhere"))
                .isEqualTo(table.snapshot().route("T", true, null))
                .isPresent();
    }

    // Write permission.

    @Test
    void aWipeSurvivesRegistrationsWhateverTheySay() {
        register(master("h:1"), topics("b", "T"));
        assertThat(table.wipeWritePermission("b")).isEqualTo(2);
        assertThat(permission("T")).isEqualTo(4);
        register(master("h:1"), withTerm(1));
        register(
                master("h:1"),
                BrokerRegistration.of(DataVersion.NONE.next(9), List.of(TopicConfig.of("U", 3))));
        assertThat(permission("T")).isEqualTo(4);
        assertThat(permission("U")).isEqualTo(4);
    }

    @Test
    void permissionGivenBackIsTheOneThatTheTopicHas() {
        register(
                master("h:1"),
                BrokerRegistration.of(
                        DataVersion.NONE,
                        List.of(TopicConfig.of("b", 1), TopicConfig.of("R", 1).withPerm(4))));
        table.wipeWritePermission("b");
        assertThat(table.restoreWritePermission("b")).isEqualTo(2);
        assertThat(permission("b")).isEqualTo(6);
        assertThat(permission("R")).isEqualTo(4);
    }

    @Test
    void nothingIsWipedOfAnUnknownBroker() {
        assertThat(table.wipeWritePermission("b")).isZero();
        assertThat(table.restoreWritePermission("b")).isZero();
        register(master("h:1"), topics("b", "T"));
        assertThat(permission("T")).isEqualTo(6);
    }

    @Test
    void aWipeSurvivesALostConnection() {
        sequence = 500;
        register(master("h:1"), topics("b", "T"));
        table.wipeWritePermission("b");
        table.linkClosed(link);
        sequence = 700;
        register(master("h:1"), topics("b", "T"), new TestLink());
        assertThat(permission("T")).isEqualTo(4);
    }

    @Test
    void aWipeEndsWhenTheBrokerCountsItsCommandsAnew() {
        sequence = 500;
        register(master("h:1"), topics("b", "T"));
        table.wipeWritePermission("b");
        table.linkClosed(link);
        sequence = 7;
        register(master("h:1"), topics("b", "T"), new TestLink());
        assertThat(permission("T")).isEqualTo(6);
    }

    @Test
    void aWipeSurvivesTheWrapOfTheBrokersCounter() {
        sequence = Integer.MAX_VALUE - 3;
        register(master("h:1"), topics("b", "T"));
        table.wipeWritePermission("b");
        sequence = Integer.MIN_VALUE + 100;
        register(master("h:1"), topics("b", "T"), new TestLink());
        assertThat(permission("T")).isEqualTo(4);
    }

    @Test
    void aBrokerThatNamesItsProcessIsJudgedByThat() {
        registerProcess("p1", 500, link);
        table.wipeWritePermission("b");
        registerProcess("p1", 1, new TestLink());
        assertThat(permission("T")).isEqualTo(4);
        registerProcess("p2", 900, new TestLink());
        assertThat(permission("T")).isEqualTo(6);
    }

    @Test
    void aWipeEndsWithTheMastersFarewellButNotWithASlaves() {
        register(master("h:1"), topics("b", "T"));
        register(slave("h:2", true), topics("b", "T"));
        table.wipeWritePermission("b");
        table.unregister(slave("h:2", true));
        assertThat(permission("T")).isEqualTo(4);
        table.unregister(master("h:1"));
        register(master("h:1"), topics("b", "T"));
        assertThat(permission("T")).isEqualTo(6);
    }

    @Test
    void aWipeSurvivesTheFarewellOfAProcessThatComesBack() {
        registerProcess("p1", 500, link);
        table.wipeWritePermission("b");
        table.unregister(master("h:1"));
        registerProcess("p1", 501, link);
        assertThat(permission("T")).isEqualTo(4);
        table.unregister(master("h:1"));
        registerProcess("p2", 1, new TestLink());
        assertThat(permission("T")).isEqualTo(6);
    }

    // Topics by hand.

    @Test
    void topicsAreAddedByHandToKnownBrokersOnly() {
        register(master("h:1"), topics("b", "T"));
        table.addTopic("M", List.of(new QueueEntry("b", 1, 1, 6, 0)));
        assertThat(route("M").queueDatas()).hasSize(1);
        table.addTopic(
                "N", List.of(new QueueEntry("b", 1, 1, 6, 0), new QueueEntry("x", 1, 1, 6, 0)));
        assertThat(table.snapshot().topics()).doesNotContain("N");
    }

    @Test
    void topicsAreDeletedWholeOrForOneCluster() {
        register(master("h:1"), topics("b", "T", "U"));
        register(new BrokerKey("c2", "b2", "h:2", 0), topics("b2", "T"));
        table.deleteTopic("T", "c2");
        assertThat(route("T").queueDatas()).extracting(QueueEntry::brokerName).containsExactly("b");
        table.deleteTopic("T", "nowhere");
        assertThat(table.snapshot().topics()).contains("T");
        table.deleteTopic("T", null);
        table.deleteTopic("unknown", null);
        assertThat(table.snapshot().topics()).containsExactly("U", "b", "b2");
    }

    @Test
    void listsAreSortedAndCutByClusterAndUnit() {
        register(
                master("h:1"),
                BrokerRegistration.of(
                        DataVersion.NONE,
                        List.of(
                                TopicConfig.of("unit", 1).withTopicSysFlag(1),
                                TopicConfig.of("both", 1).withTopicSysFlag(3),
                                TopicConfig.of("subscription", 1).withTopicSysFlag(2))));
        register(new BrokerKey("c2", "b2", "h:2", 1), topics("b2", "T"));
        RouteSnapshot now = table.snapshot();
        assertThat(now.topicsOf("c")).containsExactly("both", "subscription", "unit");
        assertThat(now.topicsOf("nowhere")).isEmpty();
        assertThat(now.unitTopics()).containsExactly("both", "unit");
        assertThat(now.unitSubscriptionTopics()).containsExactly("both", "subscription");
        assertThat(now.unitSubscriptionOnlyTopics()).containsExactly("subscription");
        assertThat(now.systemTopics()).containsExactly("b", "b2", "c", "c2");
        assertThat(now.anyBroker()).contains("h:1");
        assertThat(now.clusterInfo().clusters()).containsOnlyKeys("c", "c2");
    }

    private RegisterOutcome register(BrokerKey broker, BrokerRegistration body) {
        return register(broker, body, link);
    }

    private RegisterOutcome register(BrokerKey broker, BrokerRegistration body, TestLink over) {

        return table.register(
                new Registration(
                        broker,
                        "ha of " + broker.address(),
                        null,
                        broker.id() == 0 ? Boolean.FALSE : slaveAllowsActing,
                        null,
                        new ProcessMark(null, sequence++),
                        body),
                over);
    }

    private void registerProcess(String process, int number, TestLink over) {
        table.register(
                new Registration(
                        master("h:1"),
                        "ha",
                        null,
                        null,
                        null,
                        new ProcessMark(process, number),
                        topics("b", "T")),
                over);
    }

    private void registerIn(String zone, BrokerKey broker) {
        table.register(
                new Registration(
                        broker,
                        "ha",
                        null,
                        false,
                        zone,
                        new ProcessMark(null, 1),
                        topics("T", "U")),
                link);
    }

    private static BrokerKey master(String address) {
        return new BrokerKey("c", "b", address, 0);
    }

    private BrokerKey slave(String address, @Nullable Boolean acting) {
        return slave(address, 1, acting);
    }

    /** A slave; what it says of acting masters goes into its next registration. */
    private BrokerKey slave(String address, long id, @Nullable Boolean acting) {
        slaveAllowsActing = acting;
        return new BrokerKey("c", "b", address, id);
    }

    private static BrokerRegistration topics(String... names) {
        return BrokerRegistration.of(
                new DataVersion(0, 1, 1),
                Arrays.stream(names).map(name -> TopicConfig.of(name, 4)).toList());
    }

    private static BrokerRegistration withTerm(long term) {
        return BrokerRegistration.of(
                new DataVersion(term, 1, 1),
                List.of(TopicConfig.of("b", 4), TopicConfig.of("T", 4)));
    }

    private static BrokerEntry group(Map<Long, String> addresses, boolean acting) {
        return new BrokerEntry("c", "b", new TreeMap<>(addresses), acting, null);
    }

    private TopicRoute route(String topic) {
        return table.snapshot().route(topic, true, null).orElseThrow();
    }

    private int permission(String topic) {
        return route(topic).queueDatas().getFirst().perm();
    }

    private SortedMap<Long, String> members() {
        return table.snapshot().memberGroup("c", "b").brokerAddrs();
    }
}
