package io.apogeemq.broker.produce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.common.message.DelayLevels;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class StoredPropertiesTest {

    private static final String OWN = "MSG_REGION\1r\2TRACE_ON\1false\2CLUSTER\1c\2";

    private static final DelayLevels LEVELS = DelayLevels.parse("1s 5s");
    private final StoredProperties added =
            new StoredProperties(broker(address(10, 0, 0, 1)), LEVELS);

    @Test
    void everyMessageSaysWhichBrokerStoredIt() {
        assertThat(text(added.suffix())).isEqualTo(OWN);
    }

    @Test
    void aUniqueKeyIsAddedBehindIt() {
        assertThat(text(added.suffixWithUniqueKey("U"))).isEqualTo(OWN + "UNIQ_KEY\1U\2");
    }

    @Test
    void aDelayedMessageSaysWhereItBelongsAndALevelThatIsCorrected() {
        byte[] base = added.suffix();

        assertThat(text(added.suffixWhileDelayed(base, "t", 3, 2, 2)))
                .isEqualTo(OWN + "REAL_TOPIC\1t\2REAL_QID\0013\2");
        assertThat(text(added.suffixWhileDelayed(base, "t", 3, 2, 9)))
                .isEqualTo(OWN + "REAL_TOPIC\1t\2REAL_QID\0013\2DELAY\0012\2");
    }

    @Test
    void whatOnlyABrokerMaySetIsTakenAway() {
        ByteBuffer properties =
                ByteBuffer.wrap("a\1b\2POP_CK\1x\2__CRC32#\1y\2c\1d".getBytes(UTF_8));

        ByteBuffer kept = added.withoutReserved(properties);

        assertThat(UTF_8.decode(kept).toString()).isEqualTo("a\1b\2c\1d");
        assertThat(properties.position()).as("lent").isZero();
    }

    @Test
    void messageIdsNameTheBrokersAddress() {
        assertThat(added.messageId(255)).isEqualTo("0A000001" + "00002A9F" + "00000000000000FF");
        byte[] six = new byte[16];
        six[15] = 1;
        assertThat(new StoredProperties(broker(six), LEVELS).messageId(0)).hasSize(56);
    }

    @Test
    void anAddressThatWasNotResolvedIsRefused() {
        BrokerIdentity unresolved =
                new BrokerIdentity(
                        "c", "r", false, InetSocketAddress.createUnresolved("somewhere", 10911));

        assertThatThrownBy(() -> new StoredProperties(unresolved, LEVELS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("storeHost")
                .hasMessageContaining("somewhere");
    }

    private static byte[] address(int... bytes) {
        byte[] address = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            address[i] = (byte) bytes[i];
        }
        return address;
    }

    private static BrokerIdentity broker(byte[] address) {
        try {
            return new BrokerIdentity(
                    "c",
                    "r",
                    false,
                    new InetSocketAddress(InetAddress.getByAddress(address), 10911));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String text(byte[] encoded) {
        return new String(encoded, UTF_8);
    }
}
