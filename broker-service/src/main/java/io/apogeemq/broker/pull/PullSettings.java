package io.apogeemq.broker.pull;

import java.time.Duration;

/**
 * The limits of pulling that are fixed while the broker runs; {@link PullRules} are the others.
 *
 * @param maxScanEntries most queue entries that one pull looks at while its filter leaves them out
 * @param maxHeldPulls most requests that wait for messages at a time
 * @param maxHeldBytes most memory that waiting requests may take, estimated
 * @param maxHold longest wait, whatever a request asks for
 * @param shortHold longest wait while long polling is switched off
 * @param heartbeatWait how long a pull waits for the heartbeat that registers its group
 */
public record PullSettings(
        int maxScanEntries,
        int maxHeldPulls,
        long maxHeldBytes,
        Duration maxHold,
        Duration shortHold,
        Duration heartbeatWait) {

    /** The classic limits; room for some thousand waiting consumers in a small heap. */
    public static final PullSettings DEFAULT =
            new PullSettings(
                    800,
                    100_000,
                    32L * 1024 * 1024,
                    // A connection that is silent for as long is closed anyway.
                    Duration.ofSeconds(120),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1));

    public PullSettings {
        requirePositive("maxScanEntries", maxScanEntries);
        requirePositive("maxHeldPulls", maxHeldPulls);
        requirePositive("maxHeldBytes", maxHeldBytes);
        requirePositive("maxHold in ms", maxHold.toMillis());
        requirePositive("shortHold in ms", shortHold.toMillis());
        requirePositive("heartbeatWait in ms", heartbeatWait.toMillis());
    }

    static void requirePositive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("%s: %d (expected: >= 1)".formatted(name, value));
        }
    }
}
