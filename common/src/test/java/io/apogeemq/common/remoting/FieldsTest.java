package io.apogeemq.common.remoting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Typed access is the same for fields in a frame and for copied ones. */
@Timeout(10)
class FieldsTest {
    private final Headers headers = new Headers();

    @Test
    void numbersAreReadOverTheirWholeRange() {
        for (Fields fields :
                both(
                        Map.of(
                                "i", "-2147483648",
                                "j", "+2147483647",
                                "l", "-9223372036854775808",
                                "m", "9223372036854775807"))) {
            assertThat(fields.requireInt("i")).isEqualTo(Integer.MIN_VALUE);
            assertThat(fields.intOr("j", 0)).isEqualTo(Integer.MAX_VALUE);
            assertThat(fields.requireLong("l")).isEqualTo(Long.MIN_VALUE);
            assertThat(fields.longOr("m", 0)).isEqualTo(Long.MAX_VALUE);
            assertThat(fields.intOr("none", 5)).isEqualTo(5);
            assertThat(fields.longOr("none", 6)).isEqualTo(6);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+",
                "x",
                "1x",
                " 1",
                "1 ",
                "1.0",
                "1e3",
                "0x10",
                "--1",
                "9223372036854775808",
                "-9223372036854775809",
                "99999999999999999999",
                "18446744073709551617"
            })
    void whatIsNoNumberIsRefusedWithNameValueAndExpectation(String value) {
        for (Fields fields : both(Map.of("queueId", value))) {
            assertThatThrownBy(() -> fields.requireInt("queueId"))
                    .isInstanceOf(BadFieldException.class)
                    .hasMessage("queueId: '" + value + "' (expected: a 32-bit integer)");
            assertThatThrownBy(() -> fields.intOr("queueId", 1))
                    .isInstanceOf(BadFieldException.class);
            assertThatThrownBy(() -> fields.requireLong("queueId"))
                    .hasMessage("queueId: '" + value + "' (expected: a 64-bit integer)");
            assertThatThrownBy(() -> fields.longOr("queueId", 1))
                    .isInstanceOf(BadFieldException.class);
            FieldCursor cursor = fields.cursor();
            assertThat(cursor.next()).isTrue();
            assertThatThrownBy(cursor::number)
                    .hasMessage("queueId: '" + value + "' (expected: a 64-bit integer)");
        }
    }

    @Test
    void numbersBeyond32BitsAreNoInts() {
        for (Fields fields : both(Map.of("a", "2147483648", "b", "-2147483649"))) {
            assertThatThrownBy(() -> fields.requireInt("a")).isInstanceOf(BadFieldException.class);
            assertThatThrownBy(() -> fields.intOr("b", 0)).isInstanceOf(BadFieldException.class);
        }
    }

    @Test
    void missingFieldsAreNamed() {
        for (Fields fields : both(Map.of())) {
            assertThat(fields.text("topic")).isNull();
            assertThatThrownBy(() -> fields.requireText("topic"))
                    .isInstanceOfSatisfying(
                            BadFieldException.class, e -> assertThat(e.field()).isEqualTo("topic"))
                    .hasMessage("topic: missing (expected: a string)");
            assertThatThrownBy(() -> fields.requireInt("topic"))
                    .hasMessage("topic: missing (expected: a 32-bit integer)");
            assertThatThrownBy(() -> fields.requireLong("topic"))
                    .hasMessage("topic: missing (expected: a 64-bit integer)");
        }
    }

    @Test
    void longValuesAreShortenedInMessages() {
        BadFieldException e = new BadFieldException("f", "x".repeat(1000), "a number");

        assertThat(e).hasMessage("f: '" + "x".repeat(64) + "...' (expected: a number)");
    }

    @Test
    void onlyTrueIsTrueAndNothingIsAnError() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("a", "true");
        values.put("b", "TrUe");
        values.put("c", "1");
        values.put("d", "");
        values.put("e", "truer");
        for (Fields fields : both(values)) {
            assertThat(fields.booleanOr("a", false)).isTrue();
            assertThat(fields.booleanOr("b", false)).isTrue();
            assertThat(fields.booleanOr("c", true)).isFalse();
            assertThat(fields.booleanOr("d", true)).isFalse();
            assertThat(fields.booleanOr("e", true)).isFalse();
            assertThat(fields.booleanOr("f", true)).isTrue();
            FieldCursor cursor = fields.cursor();
            for (boolean expected : new boolean[] {true, true, false, false, false}) {
                assertThat(cursor.next()).isTrue();
                assertThat(cursor.bool()).isEqualTo(expected);
            }
        }
    }

    @Test
    void cursorsTellNamesApart() {
        for (Fields fields : both(Map.of("queueId", "3"))) {
            FieldCursor cursor = fields.cursor();
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.nameIs("queueId")).isTrue();
            assertThat(cursor.nameIs("queueIx")).isFalse();
            assertThat(cursor.nameIs("queueI")).isFalse();
            assertThat(cursor.nameByte(0)).isEqualTo((byte) 'q');
            assertThat(cursor.valueByte(0)).isEqualTo((byte) '3');
            assertThat(cursor.number()).isEqualTo(3);
        }
    }

    @Test
    void decimalsAreWrittenAsJavaWritesThem() {
        byte[] target = new byte[64];
        SeededRuns.run(
                5_000,
                random -> {
                    long value = random.nextLong() >> random.nextInt(64);
                    int end = Decimal.write(value, target, 3);
                    assertThat(new String(target, 3, end - 3, StandardCharsets.US_ASCII))
                            .isEqualTo(Long.toString(value));
                    assertThat(Decimal.toLong(target, 3, end - 3, "f")).isEqualTo(value);
                });
        for (long value : new long[] {0, 9, 10, 99, 100, Long.MAX_VALUE, Long.MIN_VALUE}) {
            int end = Decimal.write(value, target, 0);
            assertThat(new String(target, 0, end, StandardCharsets.US_ASCII))
                    .isEqualTo(Long.toString(value));
        }
    }

    @Test
    void languagesAreDeclaredInTheOrderOfTheirCodes() {
        int code = 0;
        for (Language language : Language.values()) {
            assertThat(language.code()).isEqualTo(code++);
            assertThat(Language.ofCode(language.code())).isEqualTo(language);
        }
        assertThat(Language.ofCode(-1)).isEqualTo(Language.OTHER);
        assertThat(Language.ofCode(14)).isEqualTo(Language.OTHER);
    }

    private List<Fields> both(Map<String, String> values) {
        Request request = Headers.withFields(Request.of(1), values);
        return List.of(
                headers.read(headers.request(false, request, 1, 0)).fields(), Fields.of(values));
    }
}
