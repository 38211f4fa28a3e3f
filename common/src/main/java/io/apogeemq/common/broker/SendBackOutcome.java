package io.apogeemq.common.broker;

/** What became of a message that was handed back. */
public sealed interface SendBackOutcome permits SendBackOutcome.TakenBack, Refused {

    /** Stored for a later try, as a dead letter, or dropped where the group wants no retries. */
    record TakenBack() implements SendBackOutcome {}
}
