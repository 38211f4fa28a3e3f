package io.apogeemq.common.protocol;

import io.apogeemq.common.remoting.FieldCursor;
import org.jspecify.annotations.Nullable;

/**
 * Texts that come again and again on one connection, such as topics and groups: the same bytes give
 * the same string without a new one being made.
 *
 * <p>A fixed number of slots, each holding the last text that fell into it; memory is bounded
 * because long texts are not kept. Owner: the connection's event loop.
 */
final class RepeatedTexts {

    private static final int SLOTS = 16;
    private static final int MAX_KEPT_BYTES = 255;

    private final @Nullable String[] kept = new String[SLOTS];

    /** The cursor's current value. */
    String of(FieldCursor cursor) {
        int length = cursor.valueLength();
        if (length == 0) {
            return "";
        }
        if (length > MAX_KEPT_BYTES) {
            return cursor.text();
        }
        int slot = slot(cursor, length);
        String candidate = kept[slot];
        if (candidate != null && equals(candidate, cursor, length)) {
            return candidate;
        }
        String text = cursor.text();
        if (text.length() == length) {
            // One byte per character: only such texts can be compared with bytes.
            kept[slot] = text;
        }
        return text;
    }

    private static int slot(FieldCursor cursor, int length) {
        int hash = length;
        // The tail tells names apart better than the head, which often is a common prefix.
        for (int i = Math.max(0, length - 6); i < length; i++) {
            hash = 31 * hash + cursor.valueByte(i);
        }
        return (hash ^ (hash >>> 5)) & (SLOTS - 1);
    }

    private static boolean equals(String text, FieldCursor cursor, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != cursor.valueByte(i)) {
                return false;
            }
        }
        return true;
    }
}
