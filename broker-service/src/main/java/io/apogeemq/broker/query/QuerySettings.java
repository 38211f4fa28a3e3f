package io.apogeemq.broker.query;

/**
 * The limits of look-ups. Fixed while the broker runs.
 *
 * @param maxMatches most messages found by a business key
 * @param maxUniqueMatches how many messages are looked for by a unique key, whatever is asked
 * @param maxBytes most bytes in an answer, save for a single larger message; below what clients
 *     take for a frame
 */
public record QuerySettings(int maxMatches, int maxUniqueMatches, int maxBytes) {

    /** The classic limits. */
    public static final QuerySettings DEFAULT = new QuerySettings(64, 32, 8 * 1024 * 1024);

    public QuerySettings {
        if (maxMatches < 1 || maxUniqueMatches < 1 || maxBytes < 1) {
            throw new IllegalArgumentException(
                    "maxMatches, maxUniqueMatches, maxBytes: %d, %d, %d (expected: >= 1)"
                            .formatted(maxMatches, maxUniqueMatches, maxBytes));
        }
    }
}
