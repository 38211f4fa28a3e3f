package io.apogeemq.common.remoting;

import org.jspecify.annotations.Nullable;

/** Writes headers in the binary form; the layout stands at {@link BinaryHeaderReader}. */
final class BinaryHeaderWriter extends HeaderWriter {
    private static final int FIXED_BYTES = 21;

    private int fieldsLengthAt;

    @Override
    int type() {
        return 1;
    }

    @Override
    void start(int code, int flag, int opaque, @Nullable String remark, SenderIdentity identity) {
        room(FIXED_BYTES);
        SHORT.set(bytes, size, (short) code);
        bytes[size + 2] = (byte) identity.language().code();
        SHORT.set(bytes, size + 3, (short) identity.version());
        INT.set(bytes, size + 5, opaque);
        INT.set(bytes, size + 9, flag);
        size += 13;
        value(remark == null ? "" : remark);
        room(Integer.BYTES);
        fieldsLengthAt = size;
        INT.set(bytes, size, 0);
        size += Integer.BYTES;
    }

    @Override
    void openFields() {
        // The block's length stands already, as 0.
    }

    @Override
    void closeFields() {
        INT.set(bytes, fieldsLengthAt, size - fieldsLengthAt - Integer.BYTES);
    }

    @Override
    void finish() {
        // Nothing follows the fields.
    }

    @Override
    public void put(String asciiName, long value) {
        name(asciiName);
        room(Integer.BYTES + Decimal.MAX_LENGTH);
        int lengthAt = size;
        size = Decimal.write(value, bytes, size + Integer.BYTES);
        INT.set(bytes, lengthAt, size - lengthAt - Integer.BYTES);
    }

    @Override
    public void put(String asciiName, String value) {
        if (!value.isEmpty()) {
            name(asciiName);
            value(value);
        }
    }

    @Override
    public void putAscii(String asciiName, String asciiValue) {
        name(asciiName);
        room(Integer.BYTES + asciiValue.length());
        INT.set(bytes, size, asciiValue.length());
        size += Integer.BYTES;
        ascii(asciiValue);
    }

    @Override
    public void put(EncodedField field) {
        raw(field.binary());
    }

    @Override
    void putAnyName(String name, String value) {
        if (name.isEmpty() || value.isEmpty()) {
            return;
        }
        room(Short.BYTES + 3 * name.length() + 1);
        int lengthAt = size;
        size += Short.BYTES;
        int index = 0;
        while (index < name.length()) {
            index += utf8(name, index);
        }
        int length = size - lengthAt - Short.BYTES;
        if (length > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "field name: " + length + "B (expected: <= " + Short.MAX_VALUE + "B)");
        }
        SHORT.set(bytes, lengthAt, (short) length);
        value(value);
    }

    private void name(String asciiName) {
        room(Short.BYTES + asciiName.length());
        SHORT.set(bytes, size, (short) asciiName.length());
        size += Short.BYTES;
        ascii(asciiName);
    }

    private void value(String text) {
        // Three bytes per char are the most: a pair of them becomes four.
        room(Integer.BYTES + 3 * text.length() + 1);
        int lengthAt = size;
        size += Integer.BYTES;
        int index = 0;
        while (index < text.length()) {
            index += utf8(text, index);
        }
        INT.set(bytes, lengthAt, size - lengthAt - Integer.BYTES);
    }
}
