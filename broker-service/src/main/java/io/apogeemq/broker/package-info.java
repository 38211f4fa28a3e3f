/**
 * The Broker service: its application class and nothing else. Start reading in config for the
 * wiring, or in log for the core.
 */
@NullMarked
package io.apogeemq.broker;

import org.jspecify.annotations.NullMarked;
