package io.apogeemq.common.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MessagePropertiesTest {

    private static final byte[] GOLDEN =
            HexFormat.of().parseHex("4b455953016b31025441475301" + "5461674102");

    private static String find(String encoded, String name) {
        byte[] bytes = encoded.getBytes(UTF_8);
        ByteBuffer source = ByteBuffer.allocateDirect(bytes.length + 3);
        source.put(2, bytes);
        return String.valueOf(PropertyScan.value(source, 2, bytes.length, name));
    }

    private static String without(String encoded, String... names) {
        byte[] bytes = encoded.getBytes(UTF_8);
        return new String(
                PropertyScan.without(ByteBuffer.wrap(bytes), 0, bytes.length, Set.of(names)),
                UTF_8);
    }

    private static int malformed(String encoded) {
        byte[] bytes = encoded.getBytes(UTF_8);
        return PropertyScan.malformed(ByteBuffer.wrap(bytes), 0, bytes.length);
    }

    @Test
    void theFormOf5xIsReadAndWritten() {
        MessageProperties properties = MessageProperties.parse(GOLDEN);

        assertThat(properties.asMap()).containsEntry("KEYS", "k1").containsEntry("TAGS", "TagA");
        assertThat(properties.encode()).isEqualTo(GOLDEN);
        assertThat(properties.encodeText()).isEqualTo(new String(GOLDEN, UTF_8));
    }

    @Test
    void theFormOf49WithoutTheLastSeparatorIsRead() {
        String text = new String(GOLDEN, 0, GOLDEN.length - 1, UTF_8);

        assertThat(MessageProperties.parse(text)).isEqualTo(MessageProperties.parse(GOLDEN));
        assertThat(find(text, "TAGS")).isEqualTo("TagA");
    }

    @Test
    void stretchesThatAreNoPropertyAreCountedAndPassedOver() {
        String text = "a\1b\2junk\2\1noName\2c\1\2\2\2d\1e\1f";

        MessageProperties properties = MessageProperties.parse(text);

        assertThat(properties.asMap()).containsOnlyKeys("a", "d");
        assertThat(properties.get("d")).isEqualTo("e\1f");
        assertThat(properties.malformed()).isEqualTo(2);
        assertThat(malformed(text)).isEqualTo(2);
        assertThat(find(text, "c")).isEqualTo("null");
        assertThat(find(text, "d")).isEqualTo("e\1f");
        assertThat(MessageProperties.parse("").isEmpty()).isTrue();
    }

    @Test
    void ofEqualNamesTheLastWins() {
        assertThat(MessageProperties.parse("a\1b\2a\1c\2").get("a")).isEqualTo("c");
        assertThat(find("a\1b\2a\1c\2", "a")).isEqualTo("c");
        assertThat(find("a\1b\2a\1\2", "a")).isEqualTo("b");
        assertThat(MessageProperties.parse("a\1b\2a\1\2").get("a")).isEqualTo("b");
    }

    @Test
    void namesMatchAsAWholeOnly() {
        String text = "TAGSX\1no\2XTAGS\1no\2v\1TAGS\2TAGS\1yes";

        assertThat(find(text, "TAGS")).isEqualTo("yes");
        assertThat(find(text, "TAG")).isEqualTo("null");
        assertThat(find("TAGS", "TAGS")).isEqualTo("null");
        assertThat(find("TAGS\1", "TAGS")).isEqualTo("null");
    }

    @Test
    void namesAndValuesOutsideAsciiAreFound() {
        assertThat(find("größe\1weit ✓\2", "größe")).isEqualTo("weit ✓");
        assertThat(MessageProperties.parse("größe\1weit ✓\2".getBytes(UTF_8)).get("größe"))
                .isEqualTo("weit ✓");
    }

    @Test
    void namedPropertiesAreRemovedAndTheRestStaysByteForByte() {
        assertThat(without("a\1b\2POP_CK\1x\2c\1d", "POP_CK")).isEqualTo("a\1b\2c\1d");
        assertThat(without("a\1b\2POP_CK\1x", "POP_CK")).isEqualTo("a\1b\2");
        assertThat(without("POP_CK\1\2POP_CK\1y\2a\1b", "POP_CK", "z")).isEqualTo("a\1b");
        assertThat(without("junk\2a\1b\2", "POP_CK")).isEqualTo("junk\2a\1b\2");
        byte[] text = "a\1b\2POP_CK\1\2".getBytes(UTF_8);
        ByteBuffer source = ByteBuffer.wrap(text);
        assertThat(PropertyScan.containsAny(source, 0, text.length, Set.of("POP_CK"))).isTrue();
        assertThat(PropertyScan.containsAny(source, 0, text.length, Set.of("POP"))).isFalse();
        assertThat(PropertyScan.has(source, 0, text.length, "a", "b")).isTrue();
        assertThat(PropertyScan.has(source, 0, text.length, "a", "bb")).isFalse();
    }

    @Test
    void separatorsInNamesAndValuesAreRefusedOnWriting() {
        MessageProperties properties = new MessageProperties();

        assertThatThrownBy(() -> properties.put("a\1", "b")).hasMessageContaining("0x01");
        assertThatThrownBy(() -> properties.put("a", "b\2")).hasMessageContaining("property a");
        assertThatThrownBy(() -> properties.put("", "b")).isInstanceOf(Exception.class);
    }

    @Test
    void scanningInPlaceAgreesWithDecodingOnAnyBytes() {
        long seed = Long.getLong("apogee.test.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        byte[] alphabet = {1, 1, 2, 2, 'a', 'b', 0, 3, 0x7F};
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = alphabet[random.nextInt(alphabet.length)];
            }
            String text = new String(bytes, ISO_8859_1);
            MessageProperties decoded = MessageProperties.parse(bytes);
            String[] names = {"a", "b", "ab", "aa"};
            long[] found = new long[names.length];
            ByteBuffer source = ByteBuffer.wrap(text.getBytes(UTF_8));
            PropertyScan.findAll(source, 0, source.limit(), names, found);
            for (int i = 0; i < names.length; i++) {
                assertThat(found[i])
                        .as("seed %d, round %d, %s", seed, round, text)
                        .isEqualTo(PropertyScan.find(source, 0, source.limit(), names[i]));
            }
            for (String name : names) {
                assertThat(find(text, name))
                        .as("seed %d, round %d, %s", seed, round, text)
                        .isEqualTo(String.valueOf(decoded.get(name)));
                assertThat(MessageProperties.parse(without(text, name)).get(name))
                        .as("seed %d, round %d, %s", seed, round, text)
                        .isNull();
            }
            assertThat(malformed(text))
                    .as("seed %d, %s", seed, text)
                    .isEqualTo(decoded.malformed());
        }
    }

    @Test
    void theTagHashIsThatOfTheString() {
        for (String tag :
                new String[] {"", "tagA", "TagA", "order-created", "größe", "\uD83D\uDE00"}) {
            byte[] bytes = tag.getBytes(UTF_8);
            assertThat(TagHash.of(ByteBuffer.wrap(bytes), 0, bytes.length))
                    .isEqualTo(TagHash.of(tag))
                    .isEqualTo(tag.hashCode());
        }
        assertThat(TagHash.of("TagA")).isEqualTo(2598919);
        assertThat(TagHash.of("order-created")).isEqualTo(-392709271);
    }
}
