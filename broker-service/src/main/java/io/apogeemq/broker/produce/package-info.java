/**
 * Sending: checks a request against topic, permission and limits, lays the record out and appends
 * it; sending back for a retry; dead letters. Runs on the caller's thread and completes when the
 * asked durability is reached.
 */
@NullMarked
package io.apogeemq.broker.produce;

import org.jspecify.annotations.NullMarked;
