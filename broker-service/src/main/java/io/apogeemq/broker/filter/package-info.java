/**
 * Which messages a subscription wants: tag expressions, matched on the queue index's hash. Later
 * SQL92 on the record. Pure functions, for any thread; the use cases that read call it.
 *
 * <p>Start reading at {@link io.apogeemq.broker.filter.Filters}.
 */
@NullMarked
package io.apogeemq.broker.filter;

import org.jspecify.annotations.NullMarked;
