/**
 * Which messages a subscription wants: tag expressions on the queue index's hash. Later SQL92 on
 * the record. Pure functions.
 */
@NullMarked
package io.apogeemq.broker.filter;

import org.jspecify.annotations.NullMarked;
