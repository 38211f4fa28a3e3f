package io.apogeemq.common.broker;

/** A single number that was asked for. */
public sealed interface OffsetOutcome permits OffsetOutcome.Offset, Refused {

    /** The offset, or the time where a time was asked for. */
    record Offset(long value) implements OffsetOutcome {}
}
