/** What the broker tells of its health to actuator. Liveness never depends on another process. */
@NullMarked
package io.apogeemq.broker.health;

import org.jspecify.annotations.NullMarked;
