package io.apogeemq.common.remoting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.apogeemq.common.remoting.testing.WireFrame;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class JsonHeaderReaderTest {
    private final Headers headers = new Headers();

    @Test
    void keysMayBeMissing() {
        Command command = headers.readJson("{}");

        assertThat(command.code()).isZero();
        assertThat(command.opaque()).isZero();
        assertThat(command.version()).isZero();
        assertThat(command.language()).isEqualTo(Language.OTHER);
        assertThat(command.remark()).isNull();
        assertThat(command.fields().toMap()).isEmpty();
        assertThat(command.fields().text("a")).isNull();
        assertThat(command.fields().cursor().next()).isFalse();
    }

    @Test
    void unknownKeysAreSkippedWhateverTheyHold() {
        Command command =
                headers.readJson(
                        "{\"x\":{\"code\":[1,{\"y\":\"}]\\\"\"}]},\"cod3\":1,\"flog\":null,"
                                + "\"opaqu3\":true,\"versio7\":-1.5e3,\"languag3\":\"\\\\\","
                                + "\"extField5\":[],\"code\":34}");

        assertThat(command.code()).isEqualTo(34);
    }

    @Test
    void numbersMayBeStringsAndNulls() {
        Command command =
                headers.readJson(
                        "{\"code\":\"105\",\"opaque\":\"-7\",\"flag\":\"3\",\"version\":null}");

        assertThat(command.code()).isEqualTo(105);
        assertThat(command.opaque()).isEqualTo(-7);
        assertThat(command.isResponse()).isTrue();
        assertThat(command.isOneWay()).isTrue();
        assertThat(command.version()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "'\"JAVA\"', JAVA",
        "'\"java\"', JAVA",
        "'\"Go\"', GO",
        "'\"KLINGON\"', OTHER",
        "'\"\"', OTHER",
        "9, GO",
        "'\"12\"', RUST",
        "99, OTHER",
        "123456, OTHER",
        "null, OTHER",
        "'{\"a\":1}', OTHER",
        "true, OTHER"
    })
    void languagesAreTakenAsTheyComeOrForgotten(String value, Language expected) {
        assertThat(headers.readJson("{\"language\":" + value + "}").language()).isEqualTo(expected);
    }

    @Test
    void languageNumbersThatAreNoneAreMalformed() {
        assertMalformed("{\"language\":1.5}");
    }

    @Test
    void fieldValuesMayBeNumbersBooleansNullsAndNested() {
        Command command =
                headers.readJson(
                        "{\"extFields\":{\"a\":12,\"b\":true,\"c\":null,\"d\":-1.5,"
                                + "\"e\":{\"x\":[1,\"\\u0041\"]},\"f\":\"\"}}");

        assertThat(command.fields().toMap())
                .containsExactly(
                        entry("a", "12"),
                        entry("b", "true"),
                        entry("d", "-1.5"),
                        entry("e", "{\"x\":[1,\"\\u0041\"]}"),
                        entry("f", ""));
        assertThat(command.fields().requireInt("a")).isEqualTo(12);
        assertThat(command.fields().booleanOr("b", false)).isTrue();
        assertThat(command.fields().booleanOr("c", true)).isTrue();
    }

    @Test
    void blanksMayStandBetweenAllParts() {
        Command command =
                headers.readJson(
                        " {\t\"code\" : 1 ,\r\n \"extFields\" : { \"a\" : \"b\" , \"c\" : 2 } ,"
                                + " \"remark\" : null } \n");

        assertThat(command.code()).isEqualTo(1);
        assertThat(command.fields().toMap()).containsExactly(entry("a", "b"), entry("c", "2"));
        assertThat(command.remark()).isNull();
    }

    @Test
    void theLastOfDuplicatesWins() {
        Command command =
                headers.readJson(
                        "{\"code\":1,\"code\":2,\"remark\":\"a\",\"remark\":null,"
                                + "\"extFields\":{\"x\":\"0\"},"
                                + "\"extFields\":{\"k\":\"1\",\"l\":\"9\",\"k\":\"2\"}}");

        assertThat(command.code()).isEqualTo(2);
        assertThat(command.remark()).isNull();
        assertThat(command.fields().text("k")).isEqualTo("2");
        assertThat(command.fields().requireInt("k")).isEqualTo(2);
        assertThat(command.fields().text("x")).isNull();
        assertThat(command.fields().toMap()).containsEntry("k", "2").hasSize(2);
    }

    @Test
    void escapesAreResolvedWhereverTheyStand() {
        Command command =
                headers.readJson(
                        "{\"\\u0063ode\":5,\"remark\":\"\\\\ \\/ \\\" \\b\\f\\n\\r\\t \\u00e9\","
                                + "\"extFields\":{\"\\u0061b\":\"KEYS\\u0001k1\\u0002TAGS\\u0001t\","
                                + "\"pair\":\"x\\uD83D\\ude00y\",\"bmp\":\"\\u4e2d\","
                                + "\"half\":\"\\uD83D-\\ude00\",\"half2\":\"\\uD83D\\u0041\"}}");

        assertThat(command.code()).isEqualTo(5);
        assertThat(command.remark()).isEqualTo("\\ / \" \b\f\n\r\t \u00e9");
        assertThat(command.fields().toMap())
                .containsExactly(
                        entry("ab", "KEYS\u0001k1\u0002TAGS\u0001t"),
                        entry("pair", "x\uD83D\uDE00y"),
                        entry("bmp", "\u4e2d"),
                        entry("half", "?-?"),
                        entry("half2", "?A"));
    }

    @Test
    void textBeyondAsciiMayStandUnescaped() {
        Command command =
                headers.readJson("{\"extFields\":{\"\u540d\":\"\u4e2d\u6587 \uD83D\uDE00\"}}");

        assertThat(command.fields().text("\u540d")).isEqualTo("\u4e2d\u6587 \uD83D\uDE00");
        assertThat(command.fields().text("\u540c")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "{",
                "{}x",
                "{} {}",
                "{\"code\"}",
                "{\"code\":}",
                "{\"code\":1,}",
                "{\"code\":1 \"flag\":2}",
                "{\"code\":1.5}",
                "{\"code\":true}",
                "{\"code\":99999999999}",
                "{\"code\":\"x\"}",
                "{\"code\":[1]}",
                "{code:1}",
                "{'code':1}",
                "{\"code\":nul}",
                "{\"code\":nulll}",
                "{\"code\":truee}",
                "{\"x\":+1}",
                "{\"x\":\"}",
                "{\"x\":\"\\\"}",
                "{\"remark\":\"\\q\"}",
                "{\"remark\":\"\\u12\"}",
                "{\"remark\":\"\\u12g4\"}",
                "{\"remark\":\"\\",
                "{\"extFields\":[]}",
                "{\"extFields\":\"a\"}",
                "{\"extFields\":{\"a\"}}",
                "{\"extFields\":{\"a\":\"b\"}",
                "{\"extFields\":{\"a\":\"b\",}}",
                "{\"extFields\":{1:\"b\"}}",
                "{\"x\":{]}",
                "{\"x\":[}",
                "{\"x\":[1}",
                "//\n{}"
            })
    void whatIsNoHeaderIsMalformed(String header) {
        assertMalformed(header);
    }

    @Test
    void nestingIsBounded() {
        String deep = "[".repeat(62) + "]".repeat(62);
        assertThat(headers.readJson("{\"x\":" + deep + ",\"code\":1}").code()).isEqualTo(1);

        assertMalformed("{\"x\":[" + "[".repeat(63) + "]".repeat(64) + "}");
        assertMalformed("{\"x\":" + "[".repeat(100_000));
        assertMalformed("{\"extFields\":{\"x\":" + "{\"a\":".repeat(100_000));
    }

    @Test
    void theNumberOfFieldsIsBounded() {
        StringBuilder fields = new StringBuilder("\"f\":\"v\"");
        for (int i = 1; i < 1024; i++) {
            fields.append(",\"f").append(i).append("\":\"v\"");
        }
        assertThat(headers.readJson("{\"extFields\":{" + fields + "}}").fields().toMap())
                .hasSize(1024);

        assertMalformed("{\"extFields\":{" + fields + ",\"one\":\"more\"}}");
    }

    @Test
    void theHeaderIsBounded() {
        ConnectionLimits limits = ConnectionLimits.defaults();
        String blank = " ".repeat(limits.maxHeaderBytes() - 2);
        assertThat(headers.readJson("{" + blank + "}").code()).isZero();

        assertMalformed("{" + blank + " }");
    }

    @Test
    void aHeaderThatEndsAnywhereBeforeItsEndIsMalformed() {
        byte[] whole =
                WireFrame.requestHeader(310, 7, 0, "\"a\":\"T\\u0041\\n\",\"b\":12,\"c\":[{}]")
                        .getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            byte[] part = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> headers.read(new WireFrame(0, part, new byte[0]).bytes()))
                    .isInstanceOf(MalformedFrameException.class);
        }
    }

    @Test
    void damagedHeadersAreReadOrRefusedButNothingElse() {
        byte[] whole =
                WireFrame.requestHeader(
                                310,
                                7,
                                0,
                                "\"a\":\"T\\uD83D\\uDE00\\u0041\\n\",\"b\":12,\"c\":[{\"d\":[]}]")
                        .getBytes(StandardCharsets.UTF_8);
        byte[] liked = "{}[]\",:\\u0123 nt".getBytes(StandardCharsets.US_ASCII);
        SeededRuns.run(
                5_000,
                random -> {
                    byte[] damaged = whole.clone();
                    int hits = random.nextInt(1, 5);
                    for (int i = 0; i < hits; i++) {
                        int at = random.nextInt(damaged.length);
                        damaged[at] =
                                random.nextBoolean()
                                        ? liked[random.nextInt(liked.length)]
                                        : (byte) random.nextInt();
                    }
                    try {
                        headers.read(new WireFrame(0, damaged, new byte[0]).bytes())
                                .fields()
                                .toMap();
                    } catch (MalformedFrameException e) {
                        assertThat(e.reason()).isEqualTo(RejectReason.MALFORMED_HEADER);
                    }
                });
    }

    private void assertMalformed(String header) {
        assertThatThrownBy(() -> headers.readJson(header))
                .isInstanceOfSatisfying(
                        MalformedFrameException.class,
                        e -> assertThat(e.reason()).isEqualTo(RejectReason.MALFORMED_HEADER));
    }
}
