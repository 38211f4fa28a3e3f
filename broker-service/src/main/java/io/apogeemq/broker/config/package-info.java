/**
 * Wiring of the broker: typed properties, classic keys, live settings, the ordered start and stop
 * of the core, its threads and its clock.
 */
@NullMarked
package io.apogeemq.broker.config;

import org.jspecify.annotations.NullMarked;
