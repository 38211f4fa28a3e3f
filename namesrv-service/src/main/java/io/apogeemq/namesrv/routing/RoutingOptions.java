package io.apogeemq.namesrv.routing;

/**
 * The rules of the route table that operators may change.
 *
 * @param timeoutMillis silence after which a broker that gives no limit of its own counts as dead
 * @param closeGraceMillis how long a broker outlives its connection; 0 drops it at once, as clients
 *     and tools are used to
 * @param deletesMissingTopics whether a topic that a full registration lacks is removed; full is
 *     one that holds the topic named after the broker, which every broker has
 * @param heapBytes what the table may take of the heap; who brings more is refused
 */
public record RoutingOptions(
        long timeoutMillis, long closeGraceMillis, boolean deletesMissingTopics, long heapBytes) {
    public RoutingOptions {
        if (timeoutMillis < 1) {
            throw new IllegalArgumentException(
                    "broker-timeout: " + timeoutMillis + "ms (expected: at least 1ms)");
        }
        if (closeGraceMillis < 0) {
            throw new IllegalArgumentException(
                    "close-grace: " + closeGraceMillis + "ms (expected: at least 0ms)");
        }
    }
}
