package io.apogeemq.common.remoting;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads a binary header ({@code ROCKETMQ} form, big endian).
 *
 * <pre>
 * offset  bytes  type    name
 *  0      2      int16   code
 *  2      1      uint8   language code
 *  3      2      int16   version
 *  5      4      int32   opaque
 *  9      4      int32   flag
 * 13      4 + n  UTF-8   remark with its length; length 0 means none
 *         4 + n  block   ext fields with the length of the whole block; 0 means none
 * per field: int16 length and name, int32 length and value; an empty one does not exist
 * </pre>
 *
 * <p>The code has only 16 bits, so requests above 32767 arrive as another number; those of the pop
 * and lite families are mapped back, as no genuine code lies there.
 */
final class BinaryHeaderReader {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int FIXED_BYTES = 21;
    private static final int REMARK = 13;
    private static final int LOST_BITS = 3 << 16;

    private BinaryHeaderReader() {}

    static void read(ReceivedHeader header, byte[] bytes, int headerLength) {
        if (headerLength < FIXED_BYTES) {
            throw malformed("shorter than its fixed part");
        }
        header.code = fullCode((short) SHORT.get(bytes, 0));
        header.language = Language.ofCode(bytes[2]);
        header.version = (short) SHORT.get(bytes, 3);
        header.opaque = (int) INT.get(bytes, 5);
        header.flag = (int) INT.get(bytes, 9);
        int remarkLength = length(bytes, REMARK, headerLength - Integer.BYTES);
        int position = REMARK + Integer.BYTES;
        if (remarkLength > 0) {
            header.remark(position, remarkLength);
        }
        position += remarkLength;
        int fieldsLength = length(bytes, position, headerLength);
        position += Integer.BYTES;
        if (position + fieldsLength != headerLength) {
            throw malformed("ext fields end before or behind it");
        }
        while (position < headerLength) {
            position = readField(header, bytes, position, headerLength);
        }
    }

    private static int readField(ReceivedHeader header, byte[] bytes, int offset, int end) {
        if (end - offset < Short.BYTES) {
            throw malformed("ends inside a field");
        }
        int nameLength = (short) SHORT.get(bytes, offset);
        int nameOffset = offset + Short.BYTES;
        if (nameLength < 0 || nameLength > end - nameOffset) {
            throw malformed("a field's name is longer than it");
        }
        int valueLength = length(bytes, nameOffset + nameLength, end);
        int valueOffset = nameOffset + nameLength + Integer.BYTES;
        if (nameLength > 0 && valueLength > 0) {
            header.add(nameOffset, nameLength, valueOffset, valueLength);
        }
        return valueOffset + valueLength;
    }

    /** Reads a length whose content has to end before {@code end}. */
    private static int length(byte[] bytes, int offset, int end) {
        if (end - offset < Integer.BYTES) {
            throw malformed("ends inside a length");
        }
        int length = (int) INT.get(bytes, offset);
        if (length < 0 || length > end - offset - Integer.BYTES) {
            throw malformed("a part is longer than it");
        }
        return length;
    }

    private static int fullCode(int code) {
        boolean pop = code >= 3442 && code <= 3448;
        boolean lite = code >= 3462 && code <= 3471;
        boolean batchAck = code == 3543;
        return pop || lite || batchAck ? code + LOST_BITS : code;
    }

    private static MalformedFrameException malformed(String detail) {
        return MalformedFrameException.header("binary header: " + detail);
    }
}
