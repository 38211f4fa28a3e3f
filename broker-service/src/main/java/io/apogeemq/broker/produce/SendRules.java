package io.apogeemq.broker.produce;

/**
 * What operators may change of sending while the broker runs; swapped as a whole.
 *
 * @param maxMessageBytes longest body, and longest batch
 * @param writable whether the broker takes writes by its permission bits
 * @param maxTopicsPerConnection how many topics one connection may bring into being by sending
 */
public record SendRules(int maxMessageBytes, boolean writable, int maxTopicsPerConnection) {

    /** The usual rules. */
    public static final SendRules DEFAULT = new SendRules(4 * 1024 * 1024, true, 1000);

    public SendRules {
        if (maxMessageBytes < 1) {
            throw new IllegalArgumentException(
                    "maxMessageBytes: %d (expected: >= 1)".formatted(maxMessageBytes));
        }
        if (maxTopicsPerConnection < 0) {
            throw new IllegalArgumentException(
                    "maxTopicsPerConnection: %d (expected: >= 0)"
                            .formatted(maxTopicsPerConnection));
        }
    }
}
