package io.apogeemq.common.message.planted;

import io.apogeemq.common.route.TopicRoute;

/** Stands among the words and bytes and knows routes, which they must not. */
public record PlantedViolation(TopicRoute route) {}
