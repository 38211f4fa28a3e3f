package io.apogeemq.namesrv.routing.planted;

import io.apogeemq.common.remoting.HandlerTable;
import io.apogeemq.namesrv.endpoint.NamesrvEndpoint;

/** Stands beside the route table and knows the door and its frames, which that must not. */
public record PlantedViolation(NamesrvEndpoint door, HandlerTable handlers) {}
