package io.apogeemq.common.json;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What values take of the heap, in bytes: measured on a JVM with compressed pointers, growth
 * reserves included, rounded up. Whoever keeps or makes values from outside counts with these.
 */
public final class JsonWeight {
    static final int OBJECT = 56;
    static final int LIST = 80;
    static final int ELEMENT = 8;
    static final int NUMBER = 16;

    /** A text's two objects, its characters left aside. */
    static final int TEXT = 48;

    private static final int MEMBER = 12;
    private static final int INDEXED_MEMBER = 72;

    private JsonWeight() {}

    /** A text: a byte per character, two where one of them is beyond Latin-1. */
    public static long text(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) > 0xff) {
                return TEXT + 2L * length;
            }
        }
        return TEXT + (long) length;
    }

    /** One member of the object, its key and its value left aside. */
    static int member(JsonObject object) {
        return object.isIndexed() ? INDEXED_MEMBER : MEMBER;
    }

    /** A value with all that is in it. */
    static long of(@Nullable Object value) {
        return switch (value) {
            case null -> 0;
            case String text -> text(text);
            case JsonObject object -> {
                long[] sum = {OBJECT};
                int member = member(object);
                object.forEach((key, each) -> sum[0] += member + of(key) + of(each));
                yield sum[0];
            }
            case List<?> list -> {
                long sum = LIST;
                for (Object element : list) {
                    sum += ELEMENT + of(element);
                }
                yield sum;
            }
            default -> NUMBER;
        };
    }
}
