package io.apogeemq.common.remoting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one side writes the other reads, in both header forms, and damage never goes further. */
@Timeout(60)
class HeaderRoundTripTest {
    private final Headers headers = new Headers();

    @Test
    void randomRequestsSurviveBothForms() {
        SeededRuns.run(
                1_000,
                random -> {
                    boolean binary = random.nextBoolean();
                    Map<String, String> fields = randomFields(random, binary);
                    int code = random.nextInt(0, binary ? 3000 : 1_000_000);
                    int opaque = random.nextInt();
                    int flag = random.nextInt(4);
                    String remark = random.nextBoolean() ? null : 'r' + randomText(random, 40);
                    byte[] body = new byte[random.nextInt(200)];
                    random.nextBytes(body);
                    Request request = Headers.withFields(Request.of(code), fields);
                    byte[] frame =
                            headers.request(
                                    binary, request.remark(remark).body(body), opaque, flag);

                    Command command = headers.read(frame);

                    assertThat(command.isBinary()).isEqualTo(binary);
                    assertThat(command.code()).isEqualTo(code);
                    assertThat(command.opaque()).isEqualTo(opaque);
                    assertThat(command.isResponse()).isEqualTo((flag & 1) != 0);
                    assertThat(command.isOneWay()).isEqualTo((flag & 2) != 0);
                    assertThat(command.version()).isEqualTo(515);
                    assertThat(command.language()).isEqualTo(Language.JAVA);
                    assertThat(command.remark()).isEqualTo(remark);
                    assertThat(command.copyBody()).isEqualTo(body);
                    assertThat(command.bodyLength()).isEqualTo(body.length);
                    assertThat(command.body().remaining()).isEqualTo(body.length);
                    assertThat(command.fields().toMap()).containsExactlyEntriesOf(fields);
                    fields.forEach(
                            (name, value) ->
                                    assertThat(command.fields().text(name)).isEqualTo(value));
                    assertCursorSeesTheSame(command.fields(), fields);
                });
    }

    @Test
    void damagedBinaryHeadersAreReadOrRefusedButNothingElse() {
        Map<String, String> fields = Map.of("topic", "T", "b", "x".repeat(40), "flag", "1");
        byte[] whole =
                headers.request(
                        true, Headers.withFields(Request.of(310).remark("r"), fields), 1, 0);
        SeededRuns.run(
                5_000,
                random -> {
                    byte[] damaged = whole.clone();
                    int hits = random.nextInt(1, 5);
                    for (int i = 0; i < hits; i++) {
                        damaged[random.nextInt(8, damaged.length)] = (byte) random.nextInt();
                    }
                    try {
                        headers.read(damaged).fields().toMap();
                    } catch (MalformedFrameException e) {
                        assertThat(e.reason()).isEqualTo(RejectReason.MALFORMED_HEADER);
                    }
                });
    }

    @Test
    void aBinaryHeaderThatEndsAnywhereBeforeItsEndIsMalformed() {
        byte[] whole = headers.request(true, Request.of(310).remark("r").field("a", "bc"), 1, 0);
        for (int cut = 1; cut <= whole.length - 8; cut++) {
            byte[] part = Arrays.copyOf(whole, whole.length - cut);
            ByteBuffer.wrap(part).putInt(0, part.length - 4).putInt(4, (1 << 24) | part.length - 8);
            try {
                Command command = headers.read(part);
                throw new AssertionError("read as " + command.fields().toMap());
            } catch (MalformedFrameException e) {
                assertThat(e.reason()).isEqualTo(RejectReason.MALFORMED_HEADER);
            }
        }
    }

    @Test
    void emptyNamesAndValuesDoNotExistInBinaryForm() {
        byte[] header =
                HexFormat.of()
                        .parseHex(
                                "006900020300000001"
                                        + "0000000000000000"
                                        + "00000019"
                                        + "00000000000162"
                                        + "00016100000000"
                                        + "0003"
                                        + "61626300000002"
                                        + "6465");
        byte[] frame = ByteBuffer.allocate(8 + header.length).array();
        ByteBuffer.wrap(frame)
                .putInt(4 + header.length)
                .putInt((1 << 24) | header.length)
                .put(header);

        assertThat(headers.read(frame).fields().toMap()).isEqualTo(Map.of("abc", "de"));
    }

    private static void assertCursorSeesTheSame(Fields fields, Map<String, String> expected) {
        FieldCursor cursor = fields.cursor();
        for (Map.Entry<String, String> entry : expected.entrySet()) {
            assertThat(cursor.next()).isTrue();
            byte[] name = entry.getKey().getBytes(UTF_8);
            byte[] value = entry.getValue().getBytes(UTF_8);
            assertThat(cursor.name()).isEqualTo(entry.getKey());
            assertThat(cursor.nameLength()).isEqualTo(name.length);
            assertThat(cursor.nameByte(name.length - 1)).isEqualTo(name[name.length - 1]);
            assertThat(cursor.text()).isEqualTo(entry.getValue());
            assertThat(cursor.valueLength()).isEqualTo(value.length);
            ByteBuffer copy = ByteBuffer.allocate(value.length / 2 + 1);
            int copied = cursor.copyTo(copy);
            assertThat(copied).isEqualTo(Math.min(value.length, copy.capacity()));
            assertThat(Arrays.copyOf(copy.array(), copied)).isEqualTo(Arrays.copyOf(value, copied));
        }
        assertThat(cursor.next()).isFalse();
    }

    private static Map<String, String> randomFields(SplittableRandom random, boolean binary) {
        Map<String, String> fields = new LinkedHashMap<>();
        int count = random.nextInt(0, 40);
        for (int i = 0; i < count; i++) {
            String value = randomText(random, random.nextInt(10) == 0 ? 5_000 : 30);
            // Binary headers can't tell an empty value from none.
            fields.put(randomText(random, 12) + i, binary && value.isEmpty() ? "e" : value);
        }
        return fields;
    }

    private static String randomText(SplittableRandom random, int most) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(most);
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(8)) {
                case 0 -> text.append((char) random.nextInt(0x20));
                case 1 -> text.append(random.nextBoolean() ? '"' : '\\');
                case 2 -> text.append((char) random.nextInt(0x80, 0x800));
                case 3 -> text.append((char) random.nextInt(0x800, 0xD800));
                case 4 -> text.appendCodePoint(random.nextInt(0x10000, 0x110000));
                default -> text.append((char) random.nextInt(0x20, 0x7F));
            }
        }
        return text.toString();
    }
}
