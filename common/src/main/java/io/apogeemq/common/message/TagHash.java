package io.apogeemq.common.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The number that stands for a tag in a queue index: {@link String#hashCode} of the tag, widened
 * with its sign. Equal tags have equal numbers; the reverse does not hold, so who filters by it has
 * to compare the tag again.
 */
public final class TagHash {

    /** The number of a message without a tag. */
    public static final long NONE = 0;

    private TagHash() {}

    public static long of(String tag) {
        return tag.hashCode();
    }

    /**
     * The same from UTF-8, without building a string as long as the tag is ASCII. Ownership: {@code
     * source} is lent until return.
     */
    public static long of(ByteBuffer source, int position, int length) {
        int hash = 0;
        for (int i = 0; i < length; i++) {
            byte b = source.get(position + i);
            if (b < 0) {
                byte[] tag = new byte[length];
                source.get(position, tag);
                return of(new String(tag, StandardCharsets.UTF_8));
            }
            hash = 31 * hash + b;
        }
        return hash;
    }
}
