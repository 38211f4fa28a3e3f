/**
 * Locks that a consumer of an ordered group holds on queues: in memory, with expiry by the broker's
 * clock.
 */
@NullMarked
package io.apogeemq.broker.queuelock;

import org.jspecify.annotations.NullMarked;
