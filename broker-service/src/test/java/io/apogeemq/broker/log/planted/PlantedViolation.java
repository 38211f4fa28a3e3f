package io.apogeemq.broker.log.planted;

import io.apogeemq.broker.topic.Topics;

/** Stands in the log's place and knows topics, which the log must not. */
public record PlantedViolation(Topics topics) {}
