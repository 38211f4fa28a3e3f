package io.apogeemq.common.remoting;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the rooms keep with a connection: few things, read often. Thread-safe. */
final class Attachments {
    private volatile Object[] values = {};

    /** Keeps {@code value} in place of an earlier one of the same class. */
    synchronized void put(Object value) {
        Object[] now = values;
        Object[] next = Arrays.copyOf(now, now.length + 1);
        for (int i = 0; i < now.length; i++) {
            if (now[i].getClass() == value.getClass()) {
                next = now.clone();
                next[i] = value;
            }
        }
        if (next.length > now.length) {
            next[now.length] = value;
        }
        values = next;
    }

    /** The value of exactly this class. */
    <T> @Nullable T find(Class<T> type) {
        for (Object value : values) {
            if (value.getClass() == type) {
                return type.cast(value);
            }
        }
        return null;
    }
}
