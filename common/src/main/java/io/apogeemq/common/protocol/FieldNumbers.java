package io.apogeemq.common.protocol;

import io.apogeemq.common.remoting.BadFieldException;
import io.apogeemq.common.remoting.FieldCursor;

/** What readers of a {@link FieldCursor} share. */
final class FieldNumbers {

    private FieldNumbers() {}

    /** The cursor's current value as a 32-bit number. */
    static int intValue(FieldCursor cursor) {
        long value = cursor.number();
        if (value != (int) value) {
            throw new BadFieldException(cursor.name(), cursor.text(), "a 32-bit integer");
        }
        return (int) value;
    }

    /**
     * Fails for the first name whose bit is not set.
     *
     * @param names the name of bit i at index i
     */
    static void requireSeen(int seen, String[] names) {
        int missing = ~seen & ((1 << names.length) - 1);
        if (missing != 0) {
            throw new BadFieldException(
                    names[Integer.numberOfTrailingZeros(missing)], null, "a value");
        }
    }
}
