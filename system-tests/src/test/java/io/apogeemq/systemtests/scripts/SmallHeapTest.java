package io.apogeemq.systemtests.scripts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apogeemq.systemtests.process.FreePorts;
import io.apogeemq.systemtests.wire.Frame;
import io.apogeemq.systemtests.wire.RemotingSocket;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What others send must not end a service, however small the machine is: each runs with the least
 * heap that {@code bin/} gives, under the flag that ends it when that doesn't suffice.
 */
@Timeout(240)
class SmallHeapTest {

    private static final int HEART_BEAT = 34;
    private static final int LOCK = 41;
    private static final int REGISTER = 103;
    private static final int ROUTE = 105;
    private static final int REGISTER_TOPIC = 217;
    private static final int UPDATE_CONFIG = 318;
    private static final int DATA_VERSION = 322;
    private static final int TOPIC_LIST = 206;

    private static final int REFUSED = 1;
    private static final int BUSY = 2;
    private static final int TOO_LONG = 13;

    private static final int LARGE = 15 << 20;
    private static final int AT_ONCE = 4;
    private static final int TOPICS = 100_000;

    @TempDir private Path scratch;

    @Test
    void aNameServerOutlivesHostileBodiesAndServesAHundredThousandTopics() throws IOException {
        try (FreePorts ports = FreePorts.reserve();
                Service namesrv = start("mqnamesrv", "--listenPort=" + ports.port())) {
            int port = ports.port();
            for (String piece : List.of("[0],", "{\"a\":[]},")) {
                byte[] list = filled("[", piece, "0]", LARGE);
                refused(port, registration("h", list), REFUSED);
                refused(port, registration("h", wrapped(list)), REFUSED);
            }
            refused(
                    port,
                    registration(
                            "h",
                            numbered(
                                    "{\"topicConfigSerializeWrapper\":{\"topicConfigTable\":{",
                                    "\"T%d\":{}",
                                    "}}}",
                                    LARGE)),
                    REFUSED);
            refused(port, registration("h", compressed(1_000_000, "")), REFUSED);
            refused(port, registration("h", compressed(1, "x".repeat(60 << 20))), REFUSED);
            for (int code : List.of(REGISTER_TOPIC, UPDATE_CONFIG, DATA_VERSION)) {
                refused(
                        port,
                        broker(code, "h").withBody(filled("[", "[0],", "0]", LARGE)),
                        TOO_LONG);
            }

            byte[] topics = compressed(TOPICS, "");
            for (int round = 0; round < 2; round++) {
                for (String name : List.of("a", "b", "c")) {
                    Frame answer = RemotingSocket.callOnce(port, registration(name, topics));
                    assertThat(answer.code()).as(answer.remarkText()).isZero();
                }
                try (RemotingSocket a = RemotingSocket.connect(port);
                        RemotingSocket b = RemotingSocket.connect(port)) {
                    assertThat(a.call(registration("a", topics)).code()).isZero();
                    assertThat(b.call(registration("b", topics)).code()).isZero();
                    Frame route =
                            a.call(Frame.request(ROUTE, Map.of("topic", "a-usual-topic-99999")));
                    assertThat(route.bodyText()).contains("\"a\"").contains("\"b\"");
                    assertThat(a.call(Frame.request(TOPIC_LIST, Map.of())).bodyText())
                            .contains("a-usual-topic-0")
                            .contains("a-usual-topic-99999");
                }
            }
            atOnce(port, registration("h", wrapped(filled("[", "[0],", "0]", LARGE))));
            assertThat(namesrv.isAlive()).as(namesrv.output()).isTrue();
            assertThat(namesrv.output()).doesNotContain("OutOfMemory");
        }
    }

    @Test
    void aBrokerOutlivesHostileBodies() throws IOException {
        try (FreePorts ports = FreePorts.reserve();
                Service broker =
                        start(
                                "mqbroker",
                                "--listenPort=" + ports.port(),
                                "--brokerIP1=127.0.0.1",
                                "--storePathRootDir=" + scratch.resolve("store"))) {
            int port = ports.port();
            for (String piece : List.of("[0],", "{\"a\":[]},")) {
                for (int code : List.of(HEART_BEAT, LOCK)) {
                    refused(
                            port,
                            Frame.request(code, Map.of()).withBody(filled("[", piece, "0]", LARGE)),
                            TOO_LONG);
                    refused(
                            port,
                            Frame.request(code, Map.of())
                                    .withBody(filled("[", piece, "0]", 2 << 20)),
                            REFUSED);
                }
            }
            atOnce(
                    port,
                    Frame.request(HEART_BEAT, Map.of())
                            .withBody(filled("{\"consumerDataSet\":[", "[0],", "0]}", 2 << 20)));
            assertThat(broker.isAlive()).as(broker.output()).isTrue();
            assertThat(broker.output()).doesNotContain("OutOfMemory");
        }
    }

    /**
     * Each is refused, told to come again, or loses its connection where there is no memory to
     * receive it; who comes afterwards is served.
     */
    private static void atOnce(int port, Frame request) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                all.add(
                        CompletableFuture.runAsync(
                                () -> {
                                    try {
                                        refused(port, request, REFUSED, BUSY);
                                    } catch (UncheckedIOException e) {
                                        assertThat(e.getCause())
                                                .isInstanceOfAny(
                                                        SocketException.class, EOFException.class);
                                    }
                                },
                                threads));
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).join();
        }
        refused(port, request, REFUSED);
    }

    private static void refused(int port, Frame request, Integer... codes) {
        try (RemotingSocket socket = RemotingSocket.connect(port)) {
            Frame answer = socket.call(request);
            assertThat(answer.code()).as(answer.remarkText()).isIn((Object[]) codes);
            assertThat(answer.remarkText()).isNotBlank();
            assertThat(socket.call(Frame.request(9_999, Map.of())).code()).isEqualTo(3);
        }
    }

    private static Frame registration(String name, byte[] body) {
        return broker(REGISTER, name).withBody(body);
    }

    private static Frame broker(int code, String name) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("brokerName", name);
        fields.put("brokerAddr", name + ":10911");
        fields.put("clusterName", "c");
        fields.put("brokerId", "0");
        fields.put("haServerAddr", name + ":10912");
        fields.put("compressed", "false");
        fields.put("bodyCrc32", "0");
        fields.put("topic", "T");
        return Frame.request(code, fields);
    }

    private static byte[] wrapped(byte[] value) {
        return ("{\"topicConfigSerializeWrapper\":{\"topicConfigTable\":{\"T\":"
                        + new String(value, ISO_8859_1)
                        + "}}}")
                .getBytes(ISO_8859_1);
    }

    private static byte[] filled(String start, String piece, String end, int length) {
        return (start + piece.repeat(length / piece.length()) + end).getBytes(UTF_8);
    }

    private static byte[] numbered(String start, String piece, String end, int length) {
        StringBuilder text = new StringBuilder(start);
        for (int i = 0; text.length() < length; i++) {
            text.append(i == 0 ? "" : ",").append(piece.replace("%d", Integer.toString(i)));
        }
        return text.append(end).toString().getBytes(UTF_8);
    }

    /** The compressed form of a registration. */
    private static byte[] compressed(int topics, String suffix) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            block(out, "{\"counter\":1,\"stateVersion\":0,\"timestamp\":1}");
            out.writeInt(topics);
            for (int i = 0; i < topics; i++) {
                block(out, "a-usual-topic-" + i + " 8 8 6 SINGLE_TAG {}" + suffix);
            }
            block(out, "[]");
            out.writeInt(0);
        }
        return bytes.toByteArray();
    }

    private static void block(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private Service start(String command, String... options) throws IOException {
        Path home = Files.createDirectories(scratch.resolve("home"));
        Path out = home.resolve("out");
        List<String> line = new ArrayList<>();
        line.add("dash");
        line.add(Installation.checkout().resolve("bin").resolve(command).toString());
        line.addAll(List.of(options));
        line.add("--server.port=0");
        Process process =
                new Shell(home)
                        .with("JAVA_HOME", System.getProperty("java.home"))
                        .with("APOGEE_AOT", "existing")
                        .with("JAVA_OPT", "-Xmx128m -XX:MaxDirectMemorySize=64m")
                        .start(scratch, out, out, line.toArray(String[]::new));
        Service service = new Service(process, out);
        await().atMost(Duration.ofSeconds(60))
                .failFast(() -> !process.isAlive())
                .until(() -> service.output().contains("boot success"));
        return service;
    }

    private record Service(Process process, Path out) implements AutoCloseable {
        boolean isAlive() {
            return process.isAlive();
        }

        String output() throws IOException {
            return Files.readString(out);
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
