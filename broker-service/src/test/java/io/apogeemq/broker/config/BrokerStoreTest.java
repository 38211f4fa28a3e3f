package io.apogeemq.broker.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.broker.log.AppendOutcome;
import io.apogeemq.broker.log.Durability;
import io.apogeemq.broker.testing.FaultyDisk;
import io.apogeemq.common.message.DelayLevels;
import io.apogeemq.common.message.RecordDraft;
import io.apogeemq.common.message.SystemTopics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store with its threads, on a disk that misbehaves. */
@Timeout(60)
class BrokerStoreTest {

    private static final InetSocketAddress HOST =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 10911);

    private final FaultyDisk segments = new FaultyDisk();
    private final FaultyDisk control = new FaultyDisk();

    @TempDir private Path directory;

    @Test
    void aDiskThatHangsDoesNotKeepSendersWaiting() throws IOException {
        try (BrokerStore store =
                open(Map.of("flush", "sync-flush", "sync-flush-timeout", "50ms"))) {
            store.start();
            segments.hangForces(true);
            try {
                CompletionStage<Durability.Reached> sent = send(store, "m");

                Awaitility.await()
                        .untilAsserted(
                                () ->
                                        assertThat(sent)
                                                .isCompletedWithValue(
                                                        Durability.Reached.FLUSH_TIMEOUT));
            } finally {
                segments.hangForces(false);
            }
        }
    }

    private BrokerStore open(Map<String, String> more) throws IOException {
        Map<String, String> keys = new HashMap<>();
        keys.put("store.directory", directory.toString());
        keys.put("store.segment-size", "1MB");
        keys.put("store.allocate-ahead", "64KB");
        keys.put("store.prefault-ahead", "0B");
        more.forEach((key, value) -> keys.put("store." + key, value));
        BrokerProperties properties = BrokerPropertiesTest.bind(keys);
        LiveSettings live = LiveSettings.of(properties);
        return BrokerStore.open(
                properties,
                new SystemTopics(
                        "cluster",
                        "broker",
                        DelayLevels.parse(properties.topics().delayLevels()).highest(),
                        true,
                        true,
                        "RMQ_SYS_TRACE_TOPIC",
                        8),
                () -> live,
                HOST,
                InstantSource.system(),
                path -> path.equals(directory) ? control : segments);
    }

    private static CompletionStage<Durability.Reached> send(BrokerStore store, String body) {
        RecordDraft draft =
                new RecordDraft(true)
                        .topic("T".getBytes(StandardCharsets.UTF_8))
                        .bornHost(HOST)
                        .storeHost(HOST)
                        .body(body.getBytes(StandardCharsets.UTF_8))
                        .prepare();
        AppendOutcome outcome = store.log().append(draft, store.log().sequences().of("T", 0));
        if (outcome instanceof AppendOutcome.Appended appended) {
            return store.machine().reached(appended.endOffset());
        }
        throw new AssertionError(outcome.toString());
    }
}
