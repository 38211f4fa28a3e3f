package io.apogeemq.namesrv.routing;

import org.jspecify.annotations.Nullable;

/**
 * What a registration gives away of the process that sent it. A wipe of write permissions lasts
 * until the broker's process changes, and a lost connection alone doesn't tell a restart from a
 * disturbed network.
 *
 * <p>Our own brokers say which process they are. All others number what they send with one counter
 * per process, which starts anew with the process: a number that went back betrays a new one. The
 * counter wraps around after 2^32 commands, so numbers are compared by their distance.
 *
 * @param process the name of the process, where the broker gives one
 * @param sequence the number under which the registration was sent
 */
public record ProcessMark(@Nullable String process, int sequence) {
    /** Says whether this mark, seen later on another connection, is of the process of that one. */
    boolean continues(ProcessMark earlier) {
        if (process != null || earlier.process != null) {
            return process != null && process.equals(earlier.process);
        }
        return sequence - earlier.sequence > 0;
    }
}
