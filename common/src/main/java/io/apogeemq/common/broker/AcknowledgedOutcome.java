package io.apogeemq.common.broker;

/** Done, or not. */
public sealed interface AcknowledgedOutcome permits AcknowledgedOutcome.Done, Refused {

    /**
     * It is done.
     *
     * @param remark something worth telling, mostly empty
     */
    record Done(String remark) implements AcknowledgedOutcome {}
}
