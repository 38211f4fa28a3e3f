package io.apogeemq.broker.pull;

import java.time.Duration;

/**
 * The limits of pulling. Fixed while the broker runs.
 *
 * @param maxMessages most messages in an answer
 * @param maxBytes most bytes in an answer, save for a single larger message
 * @param maxScanEntries most queue entries that one pull looks at while its filter leaves them out
 * @param maxHeldPulls most requests that wait for messages at a time
 * @param maxHeldBytes most memory that waiting requests may take, estimated
 * @param maxHold longest wait, whatever a request asks for
 * @param heartbeatWait how long a pull waits for the heartbeat that registers its group
 */
public record PullSettings(
        int maxMessages,
        int maxBytes,
        int maxScanEntries,
        int maxHeldPulls,
        long maxHeldBytes,
        Duration maxHold,
        Duration heartbeatWait) {

    /** The classic limits; room for some thousand waiting consumers in a small heap. */
    public static final PullSettings DEFAULT =
            new PullSettings(
                    32,
                    256 * 1024,
                    800,
                    100_000,
                    32L * 1024 * 1024,
                    // A connection that is silent for as long is closed anyway.
                    Duration.ofSeconds(120),
                    Duration.ofSeconds(1));

    public PullSettings {
        requirePositive("maxMessages", maxMessages);
        requirePositive("maxBytes", maxBytes);
        requirePositive("maxScanEntries", maxScanEntries);
        requirePositive("maxHeldPulls", maxHeldPulls);
        requirePositive("maxHeldBytes", maxHeldBytes);
        requirePositive("maxHold in ms", maxHold.toMillis());
        requirePositive("heartbeatWait in ms", heartbeatWait.toMillis());
    }

    private static void requirePositive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("%s: %d (expected: >= 1)".formatted(name, value));
        }
    }
}
