package io.apogeemq.common.message;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads one record in place: a view that is laid over a buffer, again and again.
 *
 * <p>Used by one thread at a time. It keeps the buffer only as a reference: whoever laid it over
 * mapped memory makes sure that the memory stays while the view is read. Accessors of numbers and
 * positions allocate nothing; those that return strings, addresses or arrays do.
 */
public final class RecordView {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** What indexes want to know; found in one walk, however many of them ask. */
    private static final String[] INDEXED = {
        PropertyKeys.TAGS, PropertyKeys.KEYS, PropertyKeys.UNIQ_KEY
    };

    private static final int TAGS = 0;
    private static final int KEYS = 1;
    private static final int UNIQUE_KEY = 2;

    private ByteBuffer buffer = NOTHING;
    private int position;
    private int totalBytes;
    private int magic;
    private int sysFlag;
    private int bodyPosition;
    private int bodyLength;
    private int topicPosition;
    private int topicLength;
    private int propertiesPosition;
    private int propertiesLength;
    private final long[] indexed = new long[INDEXED.length];
    private boolean indexedFound;

    /**
     * What a position of the log holds.
     *
     * <p>All but the first three mean that no record can be read there, and say why.
     */
    public enum Validity {
        /** A whole record; its checksums match. */
        VALID("a record"),
        /** The blank rest of a segment; the log goes on in the next one. */
        END_OF_SEGMENT("the blank end of a segment"),
        /** Nothing was written here yet. */
        EMPTY("nothing"),
        /** The limit comes before the record's end. */
        CUT_OFF("the record is longer than the bytes there are"),
        /** No record is as short as its total size says, or negative. */
        BAD_LENGTH("the total size is impossible"),
        /** Neither a record's magic nor a filler's. */
        BAD_MAGIC("the magic is unknown"),
        /** The lengths inside do not add up to the total size. */
        BAD_LAYOUT("the lengths inside do not add up to the total size"),
        /** The record says that it belongs elsewhere: bytes left over from another time. */
        BAD_POSITION("the physical offset is not that of its position"),
        /** The body's checksum does not match. */
        BAD_BODY_CRC("the body's CRC does not match"),
        /** The record's checksum does not match. */
        BAD_RECORD_CRC("the record's CRC does not match");

        private final String description;

        Validity(String description) {
            this.description = description;
        }

        /** Whether bytes are there that are neither a record nor a filler. */
        public boolean isCorrupt() {
            return this != VALID && this != END_OF_SEGMENT && this != EMPTY;
        }

        /** What was found, in words for a log line. */
        public String description() {
            return description;
        }
    }

    /**
     * Lays the view over a record.
     *
     * <p>Ownership: {@code source} stays the caller's and must outlast the use of the view.
     *
     * @param source big-endian
     * @param at where the record starts
     * @throws IllegalArgumentException when no record starts there or its lengths contradict each
     *     other; {@link #checkLayout} tells beforehand
     */
    public RecordView wrap(ByteBuffer source, int at) {
        if (source.order() != ByteOrder.BIG_ENDIAN) {
            throw new IllegalArgumentException("order: little-endian (expected: big-endian)");
        }
        if (!lay(source, at, source.limit())) {
            throw new IllegalArgumentException(
                    "position "
                            + at
                            + ": "
                            + checkLayout(source, at, source.limit()).description());
        }
        return this;
    }

    /**
     * What the bytes at {@code position} are, with every checksum verified. The record CRC is
     * verified when present; its absence is no fault.
     *
     * <p>Ownership: {@code buffer} (big-endian) is lent until return.
     *
     * @param limit where the bytes that may be read end, exclusive
     * @param expectedPhysicalOffset what the record has to say about its own position
     */
    public static Validity check(
            ByteBuffer buffer, int position, int limit, long expectedPhysicalOffset) {
        Validity layout = checkLayout(buffer, position, limit);
        if (layout != Validity.VALID) {
            return layout;
        }
        RecordView record = new RecordView().wrap(buffer, position);
        if (record.physicalOffset() != expectedPhysicalOffset) {
            return Validity.BAD_POSITION;
        }
        if (RecordCrc.of(buffer, record.bodyPosition, record.bodyLength) != record.bodyCrc()) {
            return Validity.BAD_BODY_CRC;
        }
        if (RecordCrc.contradicts(
                buffer, position, record.propertiesPosition, position + record.totalBytes)) {
            return Validity.BAD_RECORD_CRC;
        }
        return Validity.VALID;
    }

    /**
     * Like {@link #check}, but only sizes and magic: no checksum, no position. Ownership: {@code
     * buffer} is lent until return.
     */
    public static Validity checkLayout(ByteBuffer buffer, int position, int limit) {
        if (limit - position < RecordLayout.FILLER_HEADER_BYTES) {
            return limit == position ? Validity.EMPTY : Validity.CUT_OFF;
        }
        int total = buffer.getInt(position);
        int magic = buffer.getInt(position + RecordLayout.MAGIC_AT);
        if (magic == RecordLayout.MAGIC_FILLER) {
            return total >= RecordLayout.FILLER_HEADER_BYTES
                    ? Validity.END_OF_SEGMENT
                    : Validity.BAD_LENGTH;
        }
        if (magic != RecordLayout.MAGIC_V1 && magic != RecordLayout.MAGIC_V2) {
            return total == 0 && magic == 0 ? Validity.EMPTY : Validity.BAD_MAGIC;
        }
        if (total < RecordLayout.MIN_TOTAL_BYTES) {
            return Validity.BAD_LENGTH;
        }
        if (total > limit - position) {
            return Validity.CUT_OFF;
        }
        return new RecordView().lay(buffer, position, limit) ? Validity.VALID : Validity.BAD_LAYOUT;
    }

    /** Reads the lengths; false when they do not describe a record. */
    private boolean lay(ByteBuffer source, int at, int limit) {
        if (at < 0 || limit - at < RecordLayout.MIN_TOTAL_BYTES) {
            return false;
        }
        int total = source.getInt(at);
        int foundMagic = source.getInt(at + RecordLayout.MAGIC_AT);
        if (total < RecordLayout.MIN_TOTAL_BYTES
                || total > limit - at
                || (foundMagic != RecordLayout.MAGIC_V1 && foundMagic != RecordLayout.MAGIC_V2)) {
            return false;
        }
        int end = at + total;
        int flags = source.getInt(at + RecordLayout.SYS_FLAG_AT);
        int bodyAt = at + RecordLayout.bodyAt(flags);
        int topicLengthBytes = RecordLayout.topicLengthBytes(foundMagic);
        if (end - bodyAt < topicLengthBytes + 2) {
            return false;
        }
        int bodyBytes = source.getInt(bodyAt - 4);
        if (bodyBytes < 0 || bodyBytes > end - bodyAt - topicLengthBytes - 2) {
            return false;
        }
        int topicLengthAt = bodyAt + bodyBytes;
        int topicBytes =
                topicLengthBytes == 1
                        ? source.get(topicLengthAt) & 0xFF
                        : source.getShort(topicLengthAt);
        int topicAt = topicLengthAt + topicLengthBytes;
        if (topicBytes < 0 || topicBytes > end - topicAt - 2) {
            return false;
        }
        int propertiesAt = topicAt + topicBytes + 2;
        int propertiesBytes = source.getShort(propertiesAt - 2);
        if (propertiesBytes != end - propertiesAt) {
            return false;
        }
        buffer = source;
        position = at;
        totalBytes = total;
        magic = foundMagic;
        sysFlag = flags;
        bodyPosition = bodyAt;
        bodyLength = bodyBytes;
        topicPosition = topicAt;
        topicLength = topicBytes;
        propertiesPosition = propertiesAt;
        propertiesLength = propertiesBytes;
        indexedFound = false;
        return true;
    }

    /** The buffer that the view lies on; its position and limit mean nothing. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Where the record starts in {@link #buffer}. */
    public int position() {
        return position;
    }

    public int totalBytes() {
        return totalBytes;
    }

    public int magic() {
        return magic;
    }

    /** As stored, that is masked. */
    public int bodyCrc() {
        return buffer.getInt(position + RecordLayout.BODY_CRC_AT);
    }

    public int queueId() {
        return buffer.getInt(position + RecordLayout.QUEUE_ID_AT);
    }

    public int flag() {
        return buffer.getInt(position + RecordLayout.FLAG_AT);
    }

    public long queueOffset() {
        return buffer.getLong(position + RecordLayout.QUEUE_OFFSET_AT);
    }

    public long physicalOffset() {
        return buffer.getLong(position + RecordLayout.PHYSICAL_OFFSET_AT);
    }

    public int sysFlag() {
        return sysFlag;
    }

    /** Milliseconds, the client's clock. */
    public long bornTimestamp() {
        return buffer.getLong(position + RecordLayout.BORN_TIMESTAMP_AT);
    }

    public InetSocketAddress bornHost() {
        return new InetSocketAddress(address(bornAddress()), bornPort() & 0xFFFF);
    }

    /** A copy of the 4 or 16 bytes. */
    public byte[] bornAddress() {
        return bytes(position + RecordLayout.BORN_HOST_AT, SysFlag.bornHostBytes(sysFlag) - 4);
    }

    public int bornPort() {
        return buffer.getInt(position + RecordLayout.storeTimestampAt(sysFlag) - 4);
    }

    /** Milliseconds, the broker's clock. */
    public long storeTimestamp() {
        return buffer.getLong(position + RecordLayout.storeTimestampAt(sysFlag));
    }

    public InetSocketAddress storeHost() {
        return new InetSocketAddress(address(storeAddress()), storePort() & 0xFFFF);
    }

    /** A copy of the 4 or 16 bytes. */
    public byte[] storeAddress() {
        return bytes(
                position + RecordLayout.storeHostAt(sysFlag), SysFlag.storeHostBytes(sysFlag) - 4);
    }

    public int storePort() {
        return buffer.getInt(position + RecordLayout.reconsumeTimesAt(sysFlag) - 4);
    }

    public int reconsumeTimes() {
        return buffer.getInt(position + RecordLayout.reconsumeTimesAt(sysFlag));
    }

    public long preparedTransactionOffset() {
        return buffer.getLong(position + RecordLayout.preparedTransactionOffsetAt(sysFlag));
    }

    /** Where the body starts in {@link #buffer}. */
    public int bodyPosition() {
        return bodyPosition;
    }

    public int bodyLength() {
        return bodyLength;
    }

    /** Where the topic's name starts in {@link #buffer}. */
    public int topicPosition() {
        return topicPosition;
    }

    public int topicLength() {
        return topicLength;
    }

    public String topic() {
        return new String(topicBytes(), StandardCharsets.UTF_8);
    }

    /** A copy of the topic's name in UTF-8. */
    public byte[] topicBytes() {
        return bytes(topicPosition, topicLength);
    }

    /** Whether the topic's name is this one, in UTF-8. */
    public boolean topicEquals(byte[] name) {
        if (name.length != topicLength) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (buffer.get(topicPosition + i) != name[i]) {
                return false;
            }
        }
        return true;
    }

    /** Where the properties start in {@link #buffer}. */
    public int propertiesPosition() {
        return propertiesPosition;
    }

    public int propertiesLength() {
        return propertiesLength;
    }

    /** Whether the record ends with a record CRC; {@link #check} tells whether it is right. */
    public boolean hasRecordCrc() {
        return RecordCrc.isPresent(buffer, propertiesPosition, position + totalBytes);
    }

    /** Bytes of the properties before the record CRC, which is always last. */
    public int propertiesLengthWithoutRecordCrc() {
        long slice =
                PropertyScan.find(
                        buffer, propertiesPosition, propertiesLength, PropertyKeys.RECORD_CRC);
        int crcAt = propertiesLength - RecordLayout.RECORD_CRC_BYTES;
        int valueAt = propertiesPosition + crcAt + PropertyKeys.RECORD_CRC.length() + 1;
        return slice != PropertyScan.ABSENT && PropertyScan.position(slice) == valueAt
                ? crcAt
                : propertiesLength;
    }

    /**
     * The value of a property, or null when it is absent or empty. The last of equal names counts.
     */
    public @Nullable String property(String name) {
        long slice = PropertyScan.find(buffer, propertiesPosition, propertiesLength, name);
        return slice == PropertyScan.ABSENT
                ? null
                : new String(
                        bytes(PropertyScan.position(slice), PropertyScan.length(slice)),
                        StandardCharsets.UTF_8);
    }

    /** A copy of all properties. */
    public MessageProperties properties() {
        return MessageProperties.parse(bytes(propertiesPosition, propertiesLength));
    }

    /** The queue index's number for this record's tag: {@link TagHash}, 0 without a tag. */
    public long tagsCode() {
        long slice = indexed(TAGS);
        return slice == PropertyScan.ABSENT
                ? 0
                : TagHash.of(buffer, PropertyScan.position(slice), PropertyScan.length(slice));
    }

    /**
     * Where the business keys stand in {@link #buffer}, separated by blanks; a slice of {@link
     * PropertyScan}, or {@link PropertyScan#ABSENT}.
     */
    public long keys() {
        return indexed(KEYS);
    }

    /** Where the unique key stands in {@link #buffer}; a slice as {@link #keys} gives it. */
    public long uniqueKey() {
        return indexed(UNIQUE_KEY);
    }

    private long indexed(int which) {
        if (!indexedFound) {
            PropertyScan.findAll(buffer, propertiesPosition, propertiesLength, INDEXED, indexed);
            indexedFound = true;
        }
        return indexed[which];
    }

    private byte[] bytes(int at, int length) {
        byte[] copy = new byte[length];
        buffer.get(at, copy);
        return copy;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("address bytes: " + bytes.length, e);
        }
    }
}
