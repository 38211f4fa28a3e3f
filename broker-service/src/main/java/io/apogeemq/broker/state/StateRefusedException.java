package io.apogeemq.broker.state;

import io.apogeemq.broker.log.AppendOutcome;

/** A change of state could not be written down; nothing has changed. */
public final class StateRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient AppendOutcome.Rejected rejected;

    StateRefusedException(AppendOutcome.Rejected rejected) {
        super(rejected.detail());
        this.rejected = rejected;
    }

    /** What the log said. */
    public AppendOutcome.Rejected rejected() {
        return rejected;
    }
}
