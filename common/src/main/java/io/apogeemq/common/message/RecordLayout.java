package io.apogeemq.common.message;

import java.nio.ByteBuffer;

/**
 * The classic record: what a segment of the commit log holds, and what pull, pop, query and view
 * answers carry. All numbers are big-endian.
 *
 * <table>
 * <caption>One record; offsets when both hosts are IPv4 (each IPv6 host adds 12)</caption>
 * <tr><th>Offset</th><th>Width</th><th>Type</th><th>Name</th><th>Meaning</th></tr>
 * <tr><td>0</td><td>4</td><td>i32</td><td>totalBytes</td><td>the whole record, this field included</td></tr>
 * <tr><td>4</td><td>4</td><td>i32</td><td>magic</td><td>{@link #MAGIC_V1}, {@link #MAGIC_V2} (since 5.0) or {@link #MAGIC_FILLER}</td></tr>
 * <tr><td>8</td><td>4</td><td>i32</td><td>bodyCrc</td><td>CRC-32 of the body, masked with 0x7FFFFFFF</td></tr>
 * <tr><td>12</td><td>4</td><td>i32</td><td>queueId</td><td></td></tr>
 * <tr><td>16</td><td>4</td><td>i32</td><td>flag</td><td>the application's, opaque</td></tr>
 * <tr><td>20</td><td>8</td><td>i64</td><td>queueOffset</td><td>ordinal in its queue, filled in by the append</td></tr>
 * <tr><td>28</td><td>8</td><td>i64</td><td>physicalOffset</td><td>log position of this record's first byte</td></tr>
 * <tr><td>36</td><td>4</td><td>i32</td><td>sysFlag</td><td>{@link SysFlag}</td></tr>
 * <tr><td>40</td><td>8</td><td>i64</td><td>bornTimestamp</td><td>milliseconds, the client's clock</td></tr>
 * <tr><td>48</td><td>8/20</td><td>bytes</td><td>bornHost</td><td>address (4 or 16), then port i32</td></tr>
 * <tr><td>56</td><td>8</td><td>i64</td><td>storeTimestamp</td><td>milliseconds, the broker's clock</td></tr>
 * <tr><td>64</td><td>8/20</td><td>bytes</td><td>storeHost</td><td>as bornHost</td></tr>
 * <tr><td>72</td><td>4</td><td>i32</td><td>reconsumeTimes</td><td></td></tr>
 * <tr><td>76</td><td>8</td><td>i64</td><td>preparedTransactionOffset</td><td>of the half message, else 0</td></tr>
 * <tr><td>84</td><td>4</td><td>i32</td><td>bodyLength</td><td></td></tr>
 * <tr><td>88</td><td>n</td><td>bytes</td><td>body</td><td>as received</td></tr>
 * <tr><td>88+n</td><td>1/2</td><td>u8/i16</td><td>topicLength</td><td>2 bytes in V2</td></tr>
 * <tr><td></td><td>t</td><td>bytes</td><td>topic</td><td>UTF-8</td></tr>
 * <tr><td></td><td>2</td><td>i16</td><td>propertiesLength</td><td>at most 32767</td></tr>
 * <tr><td></td><td>p</td><td>bytes</td><td>properties</td><td>{@link MessageProperties}; the last 20 bytes may be the record CRC</td></tr>
 * </table>
 *
 * <p><b>Record CRC.</b> A last property {@code __CRC32#}, whose value is ten decimal digits of the
 * masked CRC-32 of all bytes before it, the least significant digit first. It covers the header,
 * the topic and the properties, which the body CRC does not. Old readers take it for a property.
 *
 * <p><b>Filler.</b> The end of a segment that the next record does not fit in: bytes left (i32),
 * {@link #MAGIC_FILLER} (i32), the rest undefined.
 *
 * <p><b>Crash rule.</b> A record counts when {@link RecordView#check} says so; the log ends before
 * the first position for which it does not.
 *
 * <p><b>Example.</b> {@code RecordDraftTest} holds a record of 132 bytes byte for byte.
 */
public final class RecordLayout {

    /** A record whose topic length is one byte. */
    public static final int MAGIC_V1 = 0xDAA320A7;

    /** A record whose topic length is two bytes; only for topics longer than 127 bytes. */
    public static final int MAGIC_V2 = 0xDAA320AB;

    /** The blank end of a segment. */
    public static final int MAGIC_FILLER = 0xCBD43194;

    /** Bytes of a filler that mean something. */
    public static final int FILLER_HEADER_BYTES = 8;

    /** A segment keeps this many bytes spare behind its last record, for the filler. */
    public static final int SEGMENT_END_RESERVE_BYTES = FILLER_HEADER_BYTES;

    public static final int TOTAL_BYTES_AT = 0;
    public static final int MAGIC_AT = 4;
    public static final int BODY_CRC_AT = 8;
    public static final int QUEUE_ID_AT = 12;
    public static final int FLAG_AT = 16;
    public static final int QUEUE_OFFSET_AT = 20;
    public static final int PHYSICAL_OFFSET_AT = 28;
    public static final int SYS_FLAG_AT = 36;
    public static final int BORN_TIMESTAMP_AT = 40;
    public static final int BORN_HOST_AT = 48;

    /** Bytes before the body when both hosts are IPv4. */
    public static final int HEADER_BYTES_V4 = 88;

    /** Bytes before the body when both hosts are IPv6. */
    public static final int HEADER_BYTES_MAX = HEADER_BYTES_V4 + 24;

    /** The smallest possible record: V1, IPv4, no body, no topic, no properties. */
    public static final int MIN_TOTAL_BYTES = HEADER_BYTES_V4 + 1 + 2;

    /** The longest topic that a V1 record holds. */
    public static final int MAX_TOPIC_BYTES_V1 = 127;

    /** The longest topic of any record. */
    public static final int MAX_TOPIC_BYTES = 255;

    /** The longest properties of any record, the record CRC included. */
    public static final int MAX_PROPERTIES_BYTES = Short.MAX_VALUE;

    /** Bytes of the record CRC property at the end of a record. */
    public static final int RECORD_CRC_BYTES = 20;

    /** CRC values lose their sign bit before they are stored. */
    public static final int CRC_MASK = 0x7FFFFFFF;

    private RecordLayout() {}

    /** Offset of the store timestamp. */
    public static int storeTimestampAt(int sysFlag) {
        return BORN_HOST_AT + SysFlag.bornHostBytes(sysFlag);
    }

    /** Offset of the store host. */
    public static int storeHostAt(int sysFlag) {
        return storeTimestampAt(sysFlag) + 8;
    }

    /** Offset of the reconsume count. */
    public static int reconsumeTimesAt(int sysFlag) {
        return storeHostAt(sysFlag) + SysFlag.storeHostBytes(sysFlag);
    }

    /** Offset of the prepared transaction offset. */
    public static int preparedTransactionOffsetAt(int sysFlag) {
        return reconsumeTimesAt(sysFlag) + 4;
    }

    /** Offset of the body length. */
    public static int bodyLengthAt(int sysFlag) {
        return preparedTransactionOffsetAt(sysFlag) + 8;
    }

    /** Offset of the body: 88, 100 or 112. */
    public static int bodyAt(int sysFlag) {
        return bodyLengthAt(sysFlag) + 4;
    }

    /** The magic that a record with a topic of this many bytes bears. */
    public static int magicFor(int topicBytes) {
        return topicBytes > MAX_TOPIC_BYTES_V1 ? MAGIC_V2 : MAGIC_V1;
    }

    /** Width of the topic length field: 1 in V1, 2 in V2. */
    public static int topicLengthBytes(int magic) {
        return magic == MAGIC_V2 ? 2 : 1;
    }

    /**
     * The size of a record.
     *
     * @throws ArithmeticException when it does not fit in 31 bits
     */
    public static int totalBytes(
            int sysFlag, int magic, int bodyBytes, int topicBytes, int propertiesBytes) {
        int fixed = bodyAt(sysFlag) + topicLengthBytes(magic) + 2;
        return Math.addExact(Math.addExact(fixed, bodyBytes), topicBytes + propertiesBytes);
    }

    /**
     * Marks the rest of a segment as blank. Ownership: {@code target} is lent until return.
     *
     * @param bytesLeft from {@code position} to the segment's end, at least {@link
     *     #FILLER_HEADER_BYTES}
     */
    public static void writeFiller(ByteBuffer target, int position, int bytesLeft) {
        if (bytesLeft < FILLER_HEADER_BYTES) {
            throw new IllegalArgumentException(
                    "bytesLeft: " + bytesLeft + " (expected: >= " + FILLER_HEADER_BYTES + ")");
        }
        target.putInt(position, bytesLeft);
        target.putInt(position + MAGIC_AT, MAGIC_FILLER);
    }
}
