package io.apogeemq.broker.pull;

/**
 * What operators may change of pulling while the broker runs; swapped as a whole. A pull keeps the
 * rules that it was admitted under.
 *
 * @param readable whether the broker may be read by its permission bits
 * @param litePull whether lite pull consumers are served
 * @param maxMessages most messages in an answer
 * @param maxBytes most bytes in an answer, save for a single larger message
 * @param longPolling whether a pull that finds nothing new may wait for as long as it asks to;
 *     otherwise it waits {@link PullSettings#shortHold} at the most
 */
public record PullRules(
        boolean readable, boolean litePull, int maxMessages, int maxBytes, boolean longPolling) {

    /** The classic defaults. */
    public static final PullRules DEFAULT = new PullRules(true, true, 32, 256 * 1024, true);

    public PullRules {
        PullSettings.requirePositive("maxMessages", maxMessages);
        PullSettings.requirePositive("maxBytes", maxBytes);
    }
}
