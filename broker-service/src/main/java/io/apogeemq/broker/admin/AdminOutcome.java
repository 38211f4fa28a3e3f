package io.apogeemq.broker.admin;

import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.Refused.Reason;

/**
 * The answer to an operator.
 *
 * @param <T> what was asked for
 */
public sealed interface AdminOutcome<T> {

    /**
     * It was done, or found.
     *
     * @param value what was asked for
     * @param <T> what was asked for
     */
    record Answered<T>(T value) implements AdminOutcome<T> {}

    /**
     * It was not; nothing has changed.
     *
     * @param refused why
     * @param <T> what was asked for
     */
    record Denied<T>(Refused refused) implements AdminOutcome<T> {}

    /** Something that is done and has nothing more to tell. */
    enum Done {
        DONE
    }

    /** An answer. */
    static <T> AdminOutcome<T> answered(T value) {
        return new Answered<>(value);
    }

    /** Done, without more to tell. */
    static AdminOutcome<Done> done() {
        return new Answered<>(Done.DONE);
    }

    /** A refusal. */
    static <T> AdminOutcome<T> denied(Reason reason, String detail) {
        return new Denied<>(new Refused(reason, detail));
    }
}
