package io.apogeemq.common.remoting;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Warnings that a peer can provoke: at most one per kind in {@value #INTERVAL_SECONDS} s, which
 * then says how many were left out. Thread-safe.
 */
final class RateLimitedLog {
    private static final Logger LOG = LoggerFactory.getLogger(RemotingServer.class);
    private static final int INTERVAL_SECONDS = 10;
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(INTERVAL_SECONDS);

    private final Map<RejectReason, Gate> rejections = new EnumMap<>(RejectReason.class);
    private final Gate failures = new Gate();

    RateLimitedLog() {
        for (RejectReason reason : RejectReason.values()) {
            rejections.put(reason, new Gate());
        }
    }

    void rejected(Connection connection, RejectReason reason, @Nullable String detail) {
        Gate gate = rejections.get(reason);
        long silent = gate == null ? -1 : gate.pass();
        if (silent >= 0) {
            LoggingEventBuilder event =
                    LOG.atWarn()
                            .addKeyValue("peer", connection.remoteAddress())
                            .addKeyValue("suppressed", silent);
            event.log(
                    detail == null
                            ? "closed a connection: " + reason.words()
                            : "closed a connection: " + reason.words() + ", " + detail);
        }
    }

    void handlerFailed(Connection connection, int code, Throwable failure) {
        long silent = failures.pass();
        if (silent >= 0) {
            LOG.atWarn()
                    .addKeyValue("peer", connection.remoteAddress())
                    .addKeyValue("code", code)
                    .addKeyValue("suppressed", silent)
                    .setCause(failure)
                    .log("a handler failed; the request is answered with code 1");
        }
    }

    /** Opens at most once per interval. */
    private static final class Gate {
        private final AtomicLong opensAt = new AtomicLong(System.nanoTime());
        private final AtomicLong suppressed = new AtomicLong();

        /** How many were held back since the last one that passed, or -1 to hold this one back. */
        long pass() {
            long now = System.nanoTime();
            long opens = opensAt.get();
            if (now - opens >= 0 && opensAt.compareAndSet(opens, now + INTERVAL_NANOS)) {
                return suppressed.getAndSet(0);
            }
            suppressed.incrementAndGet();
            return -1;
        }
    }
}
