/**
 * The broker's door: decodes a command, calls one use case, encodes the answer. Runs on event loops
 * and never blocks them; no rules here.
 */
@NullMarked
package io.apogeemq.broker.endpoint;

import org.jspecify.annotations.NullMarked;
