package io.apogeemq.broker.produce;

import io.apogeemq.broker.log.AppendOutcome;
import io.apogeemq.broker.log.Durability;
import io.apogeemq.common.broker.Refused;
import io.apogeemq.common.broker.SendOutcome;

/** What the log says of an append, in the words of the port. */
final class Receipts {

    private Receipts() {}

    static SendOutcome.Durability of(Durability.Reached reached) {
        return switch (reached) {
            case ACHIEVED -> SendOutcome.Durability.ACHIEVED;
            case FLUSH_TIMEOUT -> SendOutcome.Durability.FLUSH_TIMEOUT;
            case SLAVE_NOT_AVAILABLE -> SendOutcome.Durability.SLAVE_NOT_AVAILABLE;
            case SLAVE_TIMEOUT -> SendOutcome.Durability.SLAVE_TIMEOUT;
        };
    }

    static Refused refused(AppendOutcome.Rejected rejected) {
        Refused.Reason reason =
                switch (rejected.cause()) {
                    case TOO_LARGE -> Refused.Reason.MESSAGE_ILLEGAL;
                    case CLOSED, DISK_FULL, FAILED -> Refused.Reason.SERVICE_NOT_AVAILABLE;
                };
        return new Refused(reason, rejected.detail());
    }
}
