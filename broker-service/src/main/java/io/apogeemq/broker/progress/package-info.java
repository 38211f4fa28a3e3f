/**
 * How far each consumer group has come in each queue: a fold with batched bookkeeping records.
 * Commits are applied in memory first and recorded at most once a second per queue.
 */
@NullMarked
package io.apogeemq.broker.progress;

import org.jspecify.annotations.NullMarked;
