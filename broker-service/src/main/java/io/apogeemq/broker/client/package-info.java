/**
 * Who is connected: producers and consumers by heartbeat, their subscriptions, expiry, and the
 * notice to a group when its members change.
 */
@NullMarked
package io.apogeemq.broker.client;

import org.jspecify.annotations.NullMarked;
