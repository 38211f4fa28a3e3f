package io.apogeemq.broker.log;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why a log takes no appends: for good when the disk failed, or until there is room again, or until
 * those who follow the log can. Each is logged when it begins and when it is over.
 *
 * <p>Any thread; looking costs an append two volatile reads.
 */
final class Obstacles {

    private static final Logger LOG = LoggerFactory.getLogger(Obstacles.class);

    private volatile @Nullable IOException failure;
    private volatile @Nullable String suspended;

    /** Why the last append that needed room got none, until there is some. */
    private volatile @Nullable String noRoom;

    /** From now on nothing is appended or acknowledged. */
    void failed(IOException cause, long forcedEnd, long end) {
        failure = cause;
        LOG.atError()
                .setCause(cause)
                .addKeyValue("forcedEnd", forcedEnd)
                .addKeyValue("end", end)
                .log("The disk did not confirm a write; the broker is read-only from now on");
    }

    @Nullable IOException failure() {
        return failure;
    }

    void suspended(String why) {
        suspended = why;
    }

    void resumed() {
        suspended = null;
    }

    /** An append found no room. */
    AppendOutcome.Rejected foundNoRoom(IOException cause) {
        String detail = "no room for the log: " + cause.getMessage();
        if (noRoom == null) {
            LOG.warn("From now on nothing is stored that needs more room: {}", detail);
        }
        noRoom = detail;
        return new AppendOutcome.Rejected(AppendOutcome.Cause.DISK_FULL, detail);
    }

    void foundRoom() {
        if (noRoom != null) {
            noRoom = null;
            LOG.info("There is room for the log again");
        }
    }

    /** The answer to an append whatever it is; null when it may be tried. */
    AppendOutcome.@Nullable Rejected rejection() {
        IOException failed = failure;
        if (failed != null) {
            return new AppendOutcome.Rejected(
                    AppendOutcome.Cause.FAILED,
                    "the broker is read-only since its disk failed: " + failed.getMessage());
        }
        String why = suspended;
        return why == null ? null : new AppendOutcome.Rejected(AppendOutcome.Cause.FAILED, why);
    }

    /** All of it in words; null when appends are taken. */
    @Nullable String inWords() {
        AppendOutcome.Rejected rejection = rejection();
        return rejection != null ? rejection.detail() : noRoom;
    }
}
