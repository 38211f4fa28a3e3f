/**
 * Disks, clocks and other parts of the world that tests give to the core in place of the real ones.
 * They sit below production's own classes and misbehave on command.
 */
@NullMarked
package io.apogeemq.broker.testing;

import org.jspecify.annotations.NullMarked;
