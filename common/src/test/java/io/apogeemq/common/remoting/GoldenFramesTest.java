package io.apogeemq.common.remoting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.apogeemq.common.remoting.testing.WireFrame;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Frames whose bytes were confirmed against the original. */
@Timeout(10)
class GoldenFramesTest {
    private static final String JSON =
            "{\"code\":105,\"extFields\":{\"topic\":\"T\"},\"flag\":0,\"language\":\"JAVA\","
                    + "\"opaque\":1,\"serializeTypeCurrentRPC\":\"JSON\",\"version\":515}";
    private static final String JSON_PREFIX = "0000007f0000007b";
    private static final String BINARY =
            "00000025"
                    + "01000021"
                    + "0069"
                    + "00"
                    + "0203"
                    + "00000001"
                    + "00000000"
                    + "00000000"
                    + "0000000c"
                    + "0005746f706963"
                    + "0000000154";

    private final Headers headers = new Headers();

    @Test
    void aJsonRequestIsWrittenByteForByteAsTheOriginalDoes() {
        byte[] frame = headers.request(false, Request.of(105).field("topic", "T"), 1, 0);

        assertThat(HexFormat.of().formatHex(frame, 0, 8)).isEqualTo(JSON_PREFIX);
        assertThat(new String(frame, 8, frame.length - 8, StandardCharsets.UTF_8)).isEqualTo(JSON);
    }

    @Test
    void aBinaryRequestIsWrittenByteForByteAsTheOriginalDoes() {
        byte[] frame = headers.request(true, Request.of(105).field("topic", "T"), 1, 0);

        assertThat(HexFormat.of().formatHex(frame)).isEqualTo(BINARY);
    }

    @Test
    void bothFormsOfTheRequestAreReadAlike() {
        byte[] json = WireFrame.json(JSON).bytes();
        assertThat(HexFormat.of().formatHex(json, 0, 8)).isEqualTo(JSON_PREFIX);

        for (byte[] frame : new byte[][] {json, HexFormat.of().parseHex(BINARY)}) {
            Command command = headers.read(frame);

            assertThat(command.code()).isEqualTo(105);
            assertThat(command.opaque()).isEqualTo(1);
            assertThat(command.version()).isEqualTo(515);
            assertThat(command.language()).isEqualTo(Language.JAVA);
            assertThat(command.isResponse()).isFalse();
            assertThat(command.isOneWay()).isFalse();
            assertThat(command.remark()).isNull();
            assertThat(command.fields().toMap()).containsExactly(entry("topic", "T"));
            assertThat(command.body().hasRemaining()).isFalse();
            assertThat(command.copyBody()).isEmpty();
        }
    }

    @Test
    void anAnswerWithoutFieldsHasNoFieldBlockAndOneWithNoneHasAnEmptyOne() {
        byte[] without = headers.answer(false, 0, 9, null, null);
        byte[] empty = headers.answer(false, 17, 9, "no \"T\"", sink -> {});

        assertThat(new String(without, 8, without.length - 8, StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"code\":0,\"flag\":1,\"language\":\"JAVA\",\"opaque\":9,"
                                + "\"serializeTypeCurrentRPC\":\"JSON\",\"version\":515}");
        assertThat(new String(empty, 8, empty.length - 8, StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"code\":17,\"extFields\":{},\"flag\":1,\"language\":\"JAVA\","
                                + "\"opaque\":9,\"remark\":\"no \\\"T\\\"\","
                                + "\"serializeTypeCurrentRPC\":\"JSON\",\"version\":515}");
    }

    @Test
    void everyWayToPutAFieldWritesTheSameForm() {
        EncodedField region = EncodedField.of("MSG_REGION", "DefaultRegion");
        AnswerFields fields =
                sink -> {
                    sink.put("queueOffset", Long.MIN_VALUE);
                    sink.put("msgId", "a\u0001\u00e9");
                    sink.put("on", true);
                    sink.putAscii("id", "0A00");
                    sink.put(region);
                };
        for (boolean binary : new boolean[] {false, true}) {
            Command command = headers.read(headers.answer(binary, 0, 3, null, fields));

            assertThat(command.isResponse()).isTrue();
            assertThat(command.fields().toMap())
                    .containsExactly(
                            entry("queueOffset", "-9223372036854775808"),
                            entry("msgId", "a\u0001\u00e9"),
                            entry("on", "true"),
                            entry("id", "0A00"),
                            entry("MSG_REGION", "DefaultRegion"));
        }
    }

    @Test
    void requestsOfThePopAndLiteFamiliesAreRestoredFromTheirCutCodes() {
        int[] full = {
            200050, 200051, 200052, 200053, 200054, 200055, 200056, 200070, 200079, 200151
        };
        for (int code : full) {
            assertThat(headers.read(headers.request(true, Request.of(code), 1, 0)).code())
                    .isEqualTo(code);
            assertThat(headers.read(headers.request(false, Request.of(code), 1, 0)).code())
                    .isEqualTo(code);
        }
        assertThat(headers.readJson("{\"code\":3442}").code()).isEqualTo(3442);
        assertThat(headers.read(headers.request(true, Request.of(3000), 1, 0)).code())
                .isEqualTo(3000);
    }
}
