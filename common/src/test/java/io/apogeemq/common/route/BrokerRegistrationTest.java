package io.apogeemq.common.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.common.json.JsonException;
import io.apogeemq.common.json.JsonReader;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class BrokerRegistrationTest {
    private static final String TOPICS =
            "\"dataVersion\":{\"counter\":5,\"stateVersion\":1,\"timestamp\":1700000000000},"
                    + "\"topicConfigTable\":{\"T\":{\"attributes\":{},\"order\":false,\"perm\":6,"
                    + "\"readQueueNums\":4,\"topicFilterType\":\"SINGLE_TAG\",\"topicName\":\"T\","
                    + "\"topicSysFlag\":0,\"writeQueueNums\":4},\"U\":{\"perm\":2,\"readQueueNums\":1,"
                    + "\"writeQueueNums\":1}}";
    private static final DataVersion VERSION = new DataVersion(1, 1700000000000L, 5);
    private static final TopicConfig T = TopicConfig.of("T", 4);
    private static final TopicConfig U = TopicConfig.of("U", 1).withPerm(2);

    @Test
    void aPlainBodyOfA5xBrokerIsRead() {
        String body =
                "{\"filterServerList\":[\"f:1\"],\"topicConfigSerializeWrapper\":{"
                        + TOPICS
                        + ",\"mappingDataVersion\":{\"counter\":0},\"topicQueueMappingDetailMap\":{},"
                        + "\"topicQueueMappingInfoMap\":{\"S\":{\"bname\":\"b\",\"currIdMap\":{0:1},\"topic\":\"S\"}}}}";
        BrokerRegistration registration = BrokerRegistration.decode(body.getBytes(UTF_8), 515);
        assertThat(registration.dataVersion()).isEqualTo(VERSION);
        assertThat(registration.topics()).containsExactly(Map.entry("T", T), Map.entry("U", U));
        assertThat(registration.filterServers()).containsExactly("f:1");
        assertThat(registration.queueMappings())
                .containsExactly(
                        Map.entry(
                                "S",
                                JsonReader.parseObject(
                                        "{\"bname\":\"b\",\"currIdMap\":{\"0\":1},\"topic\":\"S\"}")));
    }

    @Test
    void aPlainBodyOfA4xBrokerIsRead() {
        String body =
                "{\"filterServerList\":[],\"topicConfigSerializeWrapper\":{"
                        + TOPICS.replace("\"stateVersion\":1,", "")
                        + "}}";
        BrokerRegistration registration = BrokerRegistration.decode(body.getBytes(UTF_8), 409);
        assertThat(registration.dataVersion()).isEqualTo(new DataVersion(0, 1700000000000L, 5));
        assertThat(registration.topics()).containsOnlyKeys("T", "U");
        assertThat(registration.queueMappings()).isEmpty();
    }

    @Test
    void aBodyFromBeforeVersion37IsOnlyTheTopics() {
        BrokerRegistration registration =
                BrokerRegistration.decode(("{" + TOPICS + "}").getBytes(UTF_8), 36);
        assertThat(registration.topics()).containsOnlyKeys("T", "U");
        assertThat(registration.dataVersion()).isEqualTo(VERSION);
    }

    @Test
    void noBodyIsARegistrationWithoutTopics() {
        assertThat(BrokerRegistration.decode(new byte[0], 515)).isEqualTo(BrokerRegistration.EMPTY);
    }

    @Test
    void aCompressedBodyOfA5xBrokerIsRead() throws IOException {
        byte[] body =
                zlib(
                        out -> {
                            block(
                                    out,
                                    "{\"counter\":5,\"stateVersion\":1,\"timestamp\":1700000000000}");
                            out.writeInt(4);
                            block(out, "T 4 4 6 SINGLE_TAG {}");
                            block(out, "U 1 1 2 SINGLE_TAG");
                            block(out, "A 8 8 6 MULTI_TAG {\"message.type\":\"FIFO\"}");
                            block(out, "B 8 8 6 MULTI_TAG {\"message.type\":\"a b\"}");
                            block(out, "[\"f:1\"]");
                            out.writeInt(1);
                            block(out, "{\"bname\":\"b\",\"topic\":\"S\"}");
                        });
        BrokerRegistration registration = BrokerRegistration.decode(body, 515);
        assertThat(registration.dataVersion()).isEqualTo(VERSION);
        assertThat(registration.topics()).containsEntry("T", T).containsEntry("U", U).hasSize(4);
        assertThat(registration.topics().get("A"))
                .extracting(TopicConfig::attributes, TopicConfig::topicFilterType)
                .containsExactly(Map.of("message.type", "FIFO"), TopicFilterType.MULTI_TAG);
        assertThat(registration.topics().get("B"))
                .as("a blank makes the attributes unreadable")
                .isEqualTo(TopicConfig.of("B", 8).withTopicFilterType(TopicFilterType.MULTI_TAG));
        assertThat(registration.filterServers()).containsExactly("f:1");
        assertThat(registration.queueMappings()).containsOnlyKeys("S");
    }

    @Test
    void aCompressedBodyOfA4xBrokerEndsBeforeTheMappings() throws IOException {
        byte[] body =
                zlib(
                        out -> {
                            block(out, "{\"counter\":5,\"timestamp\":7}");
                            out.writeInt(1);
                            block(out, "T 4 4 6 SINGLE_TAG");
                            block(out, "[]");
                        });
        assertThat(BrokerRegistration.decode(body, 409).topics()).containsOnly(Map.entry("T", T));
        assertThatThrownBy(() -> BrokerRegistration.decode(body, 413))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("ends too early");
    }

    @ParameterizedTest
    @CsvSource({"515", "409"})
    void whatIsWrittenIsReadBack(int version) {
        BrokerRegistration registration =
                new BrokerRegistration(
                        VERSION,
                        Map.of("T", T, "U", U.withAttributes(Map.of("k", "v"))),
                        version < 413
                                ? Map.of()
                                : Map.of("S", JsonReader.parseObject("{\"topic\":\"S\"}")),
                        List.of("f:1"));
        assertThat(BrokerRegistration.decode(registration.encode(), version))
                .isEqualTo(registration);
        assertThat(BrokerRegistration.decode(registration.encodeCompressed(version), version))
                .isEqualTo(registration);
    }

    @Test
    void brokenBodiesAreRefusedWithASentence() throws IOException {
        byte[] good = BrokerRegistration.of(VERSION, List.of(T, U)).encodeCompressed(515);
        assertThatThrownBy(
                        () -> BrokerRegistration.decode(Arrays.copyOf(good, good.length / 2), 515))
                .isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> BrokerRegistration.decode("x{".getBytes(UTF_8), 515))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("zlib");
        assertThatThrownBy(() -> BrokerRegistration.decode("[]".getBytes(UTF_8), 515))
                .isInstanceOf(JsonException.class);
        byte[] negative = zlib(out -> out.writeInt(-1));
        assertThatThrownBy(() -> BrokerRegistration.decode(negative, 515))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("length of a block");
        byte[] shortTopic =
                zlib(
                        out -> {
                            block(out, "{}");
                            out.writeInt(1);
                            block(out, "T 4 4");
                        });
        assertThatThrownBy(() -> BrokerRegistration.decode(shortTopic, 515))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("five parts");
    }

    @Test
    void aBlockLongerThanATopicCanBeIsRefused() throws IOException {
        byte[] bomb =
                zlib(
                        out -> {
                            block(out, "{}");
                            out.writeInt(1);
                            block(out, "T 4 4 6 SINGLE_TAG " + "0".repeat(40_000));
                        });
        assertThatThrownBy(() -> BrokerRegistration.decode(bomb, 515))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("length of a block");
    }

    @Test
    void whatARegistrationTakesOfMemoryIsBoundedInEachForm() throws IOException {
        byte[] compressed =
                zlib(
                        out -> {
                            block(out, "{}");
                            out.writeInt(50_000);
                            for (int i = 0; i < 50_000; i++) {
                                block(out, "T" + i + " 4 4 6 SINGLE_TAG {}");
                            }
                            block(out, "[]");
                            out.writeInt(0);
                        });
        StringBuilder plain =
                new StringBuilder("{\"topicConfigSerializeWrapper\":{\"topicConfigTable\":{");
        for (int i = 0; i < 50_000; i++) {
            plain.append(i == 0 ? "\"T" : ",\"T").append(i).append("\":{}");
        }
        for (byte[] body : List.of(compressed, plain.append("}}}").toString().getBytes(UTF_8))) {
            assertThat(BrokerRegistration.decode(body, 515, 10 << 20).topics()).hasSize(50_000);
            long before = allocatedBytes();
            assertThatThrownBy(() -> BrokerRegistration.decode(body, 515, 1 << 20))
                    .isInstanceOf(JsonException.class)
                    .hasMessageContaining("more than the 1048576 bytes");
            assertThat(allocatedBytes() - before).as("garbage included").isLessThan(10 << 20);
        }
    }

    @Test
    void ofAHundredThousandTopicsNoTreeIsMade() {
        byte[] body =
                BrokerRegistration.of(
                                VERSION,
                                IntStream.range(0, 100_000)
                                        .mapToObj(i -> TopicConfig.of("some-usual-topic-" + i, 8))
                                        .toList())
                        .encode();
        assertThat(BrokerRegistration.decode(body, 515, 20 << 20).topics())
                .as("200 bytes for each is enough")
                .hasSize(100_000);
    }

    @Test
    void aTopicThatIsNullIsNoTopic() {
        String body =
                "{\"topicConfigSerializeWrapper\":{\"topicConfigTable\":{\"T\":null,\"U\":{}}}}";
        assertThat(BrokerRegistration.decode(body.getBytes(UTF_8), 515).topics())
                .containsOnlyKeys("U");
        assertThat(
                        BrokerRegistration.decode(
                                "{\"topicConfigSerializeWrapper\":null}".getBytes(UTF_8), 515))
                .isEqualTo(BrokerRegistration.EMPTY);
    }

    private static long allocatedBytes() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    private interface Content {
        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] zlib(Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            content.write(out);
        }
        return bytes.toByteArray();
    }

    private static void block(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
