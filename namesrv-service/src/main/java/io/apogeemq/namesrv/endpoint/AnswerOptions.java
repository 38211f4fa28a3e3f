package io.apogeemq.namesrv.endpoint;

/**
 * What the NameServer tells whom; operators may change it at run time.
 *
 * @param orderTopicsInRoutes whether a route names the order of an order topic
 * @param orderTopicsToBrokers whether a registering broker is told the order topics
 * @param actingMasters whether the lowest live slave is shown as master while there is none, for
 *     groups that allow it
 * @param allTopicList whether the list of all topics is given out
 * @param topicLists whether the other lists of topics are given out
 * @param routesAfterMillis how long after the start routes are first given out, so that brokers can
 *     register before clients ask; 0 for at once
 */
public record AnswerOptions(
        boolean orderTopicsInRoutes,
        boolean orderTopicsToBrokers,
        boolean actingMasters,
        boolean allTopicList,
        boolean topicLists,
        long routesAfterMillis) {
    public AnswerOptions {
        if (routesAfterMillis < 0) {
            throw new IllegalArgumentException(
                    "wait-time: " + routesAfterMillis + "ms (expected: at least 0ms)");
        }
    }
}
