/**
 * Servers under test as operating system processes: starting, waiting for the boot line, stopping,
 * killing, pausing and restarting them on the same ports and store. Tests take a {@link
 * io.apogeemq.systemtests.process.Services}; only this package touches processes, and only its own.
 */
@NullMarked
package io.apogeemq.systemtests.process;

import org.jspecify.annotations.NullMarked;
