package io.apogeemq.common.remoting;

import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which handler serves which request code on one port, and how long a body it takes. Immutable.
 * Codes that nobody serves get code 3 and a sentence.
 *
 * <p>A body that is longer than its code's limit is answered with code 13 and never reaches the
 * handler: most commands have none, and what a handler reads on the event loop holds up all other
 * connections of that loop.
 */
public final class HandlerTable {
    private static final int DIRECT_CODES = 1024;
    private static final int NOT_SUPPORTED = 3;

    /** The longest body of a code that states no limit; short enough to be read on the loop. */
    public static final int SHORT_BODY_BYTES = 64 * 1024;

    /** For codes whose body may be as long as a frame allows. */
    public static final int ANY_BODY_BYTES = Integer.MAX_VALUE;

    /** A handler with its limit. */
    record Entry(CommandHandler handler, int maxBodyBytes) {}

    private final Entry[] direct = new Entry[DIRECT_CODES];
    private final IntObjectHashMap<Entry> others = new IntObjectHashMap<>();
    private final Entry otherwise;

    private HandlerTable(IntObjectHashMap<Entry> handlers, Entry otherwise) {
        this.otherwise = otherwise;
        Arrays.fill(direct, otherwise);
        for (IntObjectMap.PrimitiveEntry<Entry> entry : handlers.entries()) {
            if (isDirect(entry.key())) {
                direct[entry.key()] = entry.value();
            } else {
                others.put(entry.key(), entry.value());
            }
        }
    }

    /** A table that serves nothing. */
    public static HandlerTable empty() {
        return builder().build();
    }

    /** Starts a table. */
    public static Builder builder() {
        return new Builder();
    }

    Entry find(int code) {
        if (isDirect(code)) {
            return direct[code];
        }
        Entry entry = others.get(code);
        return entry == null ? otherwise : entry;
    }

    private static boolean isDirect(int code) {
        return code >= 0 && code < DIRECT_CODES;
    }

    private static void refuse(Connection connection, Command request, Reply reply) {
        // The leading blank is the classic text; tools compare it.
        reply.fail(NOT_SUPPORTED, " request type " + request.code() + " not supported");
    }

    /** Collects handlers; a code may be given once. */
    public static final class Builder {
        private final IntObjectHashMap<Entry> handlers = new IntObjectHashMap<>();
        private Entry otherwise = new Entry(HandlerTable::refuse, ANY_BODY_BYTES);

        private Builder() {}

        /** Serves {@code code}, whose body is a short one or none, by {@code handler}. */
        public Builder on(int code, CommandHandler handler) {
            return on(code, SHORT_BODY_BYTES, handler);
        }

        /**
         * Serves {@code code} by {@code handler}.
         *
         * @param maxBodyBytes longest body that is handed to it
         * @throws IllegalArgumentException when the code is already served
         */
        public Builder on(int code, int maxBodyBytes, CommandHandler handler) {
            @Nullable Entry earlier = handlers.put(code, new Entry(handler, maxBodyBytes));
            if (earlier != null) {
                throw new IllegalArgumentException(
                        "code: " + code + " (expected: one handler, has two)");
            }
            return this;
        }

        /** Serves all codes that have no handler of their own. */
        public Builder otherwise(CommandHandler handler) {
            otherwise = new Entry(handler, ANY_BODY_BYTES);
            return this;
        }

        /** The finished table. */
        public HandlerTable build() {
            return new HandlerTable(handlers, otherwise);
        }
    }
}
