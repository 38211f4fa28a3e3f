package io.apogeemq.common.remoting;

import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which handler serves which request code on one port. Immutable. Codes that nobody serves get code
 * 3 and a sentence.
 */
public final class HandlerTable {
    private static final int DIRECT_CODES = 1024;
    private static final int NOT_SUPPORTED = 3;

    private final CommandHandler[] direct = new CommandHandler[DIRECT_CODES];
    private final IntObjectHashMap<CommandHandler> others = new IntObjectHashMap<>();
    private final CommandHandler otherwise;

    private HandlerTable(IntObjectHashMap<CommandHandler> handlers, CommandHandler otherwise) {
        this.otherwise = otherwise;
        Arrays.fill(direct, otherwise);
        for (IntObjectMap.PrimitiveEntry<CommandHandler> entry : handlers.entries()) {
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

    CommandHandler find(int code) {
        if (isDirect(code)) {
            return direct[code];
        }
        CommandHandler handler = others.get(code);
        return handler == null ? otherwise : handler;
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
        private final IntObjectHashMap<CommandHandler> handlers = new IntObjectHashMap<>();
        private CommandHandler otherwise = HandlerTable::refuse;

        private Builder() {}

        /**
         * Serves {@code code} by {@code handler}.
         *
         * @throws IllegalArgumentException when the code is already served
         */
        public Builder on(int code, CommandHandler handler) {
            @Nullable CommandHandler earlier = handlers.put(code, handler);
            if (earlier != null) {
                throw new IllegalArgumentException(
                        "code: " + code + " (expected: one handler, has two)");
            }
            return this;
        }

        /** Serves all codes that have no handler of their own. */
        public Builder otherwise(CommandHandler handler) {
            otherwise = handler;
            return this;
        }

        /** The finished table. */
        public HandlerTable build() {
            return new HandlerTable(handlers, otherwise);
        }
    }
}
