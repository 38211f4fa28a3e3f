/**
 * Servers under test as processes of this machine: how each suite is started, watched, measured and
 * stopped.
 *
 * <p>Owns child processes by their pid, their fresh directories and free ports, and what {@code
 * /proc} says about them. Knows nothing of loads. Called by {@code row}.
 */
@NullMarked
package io.apogeemq.benchmark.peer;

import org.jspecify.annotations.NullMarked;
