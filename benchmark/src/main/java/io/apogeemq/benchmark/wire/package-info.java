/**
 * The few frames that a load needs, encoded once and patched in place, and replies read where they
 * lie.
 *
 * <p>Owns byte positions and nothing else: no sockets, no threads, no clock. Uses only the JDK, on
 * purpose not our own protocol classes, so that a fault there can't hide itself in the measurement.
 * Called by {@code load}; {@code row} uses it to create topics.
 */
@NullMarked
package io.apogeemq.benchmark.wire;

import org.jspecify.annotations.NullMarked;
