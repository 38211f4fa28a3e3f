package io.apogeemq.common.message;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.common.message.RecordView.Validity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RecordDraftTest {

    /** A record that an Apache 5.5.1 broker was started on and served. */
    static final String GOLDEN =
            """
            00000084 daa320a7 3610a686 00000003 00000000 0000000000000007 0000000000000000
            00000000 0000018bcfe56800 7f0000010000c350 0000018bcfe5687b 7f00000100002a9f
            00000000 0000000000000000 00000005 68656c6c6f 06 546f70696341 001e
            554e49515f4b455901753102 4b455953016b3102 54414753017461674102
            """;

    static final String GOLDEN_WITH_CRC =
            GOLDEN.replace("00000084", "00000098").replace("001e", "0032")
                    + "5f5f435243333223 01 30373834373532353330 02";

    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }

    static RecordDraft goldenDraft(boolean withRecordCrc) {
        return new RecordDraft(withRecordCrc)
                .topic("TopicA".getBytes(US_ASCII))
                .queueId(3)
                .bornTimestamp(1700000000000L)
                .bornHost(LOOPBACK, 50000)
                .storeHost(LOOPBACK, 10911)
                .body("hello".getBytes(US_ASCII))
                .properties("UNIQ_KEY\1u1\2KEYS\1k1\2TAGS\1tagA\2".getBytes(US_ASCII))
                .prepare();
    }

    static byte[] write(RecordDraft draft, long queueOffset, long physicalOffset, long time) {
        ByteBuffer target = ByteBuffer.allocateDirect(draft.totalBytes() + 7);
        draft.writeTo(target, 3, queueOffset, physicalOffset, time);
        assertThat(target.position()).isZero();
        byte[] record = new byte[draft.totalBytes()];
        target.get(3, record);
        return record;
    }

    private static InetSocketAddress loopback(int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port);
    }

    @Test
    void aRecordWithoutRecordCrcEqualsTheGoldenBytes() {
        RecordDraft draft = goldenDraft(false);

        assertThat(draft.totalBytes()).isEqualTo(132);
        assertThat(write(draft, 7, 0, 1700000000123L)).isEqualTo(bytes(GOLDEN));
    }

    @Test
    void aRecordWithRecordCrcEqualsTheGoldenBytes() {
        RecordDraft draft = goldenDraft(true);

        assertThat(draft.totalBytes()).isEqualTo(152);
        assertThat(write(draft, 7, 0, 1700000000123L)).isEqualTo(bytes(GOLDEN_WITH_CRC));
    }

    @Test
    void theGoldenRecordIsReadFieldByField() throws Exception {
        ByteBuffer log = ByteBuffer.wrap(bytes(GOLDEN));
        RecordView record = new RecordView().wrap(log, 0);

        assertThat(record.totalBytes()).isEqualTo(132);
        assertThat(record.magic()).isEqualTo(-626843481);
        assertThat(record.bodyCrc()).isEqualTo(907060870);
        assertThat(record.queueId()).isEqualTo(3);
        assertThat(record.flag()).isZero();
        assertThat(record.queueOffset()).isEqualTo(7);
        assertThat(record.physicalOffset()).isZero();
        assertThat(record.sysFlag()).isZero();
        assertThat(record.bornTimestamp()).isEqualTo(1700000000000L);
        assertThat(record.bornHost()).isEqualTo(loopback(50000));
        assertThat(record.storeTimestamp()).isEqualTo(1700000000123L);
        assertThat(record.storeHost()).isEqualTo(loopback(10911));
        assertThat(record.reconsumeTimes()).isZero();
        assertThat(record.preparedTransactionOffset()).isZero();
        assertThat(record.bodyPosition()).isEqualTo(88);
        assertThat(record.bodyLength()).isEqualTo(5);
        assertThat(record.topic()).isEqualTo("TopicA");
        assertThat(record.topicEquals("TopicA".getBytes(US_ASCII))).isTrue();
        assertThat(record.topicEquals("TopicB".getBytes(US_ASCII))).isFalse();
        assertThat(record.property("UNIQ_KEY")).isEqualTo("u1");
        assertThat(record.property("KEYS")).isEqualTo("k1");
        assertThat(record.property("TAGS")).isEqualTo("tagA");
        assertThat(record.property("TAG")).isNull();
        assertThat(record.tagsCode()).isEqualTo(3552231);

        StoredMessage message = MessageDecoder.decode(log, 0);
        assertThat(message.offsetMessageId()).isEqualTo("7F00000100002A9F0000000000000000");
        assertThat(message.uniqueKey()).isEqualTo("u1");
        assertThat(message.body()).isEqualTo(ByteBuffer.wrap("hello".getBytes(US_ASCII)));
        assertThat(message.storeHost().getAddress()).isEqualTo(InetAddress.getByAddress(LOOPBACK));
    }

    @Test
    void bothGoldenRecordsAreValidWhereTheyBelongAndNowhereElse() {
        for (String hex : new String[] {GOLDEN, GOLDEN_WITH_CRC}) {
            ByteBuffer log = ByteBuffer.wrap(bytes(hex));
            assertThat(RecordView.check(log, 0, log.limit(), 0)).isEqualTo(Validity.VALID);
            assertThat(RecordView.check(log, 0, log.limit(), 1024))
                    .isEqualTo(Validity.BAD_POSITION);
        }
    }

    @Test
    void aRecordCrcIsPresentOnlyWhole() {
        byte[] good = bytes(GOLDEN_WITH_CRC);
        assertThat(hasRecordCrc(good)).isTrue();
        assertThat(hasRecordCrc(bytes(GOLDEN))).isFalse();
        // Any byte of it that never came to the disk, and the separator before it.
        for (int i = good.length - RecordLayout.RECORD_CRC_BYTES - 1; i < good.length; i++) {
            byte[] torn = good.clone();
            torn[i] = 0;
            assertThat(hasRecordCrc(torn)).as("byte %d", i).isFalse();
        }
    }

    private static boolean hasRecordCrc(byte[] record) {
        return new RecordView().wrap(ByteBuffer.wrap(record), 0).hasRecordCrc();
    }

    @Test
    void everyFlippedBitOfARecordWithRecordCrcIsNoticed() {
        byte[] good = bytes(GOLDEN_WITH_CRC);
        // Not the property itself nor the separator before it: with those changed there is no
        // record CRC to verify, and its absence is no fault.
        int covered = good.length - RecordLayout.RECORD_CRC_BYTES - 1;
        for (int i = 0; i < covered * 8; i++) {
            byte[] bad = good.clone();
            bad[i / 8] ^= (byte) (1 << (i % 8));
            assertThat(RecordView.check(ByteBuffer.wrap(bad), 0, bad.length, 0))
                    .as("bit %d of byte %d", i % 8, i / 8)
                    .isNotEqualTo(Validity.VALID)
                    .isNotEqualTo(Validity.EMPTY);
        }
    }

    @Test
    void aRecordEndingBeforeItsSizeIsCutOffWhereverItEnds() {
        byte[] record = bytes(GOLDEN_WITH_CRC);
        for (int length = 1; length < record.length; length++) {
            assertThat(RecordView.check(ByteBuffer.wrap(record), 0, length, 0))
                    .as("cut at %d", length)
                    .isEqualTo(Validity.CUT_OFF);
        }
    }

    @Test
    void fillersZerosAndForeignBytesAreToldApart() {
        ByteBuffer log = ByteBuffer.allocate(200);
        assertThat(RecordView.check(log, 0, 200, 0)).isEqualTo(Validity.EMPTY);

        RecordLayout.writeFiller(log, 100, 100);
        assertThat(log.slice(100, 8)).isEqualTo(ByteBuffer.wrap(bytes("00000064 cbd43194")));
        assertThat(RecordView.check(log, 100, 200, 100)).isEqualTo(Validity.END_OF_SEGMENT);

        log.putInt(100, 7);
        assertThat(RecordView.check(log, 100, 200, 100)).isEqualTo(Validity.BAD_LENGTH);

        log.put(0, bytes(GOLDEN)).putInt(4, 0x12345678);
        assertThat(RecordView.check(log, 0, 200, 0)).isEqualTo(Validity.BAD_MAGIC);

        log.put(0, bytes(GOLDEN)).putInt(0, -1);
        assertThat(RecordView.check(log, 0, 200, 0)).isEqualTo(Validity.BAD_LENGTH);

        log.put(0, bytes(GOLDEN)).putInt(84, 6);
        assertThat(RecordView.check(log, 0, 200, 0)).isEqualTo(Validity.BAD_LAYOUT);

        log.put(0, bytes(GOLDEN)).put(88, (byte) 'H');
        assertThat(RecordView.check(log, 0, 200, 0)).isEqualTo(Validity.BAD_BODY_CRC);
        assertThat(Validity.BAD_BODY_CRC.isCorrupt()).isTrue();
        assertThat(Validity.EMPTY.isCorrupt()).isFalse();
    }

    @Test
    void anUnprotectedChangeOfTheTopicIsFoundOnlyWithTheRecordCrc() {
        byte[] plain = bytes(GOLDEN);
        plain[95] ^= 1;
        byte[] summed = bytes(GOLDEN_WITH_CRC);
        summed[95] ^= 1;

        assertThat(RecordView.check(ByteBuffer.wrap(plain), 0, plain.length, 0))
                .isEqualTo(Validity.VALID);
        assertThat(RecordView.check(ByteBuffer.wrap(summed), 0, summed.length, 0))
                .isEqualTo(Validity.BAD_RECORD_CRC);
    }

    @Test
    void aUserPropertyThatEndsLikeTheRecordCrcIsNoCorruption() {
        RecordDraft draft =
                goldenDraft(false)
                        .properties("my__CRC32#\0010123456789\2".getBytes(US_ASCII))
                        .prepare();
        byte[] record = write(draft, 0, 0, 1);

        assertThat(RecordView.check(ByteBuffer.wrap(record), 0, record.length, 0))
                .isEqualTo(Validity.VALID);
    }

    @Test
    void aRecordCrcThatContradictsTheRecordIsCorruption() {
        RecordDraft draft =
                goldenDraft(false)
                        .properties("a\1b\2__CRC32#\0010123456789\2".getBytes(US_ASCII))
                        .prepare();
        byte[] record = write(draft, 0, 0, 1);

        assertThat(RecordView.check(ByteBuffer.wrap(record), 0, record.length, 0))
                .isEqualTo(Validity.BAD_RECORD_CRC);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void missingSeparatorsAreAddedBetweenTheParts(boolean withRecordCrc) {
        RecordDraft draft =
                goldenDraft(withRecordCrc)
                        .properties("TAGS\1t".getBytes(US_ASCII))
                        .addedProperties("CLUSTER\1c".getBytes(US_ASCII))
                        .prepare();
        byte[] record = write(draft, 0, 64, 1);
        RecordView view = new RecordView().wrap(ByteBuffer.wrap(record), 0);

        assertThat(view.properties().asMap())
                .containsEntry("TAGS", "t")
                .containsEntry("CLUSTER", "c");
        assertThat(view.properties().has("__CRC32#")).isEqualTo(withRecordCrc);
        assertThat(view.propertiesLength()).isEqualTo(draft.propertiesBytes());
        assertThat(RecordView.check(ByteBuffer.wrap(record), 0, record.length, 64))
                .isEqualTo(Validity.VALID);
    }

    @Test
    void propertiesOfAnOldClientAreStoredAsTheyCameWhenNothingIsAdded() {
        byte[] properties = "TAGS\1t".getBytes(US_ASCII);
        byte[] record = write(goldenDraft(false).properties(properties).prepare(), 0, 0, 1);

        assertThat(new RecordView().wrap(ByteBuffer.wrap(record), 0).propertiesLength())
                .isEqualTo(properties.length);
    }

    @Test
    void aTopicOver127BytesMakesAVersion2Record() {
        byte[] topic = ("%RETRY%" + "g".repeat(121)).getBytes(US_ASCII);
        byte[] record = write(goldenDraft(true).topic(topic).prepare(), 1, 0, 1);
        RecordView view = new RecordView().wrap(ByteBuffer.wrap(record), 0);

        assertThat(view.magic()).isEqualTo(-626843477);
        assertThat(view.topicBytes()).isEqualTo(topic);
        assertThat(RecordView.check(ByteBuffer.wrap(record), 0, record.length, 0))
                .isEqualTo(Validity.VALID);
    }

    @Test
    void whatDoesNotFitInARecordIsRefused() {
        assertThatThrownBy(() -> goldenDraft(true).topic(new byte[256]).prepare())
                .hasMessageContaining("topic bytes: 256");
        assertThatThrownBy(() -> goldenDraft(true).topic(new byte[0]).prepare())
                .hasMessageContaining("topic bytes: 0");
        assertThatThrownBy(() -> goldenDraft(true).properties(new byte[32_748 - 1]).prepare())
                .hasMessageContaining("properties bytes: 32768");
        assertThatThrownBy(() -> goldenDraft(true).bornHost(new byte[5], 1))
                .hasMessageContaining("expected: 4 or 16");
        assertThatThrownBy(() -> goldenDraft(true).flag(1).totalBytes())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aCopiedRecordIsByteForByteTheSame() {
        for (boolean withRecordCrc : new boolean[] {false, true}) {
            byte[] record = bytes(withRecordCrc ? GOLDEN_WITH_CRC : GOLDEN);
            RecordView view = new RecordView().wrap(ByteBuffer.wrap(record), 0);
            RecordDraft copy = new RecordDraft(withRecordCrc).copyOf(view).prepare();

            assertThat(write(copy, 7, 0, 1700000000123L)).isEqualTo(record);
        }
    }

    @Test
    void whateverIsWrittenIsReadBack() {
        long seed = Long.getLong("apogee.test.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        RecordDraft draft = new RecordDraft(true);
        for (int round = 0; round < 2000; round++) {
            String as = "seed " + seed + ", round " + round;
            byte[] body = random(random, random.nextInt(10) == 0 ? 200_000 : 300);
            byte[] topic = "t".repeat(1 + random.nextInt(255)).getBytes(UTF_8);
            byte[] born = random.nextBoolean() ? new byte[4] : new byte[16];
            byte[] store = random.nextBoolean() ? new byte[4] : new byte[16];
            random.nextBytes(born);
            random.nextBytes(store);
            String tag = "tag" + (random.nextBoolean() ? "ä€\uD83D\uDE00" : "") + round;
            MessageProperties properties =
                    new MessageProperties()
                            .put("TAGS", tag)
                            .put("k" + round, "v".repeat(1 + round));
            byte[] encoded = properties.encode();
            int shift = random.nextInt(5);
            ByteBuffer bodyBuffer = ByteBuffer.allocateDirect(body.length + shift);
            bodyBuffer.put(shift, body);
            long time = random.nextLong();
            long queueOffset = random.nextLong();
            long physicalOffset = random.nextLong();
            draft.reset()
                    .topic(topic)
                    .queueId(random.nextInt())
                    .flag(random.nextInt())
                    .sysFlag(random.nextInt())
                    .bornTimestamp(random.nextLong())
                    .bornHost(born, 1)
                    .storeHost(store, 2)
                    .reconsumeTimes(random.nextInt())
                    .preparedTransactionOffset(random.nextLong())
                    .body(bodyBuffer, shift, body.length)
                    .properties(
                            ByteBuffer.wrap(encoded),
                            0,
                            encoded.length - (random.nextBoolean() ? 1 : 0));
            if (random.nextBoolean()) {
                draft.addedProperties("CLUSTER\1c\2".getBytes(US_ASCII));
                properties.put("CLUSTER", "c");
            }
            byte[] record = write(draft.prepare(), queueOffset, physicalOffset, time);
            ByteBuffer log = ByteBuffer.wrap(record);

            assertThat(RecordView.check(log, 0, record.length, physicalOffset))
                    .as(as)
                    .isEqualTo(Validity.VALID);
            StoredMessage message = MessageDecoder.decode(log, 0);
            assertThat(message.body()).as(as).isEqualTo(ByteBuffer.wrap(body));
            assertThat(message.topic()).as(as).isEqualTo(new String(topic, UTF_8));
            assertThat(message.storeTimestamp()).as(as).isEqualTo(time);
            assertThat(message.queueOffset()).as(as).isEqualTo(queueOffset);
            assertThat(message.bornHost().getAddress().getAddress()).as(as).isEqualTo(born);
            assertThat(message.storeHost().getAddress().getAddress()).as(as).isEqualTo(store);
            assertThat(message.properties().remove("__CRC32#")).as(as).isEqualTo(properties);
            RecordView view = new RecordView().wrap(log, 0);
            assertThat(view.tagsCode()).as(as).isEqualTo(tag.hashCode());
            assertThat(view.keys()).as(as).isEqualTo(PropertyScan.ABSENT);
            assertThat(
                            write(
                                    new RecordDraft(true).copyOf(view).prepare(),
                                    queueOffset,
                                    physicalOffset,
                                    time))
                    .as(as)
                    .isEqualTo(record);
        }
    }

    private static byte[] random(SplittableRandom random, int bound) {
        byte[] bytes = new byte[random.nextInt(bound)];
        random.nextBytes(bytes);
        return bytes;
    }
}
