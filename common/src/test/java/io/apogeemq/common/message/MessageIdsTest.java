package io.apogeemq.common.message;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class MessageIdsTest {

    @Test
    void anOffsetIdEqualsTheGoldenTextBothWays() throws Exception {
        OffsetMessageId id =
                new OffsetMessageId(
                        InetAddress.getByAddress(new byte[] {10, 0, 0, 1}), 10911, 4096);

        assertThat(id.text()).isEqualTo("0A00000100002A9F0000000000001000");
        assertThat(OffsetMessageId.parse(id.text())).isEqualTo(id);
        assertThat(OffsetMessageId.parse("0a00000100002a9f0000000000001000")).isEqualTo(id);
    }

    @Test
    void anOffsetIdOverIpv6Has56Digits() throws Exception {
        byte[] address = new byte[16];
        address[0] = (byte) 0xFE;
        address[15] = 1;
        OffsetMessageId id =
                new OffsetMessageId(InetAddress.getByAddress(address), 1, Long.MAX_VALUE);

        assertThat(id.text())
                .isEqualTo("FE000000000000000000000000000001" + "00000001" + "7FFFFFFFFFFFFFFF");
        assertThat(OffsetMessageId.parse(id.text())).isEqualTo(id);
    }

    @Test
    void anEncoderWritesIntoAGivenArray() {
        var encoder = new OffsetMessageId.Encoder(new byte[] {127, 0, 0, 1}, 10911);
        byte[] target = new byte[34];
        target[0] = '<';
        target[33] = '>';

        encoder.write(0, target, 1);

        assertThat(new String(target, US_ASCII)).isEqualTo("<7F00000100002A9F0000000000000000>");
        assertThat(encoder.length()).isEqualTo(32);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7F",
                "7F00000100002A9F000000000000000",
                "7F00000100002A9F00000000000000000",
                "7G00000100002A9F0000000000000000",
                "7F0000010001000000000000000000",
                "7F000001000100000000000000000000",
                "7F00000100002A9FFFFFFFFFFFFFFFFF"
            })
    void whatIsNoOffsetIdIsRefusedInWords(String text) {
        assertThatThrownBy(() -> OffsetMessageId.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("offset message id: ");
    }

    @Test
    void uniqueKeysAre32DigitsAndDoNotRepeat() {
        UniqueKey keys =
                new UniqueKey(
                        new byte[] {10, 1, 2, 3},
                        0x12345,
                        0xCAFEBABE,
                        ZoneOffset.UTC,
                        InstantSource.fixed(Instant.parse("2026-11-01T00:00:01Z")));
        Set<String> seen = new HashSet<>();

        String first = keys.next();
        seen.add(first);
        for (int i = 1; i < 0x10000; i++) {
            assertThat(seen.add(keys.next())).isTrue();
        }

        assertThat(first).isEqualTo("0A010203" + "2345" + "CAFEBABE" + "000003E8" + "BABE");
    }

    @Test
    void theTimeInAUniqueKeyStartsOverWithTheMonthOfItsZone() {
        AtomicLong now = new AtomicLong(Instant.parse("2026-10-31T15:59:59.999Z").toEpochMilli());
        UniqueKey keys =
                new UniqueKey(
                        new byte[16],
                        1,
                        1,
                        ZoneId.of("Asia/Shanghai"),
                        () -> Instant.ofEpochMilli(now.get()));

        assertThat(time(keys.next())).isEqualTo(31L * 86_400_000 - 1);
        now.incrementAndGet();
        assertThat(time(keys.next())).isZero();
        now.decrementAndGet();
        assertThat(time(keys.next())).isEqualTo(31L * 86_400_000 - 1);
    }

    private static long time(String key) {
        return Long.parseLong(key.substring(20, 28), 16);
    }
}
