package io.apogeemq.broker.produce;

/**
 * What operators may change of sending while the broker runs; swapped as a whole.
 *
 * @param maxMessageBytes longest body, and longest batch
 * @param writable whether the broker takes writes by its permission bits
 */
public record SendRules(int maxMessageBytes, boolean writable) {

    public SendRules {
        if (maxMessageBytes < 1) {
            throw new IllegalArgumentException(
                    "maxMessageBytes: %d (expected: >= 1)".formatted(maxMessageBytes));
        }
    }
}
