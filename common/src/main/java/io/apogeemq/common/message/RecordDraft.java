package io.apogeemq.common.message;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * A record on its way into the log: all but the queue offset, the physical offset and the store
 * timestamp, which only the append knows.
 *
 * <p>The work is split so that little of it happens while the log is held. {@link #prepare} sums
 * the body and the properties once and lays the header out; {@link #writeTo} fills in three
 * numbers, sums the header, joins the sums, and copies: the header, the body, the topic and the
 * properties once each. It allocates nothing and its cost beyond the copies does not depend on the
 * body's size.
 *
 * <p>Life cycle: set the fields, {@link #prepare}, {@link #writeTo}; {@link #reset} makes the draft
 * fit for the next record. Used by one thread at a time. Buffers given to the setters are lent
 * until {@link #writeTo} returns and must not change from {@link #prepare} on.
 */
public final class RecordDraft {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final byte[] NO_BYTES = {};
    private static final byte[] NO_ADDRESS = new byte[4];

    private final boolean withRecordCrc;
    private final byte[] header = new byte[RecordLayout.HEADER_BYTES_MAX];
    private final ByteBuffer headerView = ByteBuffer.wrap(header);
    private final CRC32 crc = new CRC32();

    private byte[] topic = NO_BYTES;
    private int queueId;
    private int flag;
    private int sysFlag;
    private long bornTimestamp;
    private byte[] bornAddress = NO_ADDRESS;
    private int bornPort;
    private byte[] storeAddress = NO_ADDRESS;
    private int storePort;
    private int reconsumeTimes;
    private long preparedTransactionOffset;
    private ByteBuffer body = NOTHING;
    private int bodyPosition;
    private int bodyLength;
    private ByteBuffer properties = NOTHING;
    private int propertiesPosition;
    private int propertiesLength;
    private ByteBuffer addedProperties = NOTHING;
    private int addedPosition;
    private int addedLength;

    private boolean prepared;
    private int totalBytes;
    private int headerBytes;
    private int storeTimestampAt;
    private int allPropertiesBytes;
    private boolean separatorBeforeAdded;
    private boolean separatorBeforeCrc;
    private int restCrc;
    private int restFactor;

    /**
     * @param withRecordCrc whether the record ends with the record CRC property (the default of the
     *     house, {@link RecordLayout})
     */
    public RecordDraft(boolean withRecordCrc) {
        this.withRecordCrc = withRecordCrc;
    }

    /** Forgets everything but the choice about the record CRC, and lets go of lent buffers. */
    public RecordDraft reset() {
        topic = NO_BYTES;
        queueId = 0;
        flag = 0;
        sysFlag = 0;
        bornTimestamp = 0;
        bornAddress = NO_ADDRESS;
        bornPort = 0;
        storeAddress = NO_ADDRESS;
        storePort = 0;
        reconsumeTimes = 0;
        preparedTransactionOffset = 0;
        body = NOTHING;
        bodyPosition = 0;
        bodyLength = 0;
        properties = NOTHING;
        propertiesPosition = 0;
        propertiesLength = 0;
        addedProperties = NOTHING;
        addedPosition = 0;
        addedLength = 0;
        prepared = false;
        return this;
    }

    /**
     * Takes every field of an existing record, its properties without a record CRC. The record's
     * buffer is lent until {@link #writeTo} returns.
     */
    public RecordDraft copyOf(RecordView record) {
        reset();
        ByteBuffer source = record.buffer();
        topic = record.topicBytes();
        queueId = record.queueId();
        flag = record.flag();
        sysFlag = record.sysFlag();
        bornTimestamp = record.bornTimestamp();
        bornAddress = record.bornAddress();
        bornPort = record.bornPort();
        storeAddress = record.storeAddress();
        storePort = record.storePort();
        reconsumeTimes = record.reconsumeTimes();
        preparedTransactionOffset = record.preparedTransactionOffset();
        body(source, record.bodyPosition(), record.bodyLength());
        return properties(
                source, record.propertiesPosition(), record.propertiesLengthWithoutRecordCrc());
    }

    /**
     * The topic's name in UTF-8, 1 to {@link RecordLayout#MAX_TOPIC_BYTES} bytes; kept, not copied.
     */
    public RecordDraft topic(byte[] name) {
        topic = name;
        prepared = false;
        return this;
    }

    public RecordDraft queueId(int value) {
        queueId = value;
        prepared = false;
        return this;
    }

    public RecordDraft flag(int value) {
        flag = value;
        prepared = false;
        return this;
    }

    /** {@link SysFlag}; the two bits about IPv6 follow from the hosts and need not be set. */
    public RecordDraft sysFlag(int value) {
        sysFlag = value;
        prepared = false;
        return this;
    }

    /** Milliseconds, the client's clock. */
    public RecordDraft bornTimestamp(long millis) {
        bornTimestamp = millis;
        prepared = false;
        return this;
    }

    /** Who sent it: 4 or 16 address bytes (kept, not copied) and a port. */
    public RecordDraft bornHost(byte[] address, int port) {
        bornAddress = requireAddress("bornHost", address);
        bornPort = port;
        prepared = false;
        return this;
    }

    /** Who sent it; must be resolved. */
    public RecordDraft bornHost(InetSocketAddress host) {
        return bornHost(host.getAddress().getAddress(), host.getPort());
    }

    /** The address under which clients reach this broker: 4 or 16 bytes (kept, not copied). */
    public RecordDraft storeHost(byte[] address, int port) {
        storeAddress = requireAddress("storeHost", address);
        storePort = port;
        prepared = false;
        return this;
    }

    /** The address under which clients reach this broker; must be resolved. */
    public RecordDraft storeHost(InetSocketAddress host) {
        return storeHost(host.getAddress().getAddress(), host.getPort());
    }

    public RecordDraft reconsumeTimes(int value) {
        reconsumeTimes = value;
        prepared = false;
        return this;
    }

    /** Physical offset of the half message in a committed record, else 0. */
    public RecordDraft preparedTransactionOffset(long value) {
        preparedTransactionOffset = value;
        prepared = false;
        return this;
    }

    /** Ownership: {@code source} is lent until {@link #writeTo} returns. */
    public RecordDraft body(ByteBuffer source, int position, int length) {
        body = source;
        bodyPosition = position;
        bodyLength = length;
        prepared = false;
        return this;
    }

    /** Ownership: {@code source} is lent until {@link #writeTo} returns. */
    public RecordDraft body(byte[] source) {
        return body(ByteBuffer.wrap(source), 0, source.length);
    }

    /**
     * The first part of the properties, as the client sent them, with or without a last separator.
     * Ownership: {@code source} is lent until {@link #writeTo} returns.
     */
    public RecordDraft properties(ByteBuffer source, int position, int length) {
        properties = source;
        propertiesPosition = position;
        propertiesLength = length;
        prepared = false;
        return this;
    }

    /** Ownership: {@code source} is lent until {@link #writeTo} returns. */
    public RecordDraft properties(byte[] source) {
        return properties(ByteBuffer.wrap(source), 0, source.length);
    }

    /**
     * The second part of the properties: what the broker adds. A missing separator between the
     * parts is put in. Ownership: {@code source} is lent until {@link #writeTo} returns.
     */
    public RecordDraft addedProperties(ByteBuffer source, int position, int length) {
        addedProperties = source;
        addedPosition = position;
        addedLength = length;
        prepared = false;
        return this;
    }

    /** Ownership: {@code source} is lent until {@link #writeTo} returns. */
    public RecordDraft addedProperties(byte[] source) {
        return addedProperties(ByteBuffer.wrap(source), 0, source.length);
    }

    /** The topic as set, not copied. */
    public byte[] topic() {
        return topic;
    }

    public int queueId() {
        return queueId;
    }

    public int sysFlag() {
        return sysFlag;
    }

    /**
     * Bytes of the properties as they will be written, separators and record CRC included. A record
     * is possible up to {@link RecordLayout#MAX_PROPERTIES_BYTES}.
     */
    public int propertiesBytes() {
        int bytes = Math.addExact(propertiesLength, addedLength);
        if (addedLength > 0 && lacksSeparator(properties, propertiesPosition, propertiesLength)) {
            bytes++;
        }
        if (withRecordCrc) {
            bytes += RecordLayout.RECORD_CRC_BYTES + (lastPartLacksSeparator() ? 1 : 0);
        }
        return bytes;
    }

    /**
     * Sums the lent bytes and lays out the header; to be called outside the append, after the last
     * setter.
     *
     * @throws IllegalArgumentException when the topic or the properties are too long for a record
     * @throws ArithmeticException when the record would not fit in 31 bits
     */
    public RecordDraft prepare() {
        if (topic.length == 0 || topic.length > RecordLayout.MAX_TOPIC_BYTES) {
            throw new IllegalArgumentException(
                    "topic bytes: "
                            + topic.length
                            + " (expected: 1.."
                            + RecordLayout.MAX_TOPIC_BYTES
                            + ")");
        }
        allPropertiesBytes = propertiesBytes();
        if (allPropertiesBytes > RecordLayout.MAX_PROPERTIES_BYTES) {
            throw new IllegalArgumentException(
                    "properties bytes: "
                            + allPropertiesBytes
                            + " (expected: <= "
                            + RecordLayout.MAX_PROPERTIES_BYTES
                            + ")");
        }
        separatorBeforeAdded =
                addedLength > 0 && lacksSeparator(properties, propertiesPosition, propertiesLength);
        separatorBeforeCrc = withRecordCrc && lastPartLacksSeparator();
        sysFlag = sysFlag & ~(SysFlag.BORN_HOST_V6 | SysFlag.STORE_HOST_V6);
        if (bornAddress.length == 16) {
            sysFlag |= SysFlag.BORN_HOST_V6;
        }
        if (storeAddress.length == 16) {
            sysFlag |= SysFlag.STORE_HOST_V6;
        }
        int magic = RecordLayout.magicFor(topic.length);
        totalBytes =
                RecordLayout.totalBytes(
                        sysFlag, magic, bodyLength, topic.length, allPropertiesBytes);
        int bodyCrc = sum(magic);
        layOutHeader(magic, bodyCrc);
        prepared = true;
        return this;
    }

    /** The size of the record. Known after {@link #prepare}. */
    public int totalBytes() {
        requirePrepared();
        return totalBytes;
    }

    /**
     * Writes the record at an absolute position of a big-endian buffer. Ownership: {@code target}
     * is lent until return; its position and limit stay.
     *
     * @param storeTimestamp milliseconds, the broker's clock
     * @throws IndexOutOfBoundsException when the target ends before the record does; then some
     *     bytes may have been written
     */
    public void writeTo(
            ByteBuffer target,
            int position,
            long queueOffset,
            long physicalOffset,
            long storeTimestamp) {
        requirePrepared();
        headerView.putLong(RecordLayout.QUEUE_OFFSET_AT, queueOffset);
        headerView.putLong(RecordLayout.PHYSICAL_OFFSET_AT, physicalOffset);
        headerView.putLong(storeTimestampAt, storeTimestamp);
        target.put(position, header, 0, headerBytes);
        int at = position + headerBytes;
        if (bodyLength > 0) {
            target.put(at, body, bodyPosition, bodyLength);
            at += bodyLength;
        }
        if (topic.length > RecordLayout.MAX_TOPIC_BYTES_V1) {
            target.putShort(at, (short) topic.length);
            at += 2;
        } else {
            target.put(at, (byte) topic.length);
            at++;
        }
        target.put(at, topic, 0, topic.length);
        at += topic.length;
        target.putShort(at, (short) allPropertiesBytes);
        at += 2;
        if (propertiesLength > 0) {
            target.put(at, properties, propertiesPosition, propertiesLength);
            at += propertiesLength;
        }
        if (separatorBeforeAdded) {
            target.put(at++, MessageProperties.VALUE_END);
        }
        if (addedLength > 0) {
            target.put(at, addedProperties, addedPosition, addedLength);
            at += addedLength;
        }
        if (separatorBeforeCrc) {
            target.put(at++, MessageProperties.VALUE_END);
        }
        if (withRecordCrc) {
            crc.reset();
            crc.update(header, 0, headerBytes);
            int whole = Crc32Join.join((int) crc.getValue(), restCrc, restFactor);
            RecordCrc.writeProperty(target, at, whole & RecordLayout.CRC_MASK);
        }
    }

    /** Sums all that follows the header, up to the record CRC; returns the body's masked CRC. */
    private int sum(int magic) {
        crc.reset();
        RecordCrc.update(crc, body, bodyPosition, bodyLength);
        int bodyCrc = (int) crc.getValue() & RecordLayout.CRC_MASK;
        if (!withRecordCrc) {
            return bodyCrc;
        }
        if (magic == RecordLayout.MAGIC_V2) {
            crc.update(topic.length >>> 8);
        }
        crc.update(topic.length);
        crc.update(topic, 0, topic.length);
        crc.update(allPropertiesBytes >>> 8);
        crc.update(allPropertiesBytes);
        RecordCrc.update(crc, properties, propertiesPosition, propertiesLength);
        if (separatorBeforeAdded) {
            crc.update(MessageProperties.VALUE_END);
        }
        RecordCrc.update(crc, addedProperties, addedPosition, addedLength);
        if (separatorBeforeCrc) {
            crc.update(MessageProperties.VALUE_END);
        }
        restCrc = (int) crc.getValue();
        restFactor =
                Crc32Join.factorFor(
                        totalBytes - RecordLayout.bodyAt(sysFlag) - RecordLayout.RECORD_CRC_BYTES);
        return bodyCrc;
    }

    private void layOutHeader(int magic, int bodyCrc) {
        headerView.putInt(RecordLayout.TOTAL_BYTES_AT, totalBytes);
        headerView.putInt(RecordLayout.MAGIC_AT, magic);
        headerView.putInt(RecordLayout.BODY_CRC_AT, bodyCrc);
        headerView.putInt(RecordLayout.QUEUE_ID_AT, queueId);
        headerView.putInt(RecordLayout.FLAG_AT, flag);
        headerView.putInt(RecordLayout.SYS_FLAG_AT, sysFlag);
        headerView.putLong(RecordLayout.BORN_TIMESTAMP_AT, bornTimestamp);
        headerView.put(RecordLayout.BORN_HOST_AT, bornAddress);
        headerView.putInt(RecordLayout.BORN_HOST_AT + bornAddress.length, bornPort);
        storeTimestampAt = RecordLayout.storeTimestampAt(sysFlag);
        int storeHostAt = RecordLayout.storeHostAt(sysFlag);
        headerView.put(storeHostAt, storeAddress);
        headerView.putInt(storeHostAt + storeAddress.length, storePort);
        headerView.putInt(RecordLayout.reconsumeTimesAt(sysFlag), reconsumeTimes);
        headerView.putLong(
                RecordLayout.preparedTransactionOffsetAt(sysFlag), preparedTransactionOffset);
        headerView.putInt(RecordLayout.bodyLengthAt(sysFlag), bodyLength);
        headerBytes = RecordLayout.bodyAt(sysFlag);
    }

    private boolean lastPartLacksSeparator() {
        return addedLength > 0
                ? lacksSeparator(addedProperties, addedPosition, addedLength)
                : lacksSeparator(properties, propertiesPosition, propertiesLength);
    }

    private static boolean lacksSeparator(ByteBuffer source, int position, int length) {
        return length > 0 && source.get(position + length - 1) != MessageProperties.VALUE_END;
    }

    private static byte[] requireAddress(String name, byte[] address) {
        if (address.length != 4 && address.length != 16) {
            throw new IllegalArgumentException(
                    name + " address bytes: " + address.length + " (expected: 4 or 16)");
        }
        return address;
    }

    private void requirePrepared() {
        if (!prepared) {
            throw new IllegalStateException("the draft is not prepared since its last change");
        }
    }
}
