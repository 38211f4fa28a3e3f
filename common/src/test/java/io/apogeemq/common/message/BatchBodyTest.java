package io.apogeemq.common.message;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchBodyTest {

    private static final byte[] TWO =
            HexFormat.of()
                    .parseHex(
                            ("0000001a 00000000 00000000 00000007 00000001 61 0003 4b0176"
                                            + " 00000018 00000000 00000000 00000000 00000002 6263 0000")
                                    .replace(" ", ""));

    private static BatchBody over(byte[] bytes) {
        ByteBuffer source = ByteBuffer.allocateDirect(bytes.length + 2);
        source.put(1, bytes);
        return new BatchBody(source, 1, bytes.length);
    }

    @Test
    void messagesAreVisitedInOrder() {
        ByteBuffer source = ByteBuffer.wrap(TWO);
        BatchBody batch = new BatchBody(source, 0, TWO.length);

        assertThat(batch.next()).isTrue();
        assertThat(batch.flag()).isEqualTo(7);
        assertThat(source.slice(batch.bodyPosition(), batch.bodyLength()))
                .isEqualTo(ByteBuffer.wrap("a".getBytes(US_ASCII)));
        assertThat(source.slice(batch.propertiesPosition(), batch.propertiesLength()))
                .isEqualTo(ByteBuffer.wrap("K\1v".getBytes(US_ASCII)));
        assertThat(batch.next()).isTrue();
        assertThat(batch.flag()).isZero();
        assertThat(batch.bodyLength()).isEqualTo(2);
        assertThat(batch.propertiesLength()).isZero();
        assertThat(batch.next()).isFalse();
        assertThat(batch.problem()).isNull();
        assertThat(batch.count()).isEqualTo(2);
        assertThat(batch.rewind().next()).isTrue();
        assertThat(batch.count()).isEqualTo(1);
    }

    @Test
    void whatIsEncodedIsReadBack() {
        byte[] encoded =
                BatchBody.encode(
                        List.of(
                                new BatchBody.Item(
                                        7,
                                        ByteBuffer.wrap("a".getBytes(US_ASCII)),
                                        new MessageProperties().put("K", "v")),
                                new BatchBody.Item(
                                        0,
                                        ByteBuffer.wrap("bc".getBytes(US_ASCII)),
                                        new MessageProperties())));
        BatchBody batch = over(encoded);

        assertThat(batch.next()).isTrue();
        assertThat(batch.propertiesLength()).isEqualTo(4);
        assertThat(batch.next()).isTrue();
        assertThat(batch.next()).isFalse();
        assertThat(batch.problem()).isNull();
    }

    @Test
    void anEmptyBatchHasNoMessagesAndNoProblem() {
        BatchBody batch = over(new byte[0]);

        assertThat(batch.next()).isFalse();
        assertThat(batch.problem()).isNull();
        assertThat(batch.count()).isZero();
    }

    @Test
    void everyCutInsideAMessageIsAProblem() {
        for (int length = 1; length < TWO.length; length++) {
            if (length == 26) {
                continue; // The first message alone.
            }
            BatchBody batch = over(Arrays.copyOf(TWO, length));
            List<Integer> seen = new ArrayList<>();
            while (batch.next()) {
                seen.add(batch.bodyLength());
            }
            assertThat(batch.problem())
                    .as("cut at %d", length)
                    .startsWith("message " + seen.size());
        }
    }

    @Test
    void lengthsThatContradictEachOtherAreAProblem() {
        int[][] changes = {
            {0, 0},
            {0, -1},
            {0, 27},
            {0, 25},
            {0, Integer.MAX_VALUE},
            {16, -1},
            {16, 2},
            {16, Integer.MAX_VALUE},
            {16, 0}
        };
        for (int[] change : changes) {
            byte[] bytes = TWO.clone();
            ByteBuffer.wrap(bytes).putInt(change[0], change[1]);
            BatchBody batch = over(bytes);

            assertThat(batch.next()).as("%d = %d", change[0], change[1]).isFalse();
            assertThat(batch.problem()).contains("expected: ");
        }
    }

    @Test
    void noBytesWhatsoeverMakeTheWalkFail() {
        long seed = Long.getLong("apogee.test.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = TWO.clone();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            BatchBody batch = over(bytes);
            int end = bytes.length + 1;
            while (batch.next()) {
                assertThat(batch.bodyPosition() + batch.bodyLength())
                        .as("seed %d, round %d", seed, round)
                        .isBetween(1, end);
                assertThat(batch.propertiesPosition() + batch.propertiesLength())
                        .as("seed %d, round %d", seed, round)
                        .isBetween(1, end);
            }
        }
    }
}
