package io.apogeemq.namesrv.config;

import io.apogeemq.namesrv.endpoint.AnswerOptions;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is told to whom, under {@code apogee.namesrv.answers}.
 *
 * @param orderTopicsInRoutes whether a route names the order of an order topic
 * @param orderTopicsToBrokers whether a registering broker is told the order topics
 * @param actingMaster whether the lowest live slave is shown as master while there is none
 * @param allTopicList whether the list of all topics is given out
 * @param topicLists whether the other lists of topics are given out
 * @param waitForService whether routes are held back for a while after the start
 * @param waitTime for how long
 */
record AnswerProperties(
        @DefaultValue("false") boolean orderTopicsInRoutes,
        @DefaultValue("true") boolean orderTopicsToBrokers,
        @DefaultValue("true") boolean actingMaster,
        @DefaultValue("true") boolean allTopicList,
        @DefaultValue("true") boolean topicLists,
        @DefaultValue("false") boolean waitForService,
        @DefaultValue("45s") Duration waitTime) {
    AnswerProperties {
        NamesrvProperties.atLeast("answers.wait-time", waitTime, Duration.ZERO);
    }

    AnswerOptions toOptions() {
        return new AnswerOptions(
                orderTopicsInRoutes,
                orderTopicsToBrokers,
                actingMaster,
                allTopicList,
                topicLists,
                waitForService ? waitTime.toMillis() : 0);
    }
}
