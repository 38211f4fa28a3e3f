package io.apogeemq.common.remoting;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** A constant ext field, encoded once in both header forms. Immutable, made at start. */
public final class EncodedField {
    private final byte[] json;
    private final byte[] binary;

    private EncodedField(byte[] json, byte[] binary) {
        this.json = json;
        this.binary = binary;
    }

    /** Encodes the field; the name is printable ASCII, the value any text. */
    public static EncodedField of(String asciiName, String value) {
        JsonHeaderWriter writer = new JsonHeaderWriter();
        writer.put(asciiName, value);
        byte[] nameBytes = asciiName.getBytes(UTF_8);
        byte[] valueBytes = value.getBytes(UTF_8);
        ByteBuffer binary =
                ByteBuffer.allocate(
                        Short.BYTES + nameBytes.length + Integer.BYTES + valueBytes.length);
        binary.putShort((short) nameBytes.length).put(nameBytes);
        binary.putInt(valueBytes.length).put(valueBytes);
        return new EncodedField(writer.written(), binary.array());
    }

    /** {@code "name":"value"} in UTF-8. */
    byte[] json() {
        return json;
    }

    /** Length, name, length, value. */
    byte[] binary() {
        return binary;
    }
}
