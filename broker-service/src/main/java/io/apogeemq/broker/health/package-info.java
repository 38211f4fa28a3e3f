/**
 * What the broker tells actuator: how it is and who it is. Liveness never depends on another
 * process.
 */
@NullMarked
package io.apogeemq.broker.health;

import org.jspecify.annotations.NullMarked;
