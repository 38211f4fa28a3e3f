package io.apogeemq.broker.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.apogeemq.broker.testing.MessageStore;
import io.apogeemq.broker.topic.TopicRules;
import io.apogeemq.broker.topic.Topics;
import io.apogeemq.common.boot.StartRefused;
import io.apogeemq.common.message.SystemTopics;
import io.apogeemq.common.remoting.ClientOptions;
import io.apogeemq.common.remoting.EventLoops;
import io.apogeemq.common.remoting.HandlerTable;
import io.apogeemq.common.remoting.RemotingClient;
import io.apogeemq.common.route.TopicConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NamesrvRegistryTest {

    private static final BrokerInstance BROKER =
            new BrokerInstance("DefaultCluster", "broker-a", 0, "127.0.0.1", 10911, 10912);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final EventLoops loops = opened(EventLoops.start("registry-test", 2));
    private final MessageStore store = opened(new MessageStore());
    private final Topics topics =
            new Topics(
                    store.stateLog(),
                    store.clock(),
                    new SystemTopics("DefaultCluster", "broker-a", 18),
                    TopicRules.DEFAULT);
    private volatile List<String> addresses = List.of();
    private volatile int permission = 6;
    private volatile String machine = "127.0.0.1";

    @AfterEach
    void closeInReverse() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    private <T extends AutoCloseable> T opened(T resource) {
        opened.push(resource);
        return resource;
    }

    private RecordingNamesrv namesrv() {
        return opened(new RecordingNamesrv(loops));
    }

    /** A registry as a new process of the broker has it. */
    private NamesrvRegistry registry() {
        RemotingClient client =
                opened(
                        RemotingClient.start(
                                ClientOptions.defaults(), loops, HandlerTable.empty(), this::find));
        return new NamesrvRegistry(
                client, topics, () -> addresses, () -> permission, Duration.ofSeconds(10));
    }

    private InetAddress[] find(String host) throws UnknownHostException {
        if (machine.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return InetAddress.getAllByName(host.equals("namesrv.test") ? machine : host);
    }

    private static String state(NamesrvRegistry registry, String namesrv) {
        return registry.states().getOrDefault(namesrv, "no state");
    }

    private static String freeAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }

    @Test
    void everyNameServerIsToldAllTopicsAndWhoSpeaks() {
        RecordingNamesrv one = namesrv();
        RecordingNamesrv two = namesrv();
        addresses = List.of(one.address(), two.address());
        NamesrvRegistry registry = registry();

        registry.register(BROKER);

        await().until(() -> registry.reached() == 2);
        for (RecordingNamesrv each : List.of(one, two)) {
            assertThat(each.last().header().broker().brokerName()).isEqualTo("broker-a");
            assertThat(each.last().header().broker().brokerAddr()).isEqualTo("127.0.0.1:10911");
            assertThat(each.last().header().haServerAddr()).isEqualTo("127.0.0.1:10912");
            assertThat(each.last().header().enableActingMaster()).isFalse();
            assertThat(each.last().header().bodyCrc32()).isNotZero();
            assertThat(each.last().topics()).isEqualTo(topics.all().keySet());
        }
        assertThat(one.last().header().process())
                .isNotBlank()
                .isEqualTo(two.last().header().process());
        assertThat(registry.states()).containsEntry(one.address(), "registered");
    }

    @Test
    void oneThatIsDownCostsTheOthersNothingAndIsToldWhenItIsThere() throws Exception {
        RecordingNamesrv up = namesrv();
        String down = freeAddress();
        addresses = List.of(down, up.address());
        NamesrvRegistry registry = registry();

        registry.register(BROKER);

        await().until(() -> state(registry, down).contains("cannot connect"));
        await().until(() -> registry.reached() == 1);
        RecordingNamesrv back =
                opened(
                        new RecordingNamesrv(
                                loops,
                                "127.0.0.1",
                                Integer.parseInt(down.substring(down.indexOf(':') + 1))));
        registry.registerAll();
        await().until(() -> registry.reached() == 2);
        assertThat(back.last().topics()).isEqualTo(topics.all().keySet());
    }

    @Test
    void aConnectionThatWasLostLeadsToTheSameProcessRegisteringAgain() {
        RecordingNamesrv namesrv = namesrv();
        addresses = List.of(namesrv.address());
        NamesrvRegistry registry = registry();
        registry.register(BROKER);
        await().until(() -> registry.reached() == 1);
        RecordingNamesrv.Told before = namesrv.last();

        namesrv.cut();

        await().until(() -> namesrv.told.size() == 2);
        RecordingNamesrv.Told after = namesrv.last();
        assertThat(after.connection()).isNotEqualTo(before.connection());
        assertThat(after.header().process()).isEqualTo(before.header().process());
        assertThat(after.topics()).isEqualTo(topics.all().keySet());
    }

    @Test
    void aRestartedBrokerSaysThatItIsAnotherProcess() {
        RecordingNamesrv namesrv = namesrv();
        addresses = List.of(namesrv.address());
        registry().register(BROKER);
        await().until(() -> namesrv.told.size() == 1);
        String before = namesrv.last().header().process();

        registry().register(BROKER);

        await().until(() -> namesrv.told.size() == 2);
        assertThat(namesrv.last().header().process()).isNotEqualTo(before);
    }

    @Test
    void aChangedTopicIsToldAloneToWhoKnowsTheOthers() {
        RecordingNamesrv namesrv = namesrv();
        addresses = List.of(namesrv.address());
        NamesrvRegistry registry = registry();
        registry.register(BROKER);
        await().until(() -> registry.reached() == 1);

        topics.put(TopicConfig.of("orders", 4));

        await().until(() -> namesrv.told.size() == 2);
        assertThat(namesrv.last().topics()).containsExactly("orders");
        assertThat(namesrv.last().body().dataVersion()).isEqualTo(topics.version());
    }

    @Test
    void whoMissedSomethingIsToldEverythingWithTheNextChange() throws Exception {
        String address = freeAddress();
        addresses = List.of(address);
        NamesrvRegistry registry = registry();
        registry.register(BROKER);
        await().until(() -> state(registry, address).contains("cannot connect"));
        RecordingNamesrv namesrv =
                opened(
                        new RecordingNamesrv(
                                loops,
                                "127.0.0.1",
                                Integer.parseInt(address.substring(address.indexOf(':') + 1))));

        topics.put(TopicConfig.of("orders", 4));

        await().until(() -> namesrv.told.size() == 1);
        assertThat(namesrv.last().topics()).isEqualTo(topics.all().keySet()).contains("orders");
    }

    @Test
    void topicsAreToldCutDownToTheBrokersPermission() {
        RecordingNamesrv namesrv = namesrv();
        addresses = List.of(namesrv.address());
        NamesrvRegistry registry = registry();
        topics.put(TopicConfig.of("orders", 4));
        permission = 4;

        registry.register(BROKER);

        await().until(() -> namesrv.told.size() == 1);
        assertThat(namesrv.last().require("orders").perm()).isEqualTo(4);
        // The bit that says whether a topic may be inherited is not one of the broker's.
        assertThat(namesrv.last().require("TBW102").perm()).isEqualTo(5);
    }

    @Test
    void aNameThatLeadsToAnotherMachineIsFollowed() {
        RecordingNamesrv old = namesrv();
        RecordingNamesrv moved = opened(new RecordingNamesrv(loops, "127.0.0.2", old.port()));
        String name = "namesrv.test:" + old.port();
        addresses = List.of(name);
        NamesrvRegistry registry = registry();
        registry.register(BROKER);
        await().until(() -> registry.reached() == 1);

        machine = "127.0.0.2";
        registry.resolveAnew();

        await().until(() -> moved.told.size() == 1);
        assertThat(moved.last().topics()).isEqualTo(topics.all().keySet());
        assertThat(moved.last().header().process()).isEqualTo(old.last().header().process());
        await().until(() -> state(registry, name).equals("registered"));
    }

    @Test
    void aNameThatStaysOrCannotBeLookedUpKeepsItsConnection() {
        RecordingNamesrv namesrv = namesrv();
        addresses = List.of("namesrv.test:" + namesrv.port());
        NamesrvRegistry registry = registry();
        registry.register(BROKER);
        await().until(() -> registry.reached() == 1);

        registry.resolveAnew();
        machine = "";
        registry.resolveAnew();
        registry.registerAll();

        await().until(() -> namesrv.told.size() == 2);
        assertThat(namesrv.last().connection()).isEqualTo(namesrv.told.getFirst().connection());
    }

    @Test
    void aNameServerThatWasAddedIsToldAndOneThatWasTakenOutIsForgotten() {
        RecordingNamesrv one = namesrv();
        RecordingNamesrv two = namesrv();
        addresses = List.of(one.address());
        NamesrvRegistry registry = registry();
        registry.register(BROKER);
        await().until(() -> registry.reached() == 1);

        addresses = List.of(two.address());
        registry.registerAll();

        await().until(() -> state(registry, two.address()).equals("registered"));
        assertThat(registry.states()).containsOnlyKeys(two.address());
        assertThat(one.told).hasSize(1);
    }

    @Test
    void whoIsKnownIsToldTheFarewell() throws Exception {
        RecordingNamesrv namesrv = namesrv();
        addresses = List.of(freeAddress(), namesrv.address());
        NamesrvRegistry registry = registry();
        registry.register(BROKER);
        await().until(() -> registry.reached() == 1);

        registry.deregister(BROKER);

        assertThat(namesrv.farewells)
                .singleElement()
                .satisfies(broker -> assertThat(broker.brokerAddr()).isEqualTo("127.0.0.1:10911"));
        assertThat(registry.reached()).isZero();
        registry.registerAll();
        topics.put(TopicConfig.of("late", 1));
        assertThat(namesrv.told).hasSize(1);
    }

    @Test
    void aBrokerOutOfServiceIsUnknownUntilItIsUpAgain() {
        RecordingNamesrv namesrv = namesrv();
        addresses = List.of(namesrv.address());
        NamesrvRegistry registry = registry();
        registry.register(BROKER);
        await().until(() -> registry.reached() == 1);

        registry.setStatus(BROKER, NamesrvRegistry.OUT_OF_SERVICE);

        assertThat(namesrv.farewells).hasSize(1);
        assertThat(registry.<String>getStatus(BROKER)).isEqualTo("OUT_OF_SERVICE");
        registry.setStatus(BROKER, NamesrvRegistry.UP);
        await().until(() -> namesrv.told.size() == 2);
        assertThat(registry.<String>getStatus(BROKER)).isEqualTo("UP");
        assertThatThrownBy(() -> registry.setStatus(BROKER, "ASLEEP"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ASLEEP")
                .hasMessageContaining("OUT_OF_SERVICE");
    }

    @Test
    void aStartIsRefusedWhileAnotherAddressHoldsTheNameAndAnswers() throws Exception {
        RecordingNamesrv namesrv = namesrv();
        RecordingNamesrv other = namesrv();
        addresses = List.of(freeAddress(), namesrv.address());
        namesrv.says("broker-a", other.address());
        NamesrvRegistry registry = registry();

        assertThatThrownBy(() -> registry.refuseIfHeldByAnother(BROKER))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("broker-a")
                .hasMessageContaining(other.address())
                .hasMessageContaining("-pm cluster");
    }

    @Test
    void whoNoLongerAnswersHoldsNothing() throws Exception {
        RecordingNamesrv namesrv = namesrv();
        addresses = List.of(namesrv.address());
        namesrv.says("broker-a", freeAddress());
        NamesrvRegistry registry = registry();

        assertThatCode(() -> registry.refuseIfHeldByAnother(BROKER)).doesNotThrowAnyException();
    }

    @Test
    void itsOwnAddressFromBeforeARestartDoesNotStopABroker() {
        RecordingNamesrv namesrv = namesrv();
        addresses = List.of(namesrv.address());
        namesrv.says("broker-a", BROKER.address());

        assertThatCode(() -> registry().refuseIfHeldByAnother(BROKER)).doesNotThrowAnyException();
    }
}
