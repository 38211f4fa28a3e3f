package io.apogeemq.common.message;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The id that a broker gives a message: where it is stored, so that whoever knows the id can fetch
 * the message.
 *
 * <p>Text: upper-case hexadecimal of the store address (4 or 16 bytes), the port (i32) and the
 * physical offset (i64): 32 or 56 digits. The ids of a batch are joined by commas.
 *
 * @param address where clients reach the storing broker
 * @param port its remoting port
 * @param physicalOffset in its commit log
 */
public record OffsetMessageId(InetAddress address, int port, long physicalOffset) {

    /** Digits of an id with an IPv4 address. */
    public static final int DIGITS_V4 = 32;

    /** Digits of an id with an IPv6 address. */
    public static final int DIGITS_V6 = 56;

    private static final byte[] DIGIT = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    /**
     * Reads an id; lower-case digits are accepted too.
     *
     * @throws IllegalArgumentException when the text is no such id
     */
    public static OffsetMessageId parse(String text) {
        if (text.length() != DIGITS_V4 && text.length() != DIGITS_V6) {
            throw new IllegalArgumentException(
                    "offset message id: "
                            + text.length()
                            + " characters (expected: 32 or 56 hexadecimal digits)");
        }
        byte[] bytes;
        try {
            bytes = HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "offset message id: not hexadecimal (expected: 32 or 56 hexadecimal digits)",
                    e);
        }
        ByteBuffer fields = ByteBuffer.wrap(bytes);
        byte[] address = new byte[bytes.length - 12];
        fields.get(address);
        int port = fields.getInt();
        if (port < 0 || port > 0xFFFF) {
            throw new IllegalArgumentException(
                    "offset message id: port " + port + " (expected: 0..65535)");
        }
        long physicalOffset = fields.getLong();
        if (physicalOffset < 0) {
            throw new IllegalArgumentException(
                    "offset message id: offset " + physicalOffset + " (expected: >= 0)");
        }
        try {
            return new OffsetMessageId(InetAddress.getByAddress(address), port, physicalOffset);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("address bytes: " + address.length, e);
        }
    }

    /** The id as text. */
    public String text() {
        return new Encoder(address.getAddress(), port).text(physicalOffset);
    }

    /**
     * Writes the ids of one broker: the part that never changes is encoded once. Immutable, for any
     * thread.
     */
    public static final class Encoder {

        private final byte[] prefix;

        /**
         * @param address 4 or 16 bytes
         */
        public Encoder(byte[] address, int port) {
            if (address.length != 4 && address.length != 16) {
                throw new IllegalArgumentException(
                        "address bytes: " + address.length + " (expected: 4 or 16)");
            }
            prefix = new byte[(address.length + 4) * 2];
            for (int i = 0; i < address.length; i++) {
                digits(address[i], 2, prefix, i * 2);
            }
            digits(port, 8, prefix, address.length * 2);
        }

        /** Digits of every id written: 32 or 56. */
        public int length() {
            return prefix.length + 16;
        }

        /** Writes an id as ASCII; allocates nothing. Ownership: {@code target} is lent. */
        public void write(long physicalOffset, byte[] target, int at) {
            System.arraycopy(prefix, 0, target, at, prefix.length);
            digits(physicalOffset, 16, target, at + prefix.length);
        }

        /** An id as a string. */
        public String text(long physicalOffset) {
            byte[] text = new byte[length()];
            write(physicalOffset, text, 0);
            return new String(text, StandardCharsets.ISO_8859_1);
        }

        private static void digits(long value, int count, byte[] target, int at) {
            for (int i = 0; i < count; i++) {
                target[at + i] = DIGIT[(int) (value >>> (4 * (count - 1 - i))) & 0xF];
            }
        }
    }
}
