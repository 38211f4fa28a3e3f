/**
 * Pulling: finds a stretch of a queue, filters it, hands out leases on the log's bytes; holds
 * requests that found nothing until a message arrives or their time is over.
 *
 * <p>Start reading at {@link io.apogeemq.broker.pull.Puller}. The room starts no threads: pulls run
 * on their callers' threads, arrivals on the dispatcher's, expiry on the thread that calls {@link
 * io.apogeemq.broker.pull.HeldPulls#step}. What it has to know of topics, groups, consumers and
 * progress it asks through interfaces of its own, which {@code config} joins with the rooms that
 * know.
 */
@NullMarked
package io.apogeemq.broker.pull;

import org.jspecify.annotations.NullMarked;
