/**
 * Pulling: finds a stretch of a queue, filters it, hands out leases on the log's bytes; holds
 * requests that found nothing until a message arrives or their time is over.
 */
@NullMarked
package io.apogeemq.broker.pull;

import org.jspecify.annotations.NullMarked;
