/**
 * The route table: which brokers are alive, which topics they carry. One writer at a time,
 * immutable snapshots for every reader. Knows neither frames nor Spring; endpoint asks and tells
 * it.
 */
@NullMarked
package io.apogeemq.namesrv.routing;

import org.jspecify.annotations.NullMarked;
