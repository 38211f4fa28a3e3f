package io.apogeemq.common.remoting;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fields held as strings: answers that were received, and whatever a caller puts together. */
final class CopiedFields implements Fields {
    private final Map<String, String> values;

    CopiedFields(Map<String, String> values) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    @Override
    public @Nullable String text(String name) {
        return values.get(name);
    }

    @Override
    public int requireInt(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new BadFieldException(name, null, "a 32-bit integer");
        }
        return toInt(name, value);
    }

    @Override
    public int intOr(String name, int otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : toInt(name, value);
    }

    @Override
    public long requireLong(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new BadFieldException(name, null, "a 64-bit integer");
        }
        return toLong(name, value);
    }

    @Override
    public long longOr(String name, long otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : toLong(name, value);
    }

    @Override
    public boolean booleanOr(String name, boolean otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : Boolean.parseBoolean(value);
    }

    @Override
    public Map<String, String> toMap() {
        return values;
    }

    @Override
    public FieldCursor cursor() {
        return new Cursor(values);
    }

    @Override
    public String toString() {
        return values.toString();
    }

    private static int toInt(String name, String value) {
        byte[] bytes = value.getBytes(UTF_8);
        return Decimal.toInt(bytes, 0, bytes.length, name);
    }

    private static long toLong(String name, String value) {
        byte[] bytes = value.getBytes(UTF_8);
        return Decimal.toLong(bytes, 0, bytes.length, name);
    }

    private static final class Cursor implements FieldCursor {
        private final Iterator<Map.Entry<String, String>> entries;
        private byte[] name = {};
        private byte[] value = {};

        Cursor(Map<String, String> values) {
            this.entries = values.entrySet().iterator();
        }

        @Override
        public boolean next() {
            if (!entries.hasNext()) {
                return false;
            }
            Map.Entry<String, String> entry = entries.next();
            name = entry.getKey().getBytes(UTF_8);
            value = entry.getValue().getBytes(UTF_8);
            return true;
        }

        @Override
        public int nameLength() {
            return name.length;
        }

        @Override
        public byte nameByte(int index) {
            return name[index];
        }

        @Override
        public boolean nameIs(String ascii) {
            return name().equals(ascii);
        }

        @Override
        public String name() {
            return new String(name, UTF_8);
        }

        @Override
        public String text() {
            return new String(value, UTF_8);
        }

        @Override
        public int valueLength() {
            return value.length;
        }

        @Override
        public byte valueByte(int index) {
            return value[index];
        }

        @Override
        public long number() {
            return Decimal.toLong(value, 0, value.length, name());
        }

        @Override
        public boolean bool() {
            return Boolean.parseBoolean(text());
        }

        @Override
        public int copyTo(ByteBuffer target) {
            int count = Math.min(value.length, target.remaining());
            target.put(value, 0, count);
            return count;
        }
    }
}
