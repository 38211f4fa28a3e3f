package io.apogeemq.broker.produce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.broker.testing.Seeds;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SendPropertiesTest {

    private final SendProperties properties = new SendProperties();

    @Test
    void nothingIsAskedForByNothing() {
        assertAsksForNothing(read(""));
    }

    private static void assertAsksForNothing(SendProperties seen) {
        assertThat(seen.hasUniqueKey()).isFalse();
        assertThat(seen.uniqueKey()).isNull();
        assertThat(seen.waits()).isTrue();
        assertThat(seen.delayLevel()).isZero();
        assertThat(seen.isTransactional()).isFalse();
        assertThat(seen.isTimed()).isFalse();
        assertThat(seen.isLite()).isFalse();
        assertThat(seen.hasReserved()).isFalse();
    }

    @Test
    void whatTheBrokerHasToKnowIsFoundWhereverItStands() {
        SendProperties seen =
                read("KEYS\1k\2UNIQ_KEY\1ABC\2WAIT\1false\2DELAY\0013\2TRAN_MSG\1true\2a\1b");

        assertThat(seen.uniqueKey()).isEqualTo("ABC");
        assertThat(seen.waits()).isFalse();
        assertThat(seen.delayLevel()).isEqualTo(3);
        assertThat(seen.isTransactional()).isTrue();
        assertThat(read("TIMER_DELAY_MS\0011").isTimed()).isTrue();
        assertThat(read("TIMER_DELAY_SEC\0011").isTimed()).isTrue();
        assertThat(read("TIMER_DELIVER_MS\0011").isTimed()).isTrue();
        assertThat(read("__LITE_TOPIC\1l").isLite()).isTrue();
        assertThat(read("POP_CK\1x").hasReserved()).isTrue();
        assertThat(read("__CRC32#\1x").hasReserved()).isTrue();
    }

    @Test
    void anotherReadForgetsWhatTheOneBeforeFound() {
        read("UNIQ_KEY\1ABC\2WAIT\1false\2DELAY\0013\2TRAN_MSG\1true\2POP_CK\1x\2__LITE_TOPIC\1l");

        assertAsksForNothing(read(""));
    }

    @Test
    void namesThatBeginAlikeAreOthers() {
        SendProperties seen =
                read(
                        "UNIQ_KEYS\1A\2UNIQ\1A\2WAITS\1false\2DELAYED\0013\2TRAN_MSGS\1true\2POP_CKS\1x");

        assertThat(seen.hasUniqueKey()).isFalse();
        assertThat(seen.waits()).isTrue();
        assertThat(seen.delayLevel()).isZero();
        assertThat(seen.isTransactional()).isFalse();
        assertThat(seen.hasReserved()).isFalse();
    }

    @Test
    void valuesThatAreNoneAskForNothing() {
        for (String level : new String[] {"", "x", "-1", "1.5", "99999", " 3"}) {
            assertThat(read("DELAY\1" + level).delayLevel()).as(level).isZero();
        }
        assertThat(read("WAIT\1no").waits()).isTrue();
        assertThat(read("WAIT\1FALSE").waits()).isFalse();
        assertThat(read("WAIT\1fatal").waits()).isTrue();
        assertThat(read("TRAN_MSG\1yes").isTransactional()).isFalse();
        assertThat(read("UNIQ_KEY\1").hasUniqueKey()).isFalse();
    }

    @Test
    void aUniqueKeyMayBeAnyText() {
        assertThat(read("UNIQ_KEY\1Schlüssel \uD83D\uDD11\2").uniqueKey())
                .isEqualTo("Schlüssel \uD83D\uDD11");
    }

    @Test
    void onlyTheBytesFromPositionToLimitCount() {
        byte[] text = "xxDELAY\0013\2UNIQ_KEY\1A".getBytes(UTF_8);
        ByteBuffer source = ByteBuffer.allocateDirect(text.length).put(0, text);

        SendProperties seen = properties.read(source.position(2).limit(9));

        assertThat(seen.delayLevel()).isEqualTo(3);
        assertThat(seen.hasUniqueKey()).isFalse();
    }

    @Test
    void anyBytesAreWalkedOverToTheirEnd() {
        byte[] alphabet = "\1\1\2\2UNIQ_KEYWATDL3\0".getBytes(UTF_8);
        Seeds.forEach(
                5000,
                random -> {
                    byte[] bytes = new byte[random.nextInt(60)];
                    for (int i = 0; i < bytes.length; i++) {
                        bytes[i] = alphabet[random.nextInt(alphabet.length)];
                    }
                    SendProperties seen = properties.read(ByteBuffer.wrap(bytes));
                    String key = seen.uniqueKey();
                    assertThat(key == null || new String(bytes, UTF_8).contains(key)).isTrue();
                });
    }

    private SendProperties read(String encoded) {
        return properties.read(ByteBuffer.wrap(encoded.getBytes(UTF_8)));
    }
}
