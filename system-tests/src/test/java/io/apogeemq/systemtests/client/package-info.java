/**
 * Scenarios of the official Java client. They are compiled once, use only what its generations 4.9
 * and 5.5 have in common, and run in a JVM of its own for each. {@link
 * io.apogeemq.systemtests.client.Clients} makes producers and consumers and ends them after the
 * test; servers come from {@code process}.
 */
@NullMarked
package io.apogeemq.systemtests.client;

import org.jspecify.annotations.NullMarked;
