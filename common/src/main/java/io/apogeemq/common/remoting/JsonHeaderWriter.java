package io.apogeemq.common.remoting;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes headers as JSON, byte for byte as the classic servers do: compact, keys in order. */
final class JsonHeaderWriter extends HeaderWriter {
    private static final byte[] CODE = "{\"code\":".getBytes(US_ASCII);
    private static final byte[] FIELDS = ",\"extFields\":{".getBytes(US_ASCII);
    private static final byte[] FLAG = ",\"flag\":".getBytes(US_ASCII);
    private static final byte[] REMARK = ",\"remark\":".getBytes(US_ASCII);
    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

    /** Bytes around name and value: comma, four quotes, colon. */
    private static final int PUNCTUATION = 6;

    private static final int LONGEST_ESCAPE = 6;

    private boolean first = true;
    private int flag;
    private int opaque;
    private @Nullable String remark;
    private @Nullable SenderIdentity identity;

    @Override
    int type() {
        return 0;
    }

    @Override
    void start(int code, int flag, int opaque, @Nullable String remark, SenderIdentity identity) {
        this.flag = flag;
        this.opaque = opaque;
        this.remark = remark;
        this.identity = identity;
        raw(CODE);
        number(code);
    }

    @Override
    void openFields() {
        raw(FIELDS);
        first = true;
    }

    @Override
    void closeFields() {
        room(1);
        bytes[size++] = '}';
    }

    @Override
    void finish() {
        if (identity == null) {
            throw new IllegalStateException("not begun");
        }
        raw(FLAG);
        number(flag);
        raw(identity.jsonLanguage());
        number(opaque);
        if (remark != null) {
            raw(REMARK);
            quoted(remark);
            remark = null;
        }
        raw(identity.jsonEnd());
    }

    @Override
    public void put(String asciiName, long value) {
        room(PUNCTUATION + asciiName.length() + Decimal.MAX_LENGTH);
        name(asciiName);
        bytes[size++] = '"';
        size = Decimal.write(value, bytes, size);
        bytes[size++] = '"';
    }

    @Override
    public void put(String asciiName, String value) {
        room(PUNCTUATION + asciiName.length());
        name(asciiName);
        quoted(value);
    }

    @Override
    public void putAscii(String asciiName, String asciiValue) {
        room(PUNCTUATION + asciiName.length() + asciiValue.length());
        name(asciiName);
        bytes[size++] = '"';
        ascii(asciiValue);
        bytes[size++] = '"';
    }

    @Override
    public void put(EncodedField field) {
        byte[] encoded = field.json();
        room(1 + encoded.length);
        separator();
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
    }

    @Override
    void putAnyName(String name, String value) {
        room(2);
        separator();
        quoted(name);
        room(1);
        bytes[size++] = ':';
        quoted(value);
    }

    /** What has been put so far, without the frame's prefix. */
    byte[] written() {
        return Arrays.copyOfRange(bytes, PREFIX_BYTES, size);
    }

    private void separator() {
        if (first) {
            first = false;
        } else {
            bytes[size++] = ',';
        }
    }

    private void name(String asciiName) {
        separator();
        bytes[size++] = '"';
        ascii(asciiName);
        bytes[size++] = '"';
        bytes[size++] = ':';
    }

    private void number(long value) {
        room(Decimal.MAX_LENGTH);
        size = Decimal.write(value, bytes, size);
    }

    private void quoted(String value) {
        int length = value.length();
        room(2 + length);
        bytes[size++] = '"';
        if (isPlain(value)) {
            // Looked at first and copied as a whole, not byte by byte: half of the time.
            ascii(value);
        } else {
            quotedSlowly(value);
        }
        room(1);
        bytes[size++] = '"';
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char unit = value.charAt(i);
            if (unit >= 0x80 || mustEscape(unit)) {
                return false;
            }
        }
        return true;
    }

    private void quotedSlowly(String value) {
        int index = 0;
        while (index < value.length()) {
            room(LONGEST_ESCAPE);
            char unit = value.charAt(index);
            if (mustEscape(unit)) {
                escape(unit);
                index++;
            } else {
                index += utf8(value, index);
            }
        }
    }

    private static boolean mustEscape(char unit) {
        return unit < 0x20 || unit == '"' || unit == '\\';
    }

    private void escape(char unit) {
        bytes[size++] = '\\';
        switch (unit) {
            case '"', '\\' -> bytes[size++] = (byte) unit;
            case '\b' -> bytes[size++] = 'b';
            case '\f' -> bytes[size++] = 'f';
            case '\n' -> bytes[size++] = 'n';
            case '\r' -> bytes[size++] = 'r';
            case '\t' -> bytes[size++] = 't';
            default -> {
                bytes[size++] = 'u';
                bytes[size++] = '0';
                bytes[size++] = '0';
                bytes[size++] = HEX[unit >> 4];
                bytes[size++] = HEX[unit & 0xF];
            }
        }
    }
}
