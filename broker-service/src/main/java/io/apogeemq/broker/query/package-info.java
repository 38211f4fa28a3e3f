/**
 * Look-ups of single messages: by offset id and by key. Uses log and index; answers with leases on
 * the log's bytes. Offsets of queues and of store times are the index's own answers and need no use
 * case.
 */
@NullMarked
package io.apogeemq.broker.query;

import org.jspecify.annotations.NullMarked;
