package io.apogeemq.broker.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.common.boot.ClassicSettings;
import io.apogeemq.common.broker.PullOutcome;
import io.apogeemq.common.broker.PullRequest;
import io.apogeemq.common.broker.SendOutcome;
import io.apogeemq.common.broker.SendRequest;
import io.apogeemq.common.broker.Subscription;
import io.apogeemq.common.message.MessageDecoder;
import io.apogeemq.common.protocol.PullCommand;
import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.protocol.SendCommand;
import io.apogeemq.common.remoting.ClientOptions;
import io.apogeemq.common.remoting.EventLoops;
import io.apogeemq.common.remoting.RemotingClient;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.mock.env.MockEnvironment;

/** The doors of reading over sockets, on a whole broker with its threads and a real directory. */
@Timeout(120)
class ReadingDoorsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir Path directory;

    private final EventLoops loops = EventLoops.start("reading-doors", 1);
    private final RemotingClient client = RemotingClient.start(ClientOptions.defaults(), loops);
    private SettingsHolder settings;
    private RunningBroker broker;

    @BeforeEach
    void start() throws IOException {
        MockEnvironment environment =
                new MockEnvironment()
                        .withProperty("apogee.broker.name", "broker-a")
                        .withProperty("apogee.broker.bind-address", "127.0.0.1")
                        .withProperty("apogee.broker.advertise", "127.0.0.1")
                        .withProperty("apogee.broker.listen-port", "0")
                        .withProperty("apogee.broker.store.directory", directory.toString())
                        .withProperty("apogee.broker.store.segment-size", "1MB")
                        .withProperty("apogee.broker.store.allocate-ahead", "64KB")
                        .withProperty("apogee.broker.store.prefault-ahead", "0B");
        BrokerProperties properties =
                Binder.get(environment).bindOrCreate("apogee.broker", BrokerProperties.class);
        settings =
                new SettingsHolder(
                        properties,
                        environment,
                        ClassicSettings.of(
                                BrokerClassicKeys.TABLE,
                                key -> Optional.ofNullable(environment.getProperty(key))),
                        RuntimeChanges.of(directory));
        broker =
                RunningBroker.start(
                        new RunningBroker.Recipe(properties, settings, InstantSource.system()));
    }

    @AfterEach
    void stop() {
        client.close();
        broker.close();
        loops.close();
    }

    @Test
    void aPullAtTheEndIsAnsweredWhenItsTimeIsOver() {
        send("m0");
        long started = System.nanoTime();

        Response answer = ask(pull(1, 300));

        assertThat(Duration.ofNanos(System.nanoTime() - started))
                .isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(answer.code()).isEqualTo(ResponseCode.PULL_NOT_FOUND);
        assertThat(answer.fields())
                .containsEntry("nextBeginOffset", "1")
                .containsEntry("minOffset", "0")
                .containsEntry("maxOffset", "1")
                .containsEntry("suggestWhichBrokerId", "0");
    }

    @Test
    void aPullThatWaitsIsAnsweredWhenAMessageComes() {
        send("m0");
        CompletableFuture<Response> waiting = held(pull(1, 60_000));

        send("m1");

        assertThat(bodies(waiting.join())).containsExactly("m1");
    }

    @Test
    void aPullOutsideTheQueueIsSentToItsNearestEnd() {
        send("m0");
        send("m1");

        Response beyond = ask(pull(102, 60_000));
        Response before = ask(pull(-1, 60_000));

        assertThat(beyond.code()).isEqualTo(ResponseCode.PULL_OFFSET_MOVED);
        assertThat(beyond.fields()).containsEntry("nextBeginOffset", "2");
        assertThat(before.code()).isEqualTo(ResponseCode.PULL_OFFSET_MOVED);
        assertThat(before.fields()).containsEntry("nextBeginOffset", "0");
    }

    @Test
    void theFastPortTakesMessagesAndGivesNone() {
        send("m0");

        assertThat(ask(1, pull(0, 0)).code()).isEqualTo(ResponseCode.REQUEST_CODE_NOT_SUPPORTED);
        assertThat(ask(1, sending("m1")).code()).isEqualTo(ResponseCode.SUCCESS);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(bodies(ask(pull(1, 0)))).containsExactly("m1"));
    }

    @Test
    void whoLeavesIsNotWaitedFor() {
        send("m0");
        RemotingClient leaving = RemotingClient.start(ClientOptions.defaults(), loops);
        leaving.call(address(0), pull(1, 60_000), PATIENCE);
        awaitHeld(1);

        leaving.close();

        awaitHeld(0);
    }

    @Test
    void anOperatorWhoMovesAGroupWakesItsReaders() {
        send("m0");
        CompletableFuture<Response> waiting = held(pull(1, 60_000));

        Response reset =
                ask(
                        Request.of(RequestCode.INVOKE_BROKER_TO_RESET_OFFSET)
                                .field("topic", "topic")
                                .field("group", "group")
                                .field("timestamp", 0L)
                                .field("isForce", true)
                                .field("queueId", 0)
                                .field("offset", 0L));

        assertThat(reset.code()).isEqualTo(ResponseCode.SUCCESS);
        Response moved = waiting.join();
        assertThat(moved.code()).isEqualTo(ResponseCode.PULL_OFFSET_MOVED);
        assertThat(moved.fields()).containsEntry("nextBeginOffset", "0");
        assertThat(bodies(ask(pull(0, 0)))).containsExactly("m0");
    }

    @Test
    void aGroupThatIsKeptFromATopicIsRefused() {
        send("m0");
        assertThat(bodies(ask(pull(0, 0)))).containsExactly("m0");

        ask(
                Request.of(RequestCode.UPDATE_AND_GET_GROUP_FORBIDDEN)
                        .field("group", "group")
                        .field("topic", "topic")
                        .field("readable", false));

        Response refused = ask(pull(0, 0));
        assertThat(refused.code()).isEqualTo(ResponseCode.NO_PERMISSION);
        assertThat(refused.remark()).contains("group").contains("topic");
    }

    @Test
    void theLimitsOfAnAnswerFollowTheSettingsAtOnce() throws IOException {
        send("m0");
        send("m1");
        assertThat(bodies(ask(pull(0, 0)))).hasSize(2);

        assertThat(
                        settings.change(
                                Map.of(
                                        "maxTransferCountOnMessageInMemory",
                                        "1",
                                        "longPollingEnable",
                                        "false")))
                .isEmpty();

        assertThat(bodies(ask(pull(0, 0)))).containsExactly("m0");
        // Held for a second, not for the minute that it asks for.
        assertThat(ask(pull(2, 60_000)).code()).isEqualTo(ResponseCode.PULL_NOT_FOUND);
    }

    /** Sends and waits until readers see it. */
    private void send(String body) {
        SendOutcome outcome = SendCommand.outcome(ask(sending(body)));
        assertThat(outcome).isInstanceOf(SendOutcome.Stored.class);
        long offset = ((SendOutcome.Stored) outcome).queueOffset();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> broker.store().queueIndex().maxOffset("topic", 0) > offset);
    }

    private static Request sending(String body) {
        return SendCommand.request(
                new SendRequest(
                        "producers",
                        "topic",
                        "TBW102",
                        4,
                        0,
                        0,
                        1_700_000_000_000L,
                        0,
                        ByteBuffer.allocate(0),
                        0,
                        false,
                        false,
                        -1,
                        ByteBuffer.wrap(body.getBytes(UTF_8)),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                        515));
    }

    private static Request pull(long offset, long holdMillis) {
        return PullCommand.request(
                new PullRequest(
                        "group",
                        "topic",
                        0,
                        offset,
                        32,
                        0,
                        offset,
                        holdMillis,
                        new Subscription("topic", "*", Subscription.TAG, Set.of(), Set.of(), 0),
                        0,
                        false));
    }

    private Response ask(Request request) {
        return ask(0, request);
    }

    private Response ask(int door, Request request) {
        return client.call(address(door), request, PATIENCE).toCompletableFuture().join();
    }

    private String address(int door) {
        return "127.0.0.1:" + broker.server().port(door);
    }

    private CompletableFuture<Response> held(Request pull) {
        CompletableFuture<Response> answer =
                client.call(address(0), pull, PATIENCE).toCompletableFuture();
        awaitHeld(1);
        assertThat(answer).isNotDone();
        return answer;
    }

    private void awaitHeld(int count) {
        Awaitility.await().atMost(PATIENCE).until(() -> broker.services().held().count() == count);
    }

    private static List<String> bodies(Response response) {
        PullOutcome outcome = PullCommand.outcome(response);
        if (outcome instanceof PullOutcome.Found found) {
            try (var messages = found.messages()) {
                return messages.slices().stream()
                        .flatMap(slice -> MessageDecoder.decodeAll(slice).stream())
                        .map(message -> UTF_8.decode(message.body().duplicate()).toString())
                        .toList();
            }
        }
        throw new AssertionError(outcome.toString());
    }
}
