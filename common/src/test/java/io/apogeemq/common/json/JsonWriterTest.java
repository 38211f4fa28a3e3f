package io.apogeemq.common.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class JsonWriterTest {
    @Test
    void theClassicFormHasBareIntegerKeysAndUtf8() {
        byte[] bytes =
                JsonWriter.classic()
                        .beginObject()
                        .fieldName("brokerAddrs")
                        .beginObject()
                        .fieldName(0)
                        .value("10.0.0.1:10911")
                        .fieldName(1)
                        .value("主\uD83D\uDE00")
                        .endObject()
                        .field("none", (String) null)
                        .field("perm", 6)
                        .endObject()
                        .toBytes();
        assertThat(new String(bytes, UTF_8))
                .isEqualTo(
                        "{\"brokerAddrs\":{0:\"10.0.0.1:10911\",1:\"主\uD83D\uDE00\"},\"perm\":6}");
    }

    @Test
    void theStrictFormHasQuotedIntegerKeysAndAsciiOnly() {
        assertThat(
                        JsonWriter.strict()
                                .beginObject()
                                .fieldName(0)
                                .value("主\uD83D\uDE00\u007f")
                                .endObject()
                                .toString())
                .isEqualTo("{\"0\":\"\\u4e3b\\ud83d\\ude00\\u007f\"}");
    }

    @Test
    void objectsAreWrittenAsKeys() {
        String text =
                JsonWriter.classic()
                        .beginObject()
                        .fieldName("offsetTable")
                        .beginObject()
                        .beginKeyObject()
                        .field("brokerName", "b")
                        .field("queueId", 0)
                        .field("topic", "T")
                        .endObject()
                        .value(5)
                        .beginKeyObject()
                        .endObject()
                        .beginArray()
                        .endArray()
                        .endObject()
                        .endObject()
                        .toString();
        assertThat(text)
                .isEqualTo(
                        "{\"offsetTable\":{{\"brokerName\":\"b\",\"queueId\":0,\"topic\":\"T\"}:5,{}:[]}}");
    }

    @Test
    void stringsAreEscapedAsJsonAsks() {
        assertThat(JsonWriter.classic().value("a\"\\/\b\f\n\r\t\u0001\uD800é").toString())
                .isEqualTo("\"a\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\ud800é\"");
    }

    @Test
    void listsMapsAndPlainValuesAreSeparatedByCommas() {
        assertThat(
                        JsonWriter.classic()
                                .beginObject()
                                .field("l", List.of("a", "b"))
                                .field("m", Map.of("k", "v"))
                                .field("d", 0.5)
                                .field("b", true)
                                .fieldName("n")
                                .nullValue()
                                .fieldName("x")
                                .beginArray()
                                .value(1)
                                .beginObject()
                                .endObject()
                                .value(false)
                                .endArray()
                                .endObject()
                                .toString())
                .isEqualTo(
                        "{\"l\":[\"a\",\"b\"],\"m\":{\"k\":\"v\"},\"d\":0.5,\"b\":true,\"n\":null,"
                                + "\"x\":[1,{},false]}");
    }

    @Test
    void whatWasReadIsWrittenBackTheSame() {
        String text =
                "{\"a\":[1,-2.5,null,true,\"x\\n\"],\"t\":{{\"queueId\":0}:{\"o\":{}},{\"queueId\":1}:[]}}";
        assertThat(JsonReader.parseObject(text)).hasToString(text);
        assertThat(JsonWriter.classic().value(JsonReader.parseObject(text)).toBytes())
                .isEqualTo(text.getBytes(UTF_8));
    }

    @Test
    void deepNestingIsWritten() {
        JsonWriter writer = JsonWriter.classic();
        for (int i = 0; i < 40; i++) {
            writer.beginArray();
        }
        for (int i = 0; i < 40; i++) {
            writer.endArray();
        }
        assertThat(writer.toBytes()).hasSize(80);
    }

    @Test
    void callsOutOfOrderAreBugs() {
        assertThatThrownBy(() -> JsonWriter.classic().fieldName("a"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> JsonWriter.classic().beginObject().value(1))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> JsonWriter.classic().beginObject().endArray())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> JsonWriter.classic().beginObject().toBytes())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> JsonWriter.classic().value(1).value(2))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> JsonWriter.classic().value(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
