package io.apogeemq.common.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class JsonReaderTest {
    @Test
    void plainJsonBecomesPlainValues() {
        JsonObject object =
                JsonReader.parseObject(
                        " {\"s\" : \"a\\u00e9\\n\\\"\\/\" ,\n\"n\":-12,\"d\":1.5e2,\"t\":true,"
                                + "\"f\":false,\"z\":null,\"l\":[1,null,\"x\",[],{}],\"o\":{\"k\":0}} ");
        assertThat(object.text("s")).isEqualTo("aé\n\"/");
        assertThat(object.longOr("n", 0)).isEqualTo(-12);
        assertThat(object.doubleOr("d", 0)).isEqualTo(150.0);
        assertThat(object.booleanOr("t", false)).isTrue();
        assertThat(object.booleanOr("f", true)).isFalse();
        assertThat(object.has("z")).isFalse();
        assertThat(object.list("l"))
                .isEqualTo(Arrays.asList(1L, null, "x", List.of(), JsonObject.EMPTY));
        assertThat(object.requireObject("o").requireLong("k")).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{0:\"a\",1:\"b\"}",
                "{\"0\":\"a\",\"1\":\"b\"}",
                "{ 0 : \"a\" , 1 : \"b\" }",
            })
    void integerKeysAreReadQuotedAndBare(String text) {
        JsonObject object = JsonReader.parseObject(text);
        assertThat(object.keys()).containsExactly("0", "1");
        assertThat(object.text("1")).isEqualTo("b");
    }

    @Test
    void negativeIntegersMayBeKeys() {
        assertThat(JsonReader.parseObject("{-1:5}").longOr("-1", 0)).isEqualTo(5);
    }

    @Test
    void objectsMayBeKeys() {
        JsonObject object =
                JsonReader.parseObject(
                        "{{\"brokerName\":\"b\",\"queueId\":0,\"topic\":\"T\"}:5,"
                                + "{\"topic\":\"T\",\"queueId\":0,\"brokerName\":\"b\"}:6,"
                                + "{\"brokerName\":\"b\",\"queueId\":1,\"topic\":\"T\"}:{}}");
        assertThat(object.size()).as("keys are equal in any order of fields").isEqualTo(2);
        StringBuilder seen = new StringBuilder();
        object.forEach(
                (key, value) ->
                        seen.append(((JsonObject) key).intOr("queueId", -1))
                                .append('=')
                                .append(value)
                                .append(' '));
        assertThat(seen).hasToString("0=6 1={} ");
    }

    @Test
    void theLastOfEqualKeysHoldsInSmallAndLargeObjects() {
        assertThat(JsonReader.parseObject("{\"a\":1,\"b\":2,\"a\":3}").longOr("a", 0)).isEqualTo(3);
        StringBuilder text = new StringBuilder("{\"k7\":-1");
        for (int i = 0; i < 1000; i++) {
            text.append(",\"k").append(i).append("\":").append(i);
        }
        JsonObject large = JsonReader.parseObject(text.append(",\"k999\":5}").toString());
        assertThat(large.size()).isEqualTo(1000);
        assertThat(large.longOr("k7", 0)).isEqualTo(7);
        assertThat(large.longOr("k500", 0)).isEqualTo(500);
        assertThat(large.longOr("k999", 0)).isEqualTo(5);
        assertThat(large.keys()).startsWith("k7", "k0", "k1").hasSize(1000);
    }

    @Test
    void keysWithEscapesAndLongKeysAreReadWhole() {
        String longKey = "k".repeat(200);
        JsonObject object =
                JsonReader.parseObject("{\"a\\\"b\":1,\"" + longKey + "\":2,\"\":3,\"主题\":4}");
        assertThat(object.keys()).containsExactly("a\"b", longKey, "", "主题");
    }

    @Test
    void typeHintsAreMembersLikeAnyOther() {
        JsonObject object = JsonReader.parseObject("{\"@type\":\"java.lang.Runtime\",\"a\":1}");
        assertThat(object.text("@type")).isEqualTo("java.lang.Runtime");
        assertThat(object.longOr("a", 0)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "|ends too early at position 0",
                "{|ends too early at position 1",
                "{\"a\":1|ends too early at position 6",
                "{\"a\":1,}|'}' where a key should be at position 7",
                "[1,]|']' where a value should be at position 3",
                "[1 2]|'2' where ',' should be at position 3",
                "{\"a\" 1}|'1' where ':' should be at position 5",
                "{a:1}|'a' where a key should be at position 1",
                "{'a':1}|''' where a key should be at position 1",
                "{1.5:1}|a bare key must be a whole number at position 1",
                "{[1]:1}|'[' where a key should be at position 1",
                "{\"a\":1} x|'x' where the end of the text should be at position 8",
                "{}{}|'{' where the end of the text should be at position 2",
                "[01]|leading zero at position 1",
                "[1.]|']' where a digit should be at position 3",
                "[-]|']' where a digit should be at position 2",
                "[1e]|']' where a digit should be at position 3",
                "[+1]|'+' where a value should be at position 1",
                "[NaN]|'N' where a value should be at position 1",
                "[nul]|'n' where a value should be at position 1",
                "[9223372036854775808]|outside 64 bits at position 1",
                "[1e999]|outside 64 bits at position 1",
                "[\"abc|a string without end at position 1",
                "[\"a\\|ends too early at position 4",
                "[\"a\\x\"]|an unknown escape at position 4",
                "[\"\\u12g4\"]|'g' where four hexadecimal digits should be at position 6",
                "/*c*/{}|'/' where a value should be at position 0",
            })
    void whatIsNotTheDialectIsRefusedWithItsPosition(String text, String message) {
        assertThatThrownBy(() -> JsonReader.parse(text == null ? "" : text))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining(message);
    }

    @Test
    void bareControlCharactersAndBadUtf8AreRefused() {
        assertThatThrownBy(() -> JsonReader.parse("[\"a\u0001\"]"))
                .hasMessageContaining("control character in a string at position 3");
        assertThatThrownBy(() -> JsonReader.parse(new byte[] {'"', (byte) 0xC3, '"'}))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void nestingIsBounded() {
        String deepest = "[".repeat(64) + "]".repeat(64);
        assertThat(JsonReader.parse(deepest)).isInstanceOf(List.class);
        assertThatThrownBy(() -> JsonReader.parse("[" + deepest + "]"))
                .hasMessage("nested deeper than 64 at position 64");
        assertThatThrownBy(() -> JsonReader.parse("{".repeat(1000)))
                .hasMessage("nested deeper than 64 at position 64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[0],", "[],", "0,", "\"\",", "{0:0},", "{\"a\":[]},", "[[[[0]]]],"})
    void whatAShortTextMayBecomeIsBounded(String piece) {
        byte[] text = ("[" + piece.repeat(200_000) + "0]").getBytes(UTF_8);
        long made = 0;
        // The first time something is loaded too.
        for (int i = 0; i < 2; i++) {
            long before = allocatedBytes();
            assertThatThrownBy(() -> JsonReader.parseObject(ByteBuffer.wrap(text), 1 << 20))
                    .isInstanceOf(JsonException.class)
                    .hasMessageContaining("more values than fit into 1048576 bytes");
            made = allocatedBytes() - before;
        }
        assertThat(made)
                .as("what was made before it was refused, garbage included")
                .isLessThan(3 << 20);
    }

    @Test
    void whatIsMadeOfATextIsCountedAsItLiesInMemory() {
        String text =
                "{\"brokerName\":\"broker-a\",\"queueId\":4711,\"topic\":\"a-topic-of-usual-length\"},";
        byte[] list = ("[" + text.repeat(20_000) + "0]").getBytes(UTF_8);
        JsonReader.parse(list);
        long before = allocatedBytes();
        Object tree = JsonReader.parse(list);
        long made = allocatedBytes() - before;
        assertThat(JsonWeight.of(tree))
                .as("%d bytes were allocated", made)
                .isBetween(made / 3, made * 3);
    }

    private static long allocatedBytes() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    @Test
    void textsThatComeAgainAreOneObject() {
        List<JsonObject> list =
                JsonReader.parseObject(
                                "{\"l\":[%s0]}"
                                        .formatted("{\"brokerName\":\"broker-a\"},".repeat(99))
                                        .replace(",0]", "]"))
                        .objects("l");
        assertThat(list.getFirst().text("brokerName")).isSameAs(list.getLast().text("brokerName"));
    }

    @Test
    void aLargeTextIsReadPieceByPiece() {
        JsonReader reader =
                JsonReader.over(
                        "{\"skipped\":[{{\"k\":1}:2,3:\"\\\"x\"},-1.5e3,null,true],\"in\":{\"a\":{\"b\":1},\"c\":[2]},\"o\":null} "
                                .getBytes(UTF_8),
                        250);
        reader.beginObject();
        assertThat(reader.nextKey()).isEqualTo("skipped");
        reader.skip();
        assertThat(reader.nextKey()).isEqualTo("in");
        assertThat(reader.isObjectNext()).isTrue();
        reader.beginObject();
        assertThat(reader.nextKey()).isEqualTo("a");
        assertThat(reader.objectValue()).hasToString("{\"b\":1}");
        assertThat(reader.nextKey()).isEqualTo("c");
        assertThat(reader.value()).isEqualTo(List.of(2L));
        assertThat(reader.nextKey()).isNull();
        assertThat(reader.nextKey()).isEqualTo("o");
        assertThat(reader.objectValue()).isNull();
        assertThat(reader.nextKey()).isNull();
        reader.end();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"a\":1,}",
                "{\"a\" 1}",
                "{\"a\":1 \"b\":2}",
                "{1:2}",
                "{\"a\":1}x",
                "{\"a\":[1,2}",
                "{\"a\":\"x}",
                "{\"a\":tru}",
                "{\"a\":1",
            })
    void whatIsBrokenIsRefusedPieceByPieceToo(String text) {
        assertThatThrownBy(
                        () -> {
                            JsonReader reader = JsonReader.over(text.getBytes(UTF_8), 1000);
                            reader.beginObject();
                            while (reader.nextKey() != null) {
                                reader.skip();
                            }
                            reader.end();
                        })
                .isInstanceOf(JsonException.class);
    }

    @Test
    void theSmallestAndTheLargestNumberAreRead() {
        assertThat(JsonReader.parse("[-9223372036854775808,9223372036854775807,-0,0]"))
                .isEqualTo(List.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L, 0L));
        for (String tooLarge : List.of("-9223372036854775809", "9223372036854775808", "1e999")) {
            assertThatThrownBy(() -> JsonReader.parse("[" + tooLarge + "]"))
                    .hasMessageContaining("outside 64 bits");
        }
    }

    @Test
    void aBufferIsReadBetweenPositionAndLimitAndLeftAsItWas() {
        ByteBuffer buffer = ByteBuffer.wrap("xx{\"a\":\"é\"}yy".getBytes(UTF_8));
        buffer.position(2).limit(buffer.capacity() - 2);
        assertThat(JsonReader.parseObject(buffer).text("a")).isEqualTo("é");
        assertThat(buffer.position()).isEqualTo(2);
    }

    @Test
    void accessorsTakeWhatClassicDecodersTake() {
        JsonObject object =
                JsonReader.parseObject(
                        "{\"n\":\"42\",\"b\":\"TRUE\",\"t\":7,\"one\":1,\"e\":\"\",\"d\":\"2.5\"}");
        assertThat(object.longOr("n", 0)).isEqualTo(42);
        assertThat(object.requireInt("n")).isEqualTo(42);
        assertThat(object.booleanOr("b", false)).isTrue();
        assertThat(object.booleanOr("one", false)).isTrue();
        assertThat(object.text("t")).isEqualTo("7");
        assertThat(object.longOr("e", 9)).isEqualTo(9);
        assertThat(object.longOr("absent", 9)).isEqualTo(9);
        assertThat(object.doubleOr("d", 0)).isEqualTo(2.5);
        assertThat(object.list("absent")).isEmpty();
        assertThat(object.objectOrEmpty("absent").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"n", "i", "b", "o", "l", "missing"})
    void accessorsNameTheFieldThatDoesNotFit(String key) {
        JsonObject object =
                JsonReader.parseObject(
                        "{\"n\":\"x\",\"i\":4294967296,\"b\":\"yes\",\"o\":1,\"l\":{}}");
        assertThatThrownBy(
                        () -> {
                            switch (key) {
                                case "n" -> object.longOr(key, 0);
                                case "i" -> object.intOr(key, 0);
                                case "b" -> object.booleanOr(key, false);
                                case "o" -> object.object(key);
                                case "l" -> object.list(key);
                                default -> object.requireText(key);
                            }
                        })
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("'" + key + "'");
    }
}
